// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_SIMNET_LINK_H
#define PORTSCAN_TESTS_SIMNET_LINK_H

#include <stdbool.h>
#include <stdint.h>

/*
 * One direction of a link that carries so many packets a second, with a queue
 * in front of it that drops what does not fit.  It is the time when the last
 * packet will have left; packets have to be passed in the order of their times.
 */
struct link {
	uint64_t interval_ns; /* for one packet; 0: no limit */
	uint32_t queue;       /* packets that may wait */
	uint64_t free_ns;
	uint64_t busy_ns; /* in all */
};

/* `pps` 0 is a link without limits. */
void link_init(struct link *link, uint32_t pps, uint32_t queue);

/* A packet that comes at `at_ns`: false when it is dropped, else the time at
 * which it comes out. */
bool link_pass(struct link *link, uint64_t at_ns, uint64_t *out_ns);

#endif
