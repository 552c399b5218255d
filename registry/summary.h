// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REGISTRY_SUMMARY_H
#define PORTSCAN_REGISTRY_SUMMARY_H

#include "base/protocol.h"
#include "registry/registry.h"

enum { REGISTRY_STATUS_COUNT = REGISTRY_DORMANT + 1 };

/* Where a table comes from, and how many of the 65,536 ports of each protocol
 * it gives each status. */
struct registry_summary {
	struct registry_source source; /* belongs to the table */
	unsigned ports[PROTOCOL_COUNT][REGISTRY_STATUS_COUNT];
};

struct registry_summary registry_summarise(const struct registry *registry);

#endif
