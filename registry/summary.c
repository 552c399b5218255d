// SPDX-License-Identifier: Apache-2.0
#include "registry/summary.h"

static void count_ports(const struct registry *registry, enum protocol protocol,
                        unsigned counts[REGISTRY_STATUS_COUNT])
{
	for (uint32_t port = 0; port <= UINT16_MAX; port++)
		counts[registry_look_up(registry, protocol, (uint16_t)port)
		               .status]++;
}

struct registry_summary registry_summarise(const struct registry *registry)
{
	struct registry_summary summary = { 0 };

	summary.source = registry_source(registry);
	count_ports(registry, PROTOCOL_TCP, summary.ports[PROTOCOL_TCP]);
	count_ports(registry, PROTOCOL_UDP, summary.ports[PROTOCOL_UDP]);
	return summary;
}
