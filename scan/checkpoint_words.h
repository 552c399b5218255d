// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_CHECKPOINT_WORDS_H
#define PORTSCAN_SCAN_CHECKPOINT_WORDS_H

#include "scan/checkpoint.h"

#include <stddef.h>

/* What the writer and the reader of checkpoints share; nobody else includes
 * it. */

#define CHECKPOINT_MAGIC "portscan-checkpoint"
#define CHECKPOINT_VERSION 2

/* A bool that a mark stands for, by its place in the structure. */
struct checkpoint_mark {
	const char *name;
	size_t offset;
};

enum { CHECKPOINT_FINDING_MARKS = 4, CHECKPOINT_HOST_MARKS = 4 };

extern const struct checkpoint_mark
	checkpoint_finding_marks[CHECKPOINT_FINDING_MARKS];
extern const struct checkpoint_mark
	checkpoint_host_marks[CHECKPOINT_HOST_MARKS];

/* A uint64_t of struct scan_tally. */
struct checkpoint_count {
	const char *name;
	size_t offset;
};

enum { CHECKPOINT_COUNTS = 10 };

extern const struct checkpoint_count checkpoint_counts[CHECKPOINT_COUNTS];

/* scan_tally.missed, a fraction, is counted in millionths. */
#define CHECKPOINT_MISSED "missed-millionths"
#define CHECKPOINT_MISSED_UNIT 1e6

#endif
