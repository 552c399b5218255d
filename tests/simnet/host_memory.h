// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_SIMNET_HOST_MEMORY_H
#define PORTSCAN_TESTS_SIMNET_HOST_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What is remembered of hosts: when the first packet came, and the ICMP errors
 * they may still send.  A table of a fixed size; hosts for which there is no
 * room in it are as if met for the first time, each time.
 */
struct remembered {
	uint64_t key; /* 0: nobody */
	uint64_t first_ns;
	uint64_t icmp_due_ns;
};

struct host_memory {
	struct remembered *slots;
	size_t capacity;
	size_t count;
	struct remembered stranger;
};

/* `capacity` is a power of two.  False when out of memory. */
bool host_memory_init(struct host_memory *memory, size_t capacity);
void host_memory_release(struct host_memory *memory);

/* The host with this key, not 0, met first at `now_ns` if it is new.  Valid
 * until the next call. */
struct remembered *host_memory_meet(struct host_memory *memory, uint64_t key,
                                    uint64_t now_ns);

/* A token bucket of `burst` >= 1 tokens that gets one each `interval_ns` (0: no
 * limit): take one, if one is there. */
bool remembered_take_icmp(struct remembered *host, uint64_t now_ns,
                          uint64_t interval_ns, uint32_t burst);

#endif
