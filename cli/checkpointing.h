// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_CHECKPOINTING_H
#define PORTSCAN_CLI_CHECKPOINTING_H

#include "base/text.h"
#include "cli/checkpoint_file.h"
#include "cli/discover.h"
#include "cli/scan_options.h"
#include "scan/checkpoint_parse.h"
#include "scan/scan.h"
#include "scan/sink.h"
#include "targets/port_set.h"
#include "targets/target_set.h"

#include <stdbool.h>
#include <stdint.h>

/* --checkpoint and --resume in one run of a scan.  Without these options there
 * is nothing to it but when the scan started. */
struct checkpointing {
	const char *from; /* --resume; NULL: the scan starts afresh */
	struct text bytes;
	struct checkpoint before;
	struct checkpoint_file *file; /* NULL: none is kept */
	int64_t started_us;           /* of the first run, since the epoch */
	uint64_t began_ms;            /* of this run, by uv_hrtime() */
	bool told;                    /* that it could not be written */
};

void checkpointing_init(struct checkpointing *checkpointing);
void checkpointing_release(struct checkpointing *checkpointing);

/* Read what to go on from, and take over into `request` what the user need not
 * give again.  False with one line in `error`. */
bool checkpointing_read(struct checkpointing *checkpointing,
                        struct scan_request *request, struct text *error);

/*
 * The scan begins, or goes on: see that it is the same one, and begin to keep
 * the new file.  Of `plan` the options, the space and the shard are there.
 * False with one line in `error`.
 */
bool checkpointing_begin(struct checkpointing *checkpointing,
                         const struct scan_request *request,
                         const struct target_set *targets,
                         const struct port_plan *ports,
                         const struct scan_plan *plan, struct text *error);

/*
 * True: an earlier run has looked for hosts among these `addresses`, or has
 * asked so much that it is too late for that; `discover` knows what it found.
 */
bool checkpointing_recalls(const struct checkpointing *checkpointing,
                           uint64_t addresses, struct discover *discover);

/* Keep what was discovered, if anything was. */
void checkpointing_discovered(struct checkpointing *checkpointing,
                              const struct discover *discover);

/* Give `plan` what it goes on from, and to whom it tells where it is. */
void checkpointing_join(struct checkpointing *checkpointing,
                        struct scan_plan *plan);

/* The scan is over: write what was told last.  False when it could not be,
 * which was told. */
bool checkpointing_end(struct checkpointing *checkpointing);

/* Add the earlier runs to the summary of this one. */
void checkpointing_account(const struct checkpointing *checkpointing,
                           struct scan_summary *summary);

#endif
