// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_SIMNET_LISTING_H
#define PORTSCAN_TESTS_SIMNET_LISTING_H

#include "tests/simnet/network.h"
#include "tests/simnet/world.h"

#include <stdbool.h>
#include <stdio.h>

/* CSV with a header line: `address,port,protocol,state` of the ports, open ones
 * or `all`, in ascending order. */
void listing_truth(FILE *stream, const struct world *world,
                   const struct port_set *ports, enum protocol protocol,
                   bool all);

/* CSV with a header line: `address,up,rtt_ms,kind` of every address; `up` is 0
 * or 1, and `rtt_ms` empty for a host that is down. */
void listing_hosts(FILE *stream, const struct world *world);

/* One line of JSON. */
void listing_counters(FILE *stream, const struct network *network);

#endif
