// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_SIMNET_DELAY_H
#define PORTSCAN_TESTS_SIMNET_DELAY_H

#include "tests/simnet/build.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Packets on their way, by the time when they are due; those due at the same
 * time in the order in which they were added.  All memory is taken at the
 * start and touched only as far as it is needed.
 */
struct delayed {
	uint64_t due_ns;
	size_t len;
	bool is_through; /* for the caller: it has passed the link */
	uint8_t bytes[ANSWER_MAX];
};

struct delay_entry {
	uint64_t due_ns;
	uint32_t order;
	uint32_t slot;
};

struct delay {
	struct delay_entry *heap; /* the earliest first */
	struct delayed *slots;
	uint32_t *free_slots; /* those used before, the latest last */
	size_t capacity;
	size_t count;
	size_t free_count;
	size_t used_count; /* slots that were ever used */
	uint32_t order;
};

/* At most `capacity` packets; false when out of memory. */
bool delay_init(struct delay *delay, size_t capacity);
void delay_release(struct delay *delay);

/* Room for a packet to fill in, with its `due_ns`, and then to add, before
 * anything else is called; NULL when there is none. */
struct delayed *delay_reserve(struct delay *delay);
void delay_add(struct delay *delay, struct delayed *packet);

/* UINT64_MAX when nothing is on its way. */
uint64_t delay_next_ns(const struct delay *delay);

/*
 * Take out the first of the packets that are due by `now_ns`; NULL when there
 * is none.  Valid until the next call; it may be added again, with another
 * `due_ns`, instead.
 */
struct delayed *delay_take(struct delay *delay, uint64_t now_ns);

#endif
