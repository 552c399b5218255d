// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TARGETS_PROBE_SPACE_H
#define PORTSCAN_TARGETS_PROBE_SPACE_H

#include "base/protocol.h"
#include "targets/address.h"
#include "targets/port_set.h"
#include "targets/target_set.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Every (address, port, protocol) of a scan as one range of integers
 * [0, count), and the order they are asked in.  No list is ever built, and the
 * same seed gives the same order.
 *
 * The order has two levels, both keyed permutations (targets/permutation.h).
 * The addresses are permuted over all targets and cut into groups; then the
 * questions of a group are permuted among themselves.  All ports of a group's
 * addresses come before the next group begins, so that what is remembered of a
 * host can be forgotten with its group.
 */
struct probe_space;

/* Most addresses, and most questions, of a group; the last may have fewer. */
enum {
	PROBE_SPACE_GROUP_ADDRESSES_MAX = 16384,
	PROBE_SPACE_GROUP_QUESTIONS_MAX = 1 << 26,
};

/* One question of the scan. */
struct question {
	struct address address;
	uint16_t port;
	enum protocol protocol;
	uint64_t host;  /* place of the address among the targets, ascending */
	uint32_t place; /* of the port among the scan's: TCP, then UDP */
};

/* The question's number, which no order or seed changes; `ports` is
 * probe_space_ports() of its space. */
static inline uint64_t question_id(const struct question *question,
                                   uint32_t ports)
{
	return question->host * ports + question->place;
}

/*
 * `targets` must be sealed and outlive the space; `ports` is copied.  NULL
 * when out of memory.  A space whose targets or ports are empty has count 0.
 */
struct probe_space *probe_space_create(const struct target_set *targets,
                                       const struct port_plan *ports,
                                       uint64_t seed);
void probe_space_free(struct probe_space *space);

uint64_t probe_space_count(const struct probe_space *space);
uint64_t probe_space_address_count(const struct probe_space *space);

/* The questions for each address: its ports, over both protocols. */
uint32_t probe_space_ports(const struct probe_space *space);

/* The question that comes at place `index` < count of the permuted order. */
struct question probe_space_at(const struct probe_space *space, uint64_t index);

/* The group that place `index` < count belongs to, from 0. */
uint64_t probe_space_group(const struct probe_space *space, uint64_t index);

/* The group that the questions to `host` < address count are in. */
uint64_t probe_space_group_of(const struct probe_space *space, uint64_t host);

/* The question to `host` < address count at `place` < ports. */
struct question probe_space_question(const struct probe_space *space,
                                     uint64_t host, uint32_t place);

#endif
