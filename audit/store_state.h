// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_STORE_STATE_H
#define PORTSCAN_AUDIT_STORE_STATE_H

#include "audit/store.h"

#include <sqlite3.h>

/* What the files of the store share. */
struct store {
	sqlite3 *db;
	char *path;
};

/* Say what went wrong last in the database, and what to do; returns false. */
bool store_fail(struct store *store, struct text *error);

/* Say that it holds what no portscan wrote: `what`; returns false. */
bool store_damaged(struct store *store, const char *what, struct text *error);

/* Run statements that take and give nothing. */
bool store_exec(struct store *store, const char *sql, struct text *error);

/* All that happens between is stored at once, or nothing of it. */
bool store_enter(struct store *store, struct text *error);
bool store_leave(struct store *store, bool ok, struct text *error);

/* Bring an empty or older database to the schema that this one knows; refuse
 * one that is not ours, or newer. */
bool store_schema_check(struct store *store, enum store_mode mode,
                        struct text *error);
bool store_schema_prepare(struct store *store, struct text *error);

/* The id of these bytes, which are kept once however often they occur. */
bool store_put_bytes(struct store *store, const void *bytes, size_t len,
                     int64_t *id, struct text *error);
bool store_put_string(struct store *store, const char *string, int64_t *id,
                      struct text *error);

/* In the transaction of store_end(): what `run` saw follows what the newest run
 * before it saw.  `before->id` 0: there is none. */
bool store_put_sightings(struct store *store, const struct run *run,
                         const struct run *before,
                         const struct snapshot *snapshot, struct text *error);
bool store_put_coverage(struct store *store, const struct run *run,
                        const struct run *before, struct coverage *coverage,
                        struct text *error);
bool store_put_changes(struct store *store, const struct run *run,
                       const struct stored_change *changes, size_t count,
                       struct text *error);
bool store_put_issues(struct store *store, const struct run *run,
                      const struct run *before, const struct issue_list *issues,
                      struct text *error);

/* What store_put_coverage() was given for this run; NULL on failure. */
struct coverage *store_get_coverage(struct store *store, int64_t run,
                                    struct text *error);

/* In SQL: the bytes whose id is in a column, the same as a string, and the ends
 * of runs that saw something. */
#define STORE_BYTES(column)                                                    \
	"(SELECT unpack(size, content) FROM bytes WHERE bytes.id = " column ")"
#define STORE_STRING(column) "CAST(" STORE_BYTES(column) " AS TEXT)"
#define STORE_SEEN "('complete', 'incomplete', 'interrupted')"

#endif
