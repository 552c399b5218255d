// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_SIMNET_CHANCE_H
#define PORTSCAN_TESTS_SIMNET_CHANCE_H

#include "tests/simnet/mix.h"

#include <stdbool.h>
#include <stdint.h>

/* What differs from packet to packet: a counter, scattered. */
struct chance {
	uint64_t state;
};

static inline void chance_init(struct chance *chance, uint64_t seed)
{
	chance->state = mix(~seed);
}

/* In [0, 1). */
static inline double chance_draw(struct chance *chance)
{
	return fraction_of(mix(chance->state++));
}

static inline bool chance_hits(struct chance *chance, double probability)
{
	return probability > 0 && chance_draw(chance) < probability;
}

#endif
