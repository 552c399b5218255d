// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_CHECKPOINT_PARSE_H
#define PORTSCAN_SCAN_CHECKPOINT_PARSE_H

#include "scan/checkpoint.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where one worker was. */
struct checkpoint_worker {
	uint64_t cursor;                  /* places of the order it has taken */
	struct checkpoint_run *unsettled; /* questions, of the taken ones */
	size_t unsettled_count;
	struct checkpoint_host *known; /* hosts it was not done with */
	size_t known_count;
	struct scan_tally tally;
	const char *snapshot; /* the lines that say so; not owned */
	size_t snapshot_len;
};

/* A checkpoint that was read. */
struct checkpoint {
	struct checkpoint_identity identity;
	uint64_t seed; /* of the identity */
	int64_t started_us;
	uint64_t elapsed_ms;
	bool discovered;
	uint64_t discovery_attempts;
	struct checkpoint_run *skipped; /* places of addresses */
	size_t skipped_count;
	struct checkpoint_worker *workers;
	uint32_t worker_count;
	const char *log; /* for checkpoint_log_next(); not owned */
	size_t log_len;
	uint64_t questions; /* beyond all that are named: checkpoint_fits() */
	uint64_t addresses;
};

struct checkpoint_error {
	size_t line; /* from 1; 0: no line in particular */
	const char *why;
};

/*
 * Read `bytes`, which the checkpoint goes on pointing into.  False when they
 * are no whole and unchanged checkpoint, or when memory ran out.
 * checkpoint_release() either way.
 */
bool checkpoint_parse(const char *bytes, size_t len,
                      struct checkpoint *checkpoint,
                      struct checkpoint_error *error);

void checkpoint_release(struct checkpoint *checkpoint);

/* Are all that it names questions and addresses of such a scan?  Only the
 * identity can tell that it is the same one. */
bool checkpoint_fits(const struct checkpoint *checkpoint, uint64_t questions,
                     uint64_t addresses);

/* The log, line by line. */
struct checkpoint_log {
	const char *at;
	const char *end;
	struct checkpoint_heard heard;
};

struct checkpoint_record {
	bool is_host;
	struct checkpoint_finding finding; /* if not; what was said is the
	                                    * log's, until the next line */
	struct checkpoint_host host;       /* if it is */
};

void checkpoint_log_open(struct checkpoint_log *log,
                         const struct checkpoint *checkpoint);

/* False at the end. */
bool checkpoint_log_next(struct checkpoint_log *log,
                         struct checkpoint_record *record);

#endif
