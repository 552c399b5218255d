// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TARGETS_PORT_SET_H
#define PORTSCAN_TARGETS_PORT_SET_H

#include "base/protocol.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/* Port numbers of one protocol.  Plain value: zero it to empty it, copy freely.
 */
struct port_set {
	uint64_t bits[65536 / 64];
};

/* The ports to ask, by protocol. */
struct port_plan {
	struct port_set of[PROTOCOL_COUNT];
};

bool port_set_has(const struct port_set *set, uint16_t port);
void port_set_add(struct port_set *set, uint16_t first, uint16_t last);
void port_set_remove(struct port_set *set, const struct port_set *removed);
uint32_t port_set_count(const struct port_set *set);

/* Append "22,80-90": the set in ascending order, as targets/port_spec.h reads
 * it; nothing for an empty set. */
void port_set_format(const struct port_set *set, struct text *text);

#endif
