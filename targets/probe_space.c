// SPDX-License-Identifier: Apache-2.0
#include "targets/probe_space.h"

#include "targets/permutation.h"

#include <stddef.h>
#include <stdlib.h>

struct numbered_port {
	uint16_t port;
	uint8_t protocol;
};

struct probe_space {
	const struct target_set *targets;
	uint64_t count;
	struct permutation order; /* only when count > 0 */
	uint32_t port_count;
	struct numbered_port ports[];
};

_Static_assert(TARGET_ADDRESSES_MAX <=
                       PERMUTATION_COUNT_MAX / 65536 / PROTOCOL_COUNT,
               "every probe space can be permuted");

static void list_ports(struct probe_space *space, const struct port_plan *plan)
{
	struct numbered_port *next = space->ports;

	for (uint8_t protocol = 0; protocol < PROTOCOL_COUNT; protocol++)
		for (uint32_t port = 0; port <= UINT16_MAX; port++)
			if (port_set_has(&plan->of[protocol], (uint16_t)port))
				*next++ =
					(struct numbered_port){ (uint16_t)port,
					                        protocol };
}

struct probe_space *probe_space_create(const struct target_set *targets,
                                       const struct port_plan *ports,
                                       uint64_t seed)
{
	struct probe_space *space;
	uint32_t port_count = 0;

	for (int protocol = 0; protocol < PROTOCOL_COUNT; protocol++)
		port_count += port_set_count(&ports->of[protocol]);
	space = calloc(1, sizeof(*space) + port_count * sizeof(*space->ports));
	if (space == NULL)
		return NULL;
	space->targets = targets;
	space->port_count = port_count;
	list_ports(space, ports);
	space->count = targets->count * port_count;
	if (space->count > 0)
		permutation_init(&space->order, space->count, seed);
	return space;
}

void probe_space_free(struct probe_space *space)
{
	free(space);
}

uint64_t probe_space_count(const struct probe_space *space)
{
	return space->count;
}

uint32_t probe_space_ports(const struct probe_space *space)
{
	return space->port_count;
}

struct question probe_space_at(const struct probe_space *space, uint64_t index)
{
	uint64_t place = permutation_at(&space->order, index);
	struct numbered_port port = space->ports[place % space->port_count];

	return (struct question){
		.address = target_set_at(space->targets,
		                         place / space->port_count),
		.port = port.port,
		.protocol = (enum protocol)port.protocol,
	};
}
