// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_RECORDED_COVERAGE_H
#define PORTSCAN_AUDIT_RECORDED_COVERAGE_H

#include "audit/snapshot.h"
#include "base/text.h"
#include "targets/port_set.h"
#include "targets/target_set.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A host record: what of a host's ports is not listed. */
struct recorded_host {
	struct address address;
	bool counted; /* `states` are known */
	uint64_t states[PORT_STATE_COUNT];
};

/*
 * What portscan's results say of ports that they do not list: they were asked
 * if targets and ports of the scan record hold them, and what came of it
 * follows from the counts of their host and of the summary, as far as it does.
 */
struct recorded_coverage {
	struct port_plan ports;
	struct target_set targets; /* sealed, where `whole` */
	bool whole; /* all targets are known, and all of them were asked */
	bool shard; /* only a part of the questions was */
	struct recorded_host *hosts;
	size_t host_count, host_room;
	bool ended;                      /* there is a summary */
	uint64_t untested;               /* of all, but for addresses skipped */
	bool reasons[PORT_REASON_COUNT]; /* those that occurred */
};

void recorded_coverage_init(struct recorded_coverage *recorded);
void recorded_coverage_release(struct recorded_coverage *recorded);

/* Take a record.  The scan record also says when it began and how deep it
 * looked. */
bool recorded_coverage_scan(struct recorded_coverage *recorded,
                            const json_t *scan, struct snapshot *snapshot,
                            struct text *error);
bool recorded_coverage_host(struct recorded_coverage *recorded,
                            const json_t *host, struct text *error);
void recorded_coverage_summary(struct recorded_coverage *recorded,
                               const json_t *summary);

/* Add it to the coverage; the ports that are listed come behind it. */
bool recorded_coverage_apply(const struct recorded_coverage *recorded,
                             struct snapshot *snapshot, struct text *error);

#endif
