// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_AUDIT_STORE_SAMPLE_H
#define PORTSCAN_TESTS_AUDIT_STORE_SAMPLE_H

#include "audit/store.h"

/* For the tests of the store: a database in a folder of its own, and runs that
 * see what a line of text says.  What fails ends the test. */
void store_sample_make(void);
void store_sample_drop(void);
const char *store_sample_path(void);
struct store *store_sample_open(enum store_mode mode);

/*
 * What a run sees: "10.0.0.5:22=ssh 10.0.0.6:80=http"; "-10.0.0.7:80" was not
 * asked.  All else of 10.0.0.0/28 × tcp 1-100 is closed.
 */
void store_sample_snapshot(struct snapshot *snapshot, const char *sees);

/* Append the open ports in those words, in order. */
void store_sample_describe(const struct snapshot *snapshot, struct text *text);

/* Begin a run, and end it like this; returns its id. */
int64_t store_sample_begin(struct store *store, int64_t started_us);
int64_t store_sample_run(struct store *store, enum run_end end,
                         const char *sees);

/* Does a table have as many rows? */
void store_sample_expect_rows(struct store *store, const char *table,
                              int expected);

/* Does the store say so of run `id`? */
void store_sample_expect(struct store *store, int64_t id, const char *sees);

#endif
