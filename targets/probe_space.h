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
 * [0, count), and the order they are asked in: a keyed permutation of that
 * range (targets/permutation.h), so that no list is ever built and the same
 * seed gives the same order.
 */
struct probe_space;

/* One question of the scan. */
struct question {
	struct address address;
	uint16_t port;
	enum protocol protocol;
};

/*
 * `targets` must be sealed and outlive the space; `ports` is copied.  NULL
 * when out of memory.  A space whose targets or ports are empty has count 0.
 */
struct probe_space *probe_space_create(const struct target_set *targets,
                                       const struct port_plan *ports,
                                       uint64_t seed);
void probe_space_free(struct probe_space *space);

uint64_t probe_space_count(const struct probe_space *space);

/* The questions for each address: its ports, over both protocols. */
uint32_t probe_space_ports(const struct probe_space *space);

/* The question that comes at place `index` < count of the permuted order. */
struct question probe_space_at(const struct probe_space *space, uint64_t index);

#endif
