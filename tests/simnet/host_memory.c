// SPDX-License-Identifier: Apache-2.0
#include "tests/simnet/host_memory.h"

#include <stdlib.h>

bool host_memory_init(struct host_memory *memory, size_t capacity)
{
	*memory = (struct host_memory){ .capacity = capacity };
	memory->slots = calloc(capacity, sizeof(*memory->slots));
	return memory->slots != NULL;
}

void host_memory_release(struct host_memory *memory)
{
	free(memory->slots);
}

/* Where the host is, or would be; the table is never full. */
static struct remembered *slot_of(const struct host_memory *memory,
                                  uint64_t key)
{
	size_t at = (size_t)key & (memory->capacity - 1);

	while (memory->slots[at].key != 0 && memory->slots[at].key != key)
		at = (at + 1) & (memory->capacity - 1);
	return &memory->slots[at];
}

struct remembered *host_memory_meet(struct host_memory *memory, uint64_t key,
                                    uint64_t now_ns)
{
	struct remembered *slot = slot_of(memory, key);

	if (slot->key == key)
		return slot;
	if (memory->count < memory->capacity / 4 * 3)
		memory->count++;
	else
		slot = &memory->stranger;
	*slot = (struct remembered){ .key = key, .first_ns = now_ns };
	return slot;
}

/* Kept as the time when the bucket would be full again. */
bool remembered_take_icmp(struct remembered *host, uint64_t now_ns,
                          uint64_t interval_ns, uint32_t burst)
{
	uint64_t full_ns =
		host->icmp_due_ns > now_ns ? host->icmp_due_ns : now_ns;

	if (full_ns - now_ns > (burst - 1) * interval_ns)
		return false;
	host->icmp_due_ns = full_ns + interval_ns;
	return true;
}
