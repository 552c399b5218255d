// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_DISCOVERY_RULES_H
#define PORTSCAN_SCAN_DISCOVERY_RULES_H

#include "probes/outcome.h"
#include "targets/port_set.h"

#include <stdbool.h>
#include <stdint.h>

/* What discovery (scan/discovery.h) asks, and what it makes of an answer. */

/*
 * Is finding out first who is there quicker than asking them all?  `ports` is
 * the questions for each address, `attempts_per_s` what the scan sends at most
 * while nobody answers; not 0.
 */
bool discovery_pays(uint64_t addresses, uint32_t ports,
                    uint32_t attempts_per_s);

/* The TCP ports to look for hosts with: those that most have or answer on, and
 * some of the `asked` ones, but none of `never`. */
struct port_set discovery_ports(const struct port_set *asked,
                                const struct port_set *never);

/*
 * Is an address that gave this outcome to be scanned?  Yes when it may be
 * there, and when we failed to ask it: then the scan has to say why.
 */
bool discovery_keeps(struct outcome outcome);

#endif
