// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_BASE_SIPHASH_H
#define PORTSCAN_BASE_SIPHASH_H

#include <stddef.h>
#include <stdint.h>

/* A secret that makes a hash unpredictable to who does not know it. */
struct siphash_key {
	uint64_t low;
	uint64_t high;
};

/* A new key from the kernel's random numbers. */
struct siphash_key siphash_key_random(void);

/*
 * SipHash-2-4 (Aumasson and Bernstein, 2012) of `count` words, each standing
 * for its eight bytes, least significant first.  For tables whose keys come
 * from the network: who cannot guess the hash cannot pile up collisions.
 */
uint64_t siphash(const struct siphash_key *key, const uint64_t *words,
                 size_t count);

#endif
