// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_SIMNET_MIX_H
#define PORTSCAN_TESTS_SIMNET_MIX_H

#include <stdint.h>

/* Scatter `x`, so that neighbours look unrelated; never the same twice.  The
 * factors are odd and without a pattern: the fractions of sqrt(5) and sqrt(7).
 */
static inline uint64_t mix(uint64_t x)
{
	x += UINT64_C(0x3c6ef372fe94f82b);
	x ^= x >> 32;
	x *= UINT64_C(0xa54ff53a5f1d36f1);
	x ^= x >> 29;
	x *= UINT64_C(0x3c6ef372fe94f82b);
	x ^= x >> 32;
	return x;
}

/* A number in [0, 1) out of a scattered one. */
static inline double fraction_of(uint64_t mixed)
{
	return (double)(mixed >> 11) * 0x1p-53;
}

#endif
