// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REGISTRY_COMMON_H
#define PORTSCAN_REGISTRY_COMMON_H

#include "base/protocol.h"

#include <stddef.h>
#include <stdint.h>

/* `first` to `last`, both included. */
typedef void (*common_ports_cb)(void *arg, enum protocol protocol,
                                uint16_t first, uint16_t last);

/*
 * Call `each` for the ports that a scan asks when it is not told which: those
 * of registry/common.txt and every number with an unofficial use.  In no
 * order, and a port may come more than once.
 */
void common_ports_each(common_ports_cb each, void *arg);

/* A row of common.txt, for one protocol. */
struct common_range {
	enum protocol protocol;
	uint16_t first;
	uint16_t last;
};

/* Compiled from common.txt. */
extern const struct common_range common_ranges[];
extern const size_t common_range_count;

#endif
