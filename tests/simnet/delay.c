// SPDX-License-Identifier: Apache-2.0
#include "tests/simnet/delay.h"

#include <assert.h>
#include <stdlib.h>

bool delay_init(struct delay *delay, size_t capacity)
{
	*delay = (struct delay){ .capacity = capacity };
	delay->heap = malloc(capacity * sizeof(*delay->heap));
	delay->slots = malloc(capacity * sizeof(*delay->slots));
	delay->free_slots = malloc(capacity * sizeof(*delay->free_slots));
	if (delay->heap != NULL && delay->slots != NULL &&
	    delay->free_slots != NULL)
		return true;
	delay_release(delay);
	return false;
}

void delay_release(struct delay *delay)
{
	free(delay->heap);
	free(delay->slots);
	free(delay->free_slots);
}

/* The slot given back last is warm in the cache, and the first to be used. */
static size_t next_slot(const struct delay *delay)
{
	return delay->free_count > 0 ? delay->free_slots[delay->free_count - 1]
	                             : delay->used_count;
}

struct delayed *delay_reserve(struct delay *delay)
{
	struct delayed *packet;

	if (delay->count == delay->capacity)
		return NULL;
	packet = &delay->slots[next_slot(delay)];
	packet->is_through = false;
	return packet;
}

static void use_slot(struct delay *delay)
{
	if (delay->free_count > 0)
		delay->free_count--;
	else
		delay->used_count++;
}

/* The order is a counter that starts again after 2^32. */
static bool is_before(const struct delay_entry *a, const struct delay_entry *b)
{
	if (a->due_ns != b->due_ns)
		return a->due_ns < b->due_ns;
	return (int32_t)(a->order - b->order) < 0;
}

static void sift_up(struct delay *delay, struct delay_entry entry)
{
	size_t at = delay->count++;

	while (at > 0 && is_before(&entry, &delay->heap[(at - 1) / 2])) {
		delay->heap[at] = delay->heap[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	delay->heap[at] = entry;
}

void delay_add(struct delay *delay, struct delayed *packet)
{
	struct delay_entry entry = {
		.due_ns = packet->due_ns,
		.order = delay->order++,
		.slot = (uint32_t)(packet - delay->slots),
	};

	assert(entry.slot == next_slot(delay));
	use_slot(delay);
	sift_up(delay, entry);
}

uint64_t delay_next_ns(const struct delay *delay)
{
	return delay->count > 0 ? delay->heap[0].due_ns : UINT64_MAX;
}

/* Put `entry` in the place of the first one. */
static void sift_down(struct delay *delay, struct delay_entry entry)
{
	size_t at = 0;

	for (;;) {
		size_t child = 2 * at + 1;

		if (child >= delay->count)
			break;
		if (child + 1 < delay->count &&
		    is_before(&delay->heap[child + 1], &delay->heap[child]))
			child++;
		if (!is_before(&delay->heap[child], &entry))
			break;
		delay->heap[at] = delay->heap[child];
		at = child;
	}
	delay->heap[at] = entry;
}

struct delayed *delay_take(struct delay *delay, uint64_t now_ns)
{
	uint32_t slot;

	if (delay_next_ns(delay) > now_ns || delay->count == 0)
		return NULL;
	slot = delay->heap[0].slot;
	delay->count--;
	if (delay->count > 0)
		sift_down(delay, delay->heap[delay->count]);
	delay->free_slots[delay->free_count++] = slot;
	return &delay->slots[slot];
}
