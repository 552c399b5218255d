// SPDX-License-Identifier: Apache-2.0
#include "scan/wheel.h"

#include <assert.h>

void wheel_init(struct wheel *wheel, uint64_t now_us)
{
	for (size_t i = 0; i < WHEEL_SLOTS; i++)
		wheel->slots[i].next = wheel->slots[i].prev = &wheel->slots[i];
	wheel->tick = now_us / WHEEL_TICK_US;
	wheel->count = 0;
}

static struct wheel_node *slot_of(struct wheel *wheel, uint64_t tick)
{
	return &wheel->slots[tick % WHEEL_SLOTS];
}

void wheel_add(struct wheel *wheel, struct wheel_node *node,
               uint64_t deadline_us)
{
	/* The first tick that begins at or after the deadline. */
	uint64_t tick = (deadline_us + WHEEL_TICK_US - 1) / WHEEL_TICK_US;
	struct wheel_node *slot;

	assert(node->next == NULL);
	node->tick = tick > wheel->tick ? tick : wheel->tick;
	slot = slot_of(wheel, node->tick);
	node->prev = slot->prev;
	node->next = slot;
	node->prev->next = node;
	slot->prev = node;
	wheel->count++;
}

void wheel_remove(struct wheel *wheel, struct wheel_node *node)
{
	if (node->next == NULL)
		return;
	node->prev->next = node->next;
	node->next->prev = node->prev;
	node->next = node->prev = NULL;
	wheel->count--;
}

/* A node of the slot for `tick` that is due; others there are turns away. */
static struct wheel_node *due_at(struct wheel *wheel, uint64_t tick)
{
	struct wheel_node *slot = slot_of(wheel, tick);

	for (struct wheel_node *node = slot->next; node != slot;
	     node = node->next)
		if (node->tick <= tick)
			return node;
	return NULL;
}

struct wheel_node *wheel_expire(struct wheel *wheel, uint64_t now_us)
{
	uint64_t now = now_us / WHEEL_TICK_US;

	if (wheel->count == 0 && wheel->tick < now)
		wheel->tick = now;
	for (;;) {
		struct wheel_node *node = due_at(wheel, wheel->tick);

		if (node != NULL) {
			wheel_remove(wheel, node);
			return node;
		}
		if (wheel->tick >= now)
			return NULL;
		wheel->tick++;
	}
}
