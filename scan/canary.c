// SPDX-License-Identifier: Apache-2.0
#include "scan/canary.h"

enum {
	FIRST = 1024,
	LAST = 49151, /* above are the ephemeral ports, which come and go */
	TRIES = 64,   /* two of three numbers in the range are unassigned */
};

/* The finaliser of Steele, Lea and Flood's SplitMix ("Fast splittable
 * pseudorandom number generators", 2014). */
static uint64_t mix(uint64_t x)
{
	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

uint16_t canary_port(const struct registry *registry, uint64_t seed,
                     const struct address *address, uint32_t which)
{
	uint64_t state = mix(seed ^ mix(address->hi ^ mix(address->lo)));
	uint16_t port = FIRST;

	/* Each canary draws from a third of the range, so no two agree. */
	for (unsigned i = 0; i < TRIES; i++) {
		uint32_t third = (LAST - FIRST + 1) / CANARIES;

		state = mix(state + which + 1);
		port = (uint16_t)(FIRST + which * third + state % third);
		if (registry_look_up(registry, PROTOCOL_TCP, port).status ==
		    REGISTRY_UNASSIGNED)
			break;
	}
	return port;
}
