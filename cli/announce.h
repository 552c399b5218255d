// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_ANNOUNCE_H
#define PORTSCAN_CLI_ANNOUNCE_H

#include "cli/scan_options.h"
#include "registry/registry.h"
#include "scan/sink.h"
#include "targets/port_set.h"

#include <stdint.h>

/* What is known of a scan before its first question. */
struct announcement {
	int argc;
	char **argv;
	const struct scan_request *request;
	const struct port_plan *ports;
	const struct registry *registry;
	int64_t started_us; /* since the epoch */
	uint64_t address_count;
	uint64_t question_count; /* of this shard */
};

/* Begin `reports` with it, and tell it with --verbose. */
void announce(struct sink *reports, const struct announcement *known);

#endif
