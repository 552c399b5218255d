// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TARGETS_PERMUTATION_H
#define PORTSCAN_TARGETS_PERMUTATION_H

#include <stdint.h>

/*
 * A keyed permutation of the integers [0, count): shuffles any range without
 * storing it, and the same seed always gives the same order.
 *
 * Construction: the generalised Feistel network of Black and Rogaway ("Ciphers
 * with Arbitrary Finite Domains", 2002).  A value is a pair of digits, both in
 * bases close to the square root of `count`; each of PERMUTATION_ROUNDS rounds
 * adds to one digit a keyed hash of the other.  The few pairs that name a value
 * past the range are sent through again until they land inside it ("cycle
 * walking").
 *
 * Limits: it spreads load and is no cipher, so whoever knows the seed, or sees
 * enough of the order, can predict the rest.  2^64 seeds cannot name all
 * count! orders, and for a count below some dozens many seeds share one.
 */
enum { PERMUTATION_ROUNDS = 6 };

#define PERMUTATION_COUNT_MAX (UINT64_C(1) << 60)

/* Plain value. */
struct permutation {
	uint64_t count;
	uint64_t keys[PERMUTATION_ROUNDS];
	uint64_t low_base;  /* of a value's two digits; */
	uint64_t high_base; /* the product is at least `count` */
};

/* 1 <= count <= PERMUTATION_COUNT_MAX. */
void permutation_init(struct permutation *permutation, uint64_t count,
                      uint64_t seed);

/* What comes at place `index` < count. */
uint64_t permutation_at(const struct permutation *permutation, uint64_t index);

/* The place at which `value` < count comes. */
uint64_t permutation_index(const struct permutation *permutation,
                           uint64_t value);

#endif
