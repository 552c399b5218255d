// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_DISCOVER_H
#define PORTSCAN_CLI_DISCOVER_H

#include "cli/scan_options.h"
#include "registry/registry.h"
#include "scan/discovery.h"
#include "scan/host_bits.h"
#include "scan/sink.h"
#include "targets/port_set.h"
#include "targets/target_set.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

/* The search for hosts before a scan.  Zero it before use; release it after
 * the scan, also when it did not run. */
struct discover {
	struct discovery *running; /* NULL: not under way */
	uint64_t addresses;
	struct discovery_summary summary;
	bool done; /* the rest is known */
	struct host_bits silent;
	uint64_t silent_count;
};

/* Who is looked for, and how. */
struct discover_plan {
	const struct scan_request *request;
	const struct target_set *targets;
	const struct port_plan *ports;
	const struct port_plan *excluded_ports;
	const struct registry *registry;
};

/*
 * Where it pays, and the user does not forbid it, find out which addresses are
 * silent, and tell how that goes.  Runs `loop` until it has no more to do.
 * What keeps it from finding out is told, and no reason not to scan.
 */
void discover_run(struct discover *discover, uv_loop_t *loop,
                  const struct discover_plan *plan);

/* Instead of discover_run(): an earlier run of the scan found these silent,
 * with so many attempts.  `silent` is taken over. */
void discover_remember(struct discover *discover, struct host_bits silent,
                       uint64_t attempts);

/* Stop discover_run(); nobody is taken for silent then. */
void discover_cancel(struct discover *discover);

/* For scan_plan.skip: NULL when nobody is known to be silent. */
const struct host_bits *discover_silent(const struct discover *discover);

/* Add what was done here to the summary of the scan. */
void discover_account(const struct discover *discover,
                      struct scan_summary *summary);

void discover_release(struct discover *discover);

#endif
