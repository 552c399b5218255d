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
	uint64_t group_count; /* of questions, in every group but the last */
	/* Only when count > 0: of the addresses, and of the questions in a
	 * group.  Every full group has the same; what it falls on differs. */
	struct permutation addresses;
	struct permutation full_group;
	struct permutation last_group;
	uint32_t group_addresses; /* in every group but the last */
	uint32_t port_count;
	struct numbered_port ports[];
};

_Static_assert(TARGET_ADDRESSES_MAX <= PERMUTATION_COUNT_MAX,
               "every target set can be permuted");
_Static_assert(PROBE_SPACE_GROUP_QUESTIONS_MAX >= 65536 * PROTOCOL_COUNT,
               "all ports of an address fit into a group");

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

static uint32_t addresses_for_group(uint32_t port_count)
{
	uint32_t addresses = PROBE_SPACE_GROUP_QUESTIONS_MAX / port_count;

	return addresses < PROBE_SPACE_GROUP_ADDRESSES_MAX
	               ? addresses
	               : PROBE_SPACE_GROUP_ADDRESSES_MAX;
}

/* Each level with a seed of its own: the same bits must not decide both. */
static void set_order(struct probe_space *space, uint64_t seed)
{
	uint64_t last;

	space->group_addresses = addresses_for_group(space->port_count);
	space->group_count =
		(uint64_t)space->group_addresses * space->port_count;
	last = (space->count - 1) % space->group_count + 1;
	permutation_init(&space->addresses, space->targets->count, seed);
	permutation_init(&space->full_group, space->group_count, ~seed);
	permutation_init(&space->last_group, last, ~seed);
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
		set_order(space, seed);
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

uint64_t probe_space_address_count(const struct probe_space *space)
{
	return space->targets->count;
}

uint32_t probe_space_ports(const struct probe_space *space)
{
	return space->port_count;
}

uint64_t probe_space_group(const struct probe_space *space, uint64_t index)
{
	return index / space->group_count;
}

uint64_t probe_space_group_of(const struct probe_space *space, uint64_t host)
{
	return permutation_index(&space->addresses, host) /
	       space->group_addresses;
}

struct question probe_space_at(const struct probe_space *space, uint64_t index)
{
	uint64_t group = probe_space_group(space, index);
	bool is_last = group == (space->count - 1) / space->group_count;
	uint64_t in_group = permutation_at(is_last ? &space->last_group
	                                           : &space->full_group,
	                                   index - group * space->group_count);
	uint64_t address =
		group * space->group_addresses + in_group / space->port_count;

	return probe_space_question(space,
	                            permutation_at(&space->addresses, address),
	                            (uint32_t)(in_group % space->port_count));
}

struct question probe_space_question(const struct probe_space *space,
                                     uint64_t host, uint32_t place)
{
	return (struct question){
		.address = target_set_at(space->targets, host),
		.port = space->ports[place].port,
		.protocol = (enum protocol)space->ports[place].protocol,
		.host = host,
		.place = place,
	};
}
