// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_WHEEL_H
#define PORTSCAN_SCAN_WHEEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Deadlines of many probes: adding, removing and expiring one costs the same
 * whatever their number.  A hashed timing wheel; a deadline is met within one
 * tick, never early.  Times are of any one monotonic clock, in microseconds.
 */
enum {
	WHEEL_TICK_US = 4096,
	WHEEL_SLOTS = 1024, /* a power of two: one turn is some four seconds */
};

/* Embed it in what has a deadline.  Zero it before first use. */
struct wheel_node {
	struct wheel_node *next;
	struct wheel_node *prev;
	uint64_t tick;
};

/* Not to be copied or moved: the nodes point into it. */
struct wheel {
	struct wheel_node slots[WHEEL_SLOTS];
	uint64_t tick; /* all before it has expired */
	size_t count;
};

void wheel_init(struct wheel *wheel, uint64_t now_us);

/* `node` must not be in a wheel. */
void wheel_add(struct wheel *wheel, struct wheel_node *node,
               uint64_t deadline_us);

/* Take `node` out; nothing when it is not in. */
void wheel_remove(struct wheel *wheel, struct wheel_node *node);

/* Take out one node whose deadline has passed; NULL when there is no more. */
struct wheel_node *wheel_expire(struct wheel *wheel, uint64_t now_us);

#endif
