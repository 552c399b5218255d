// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_ANSWER_MAP_H
#define PORTSCAN_AUDIT_ANSWER_MAP_H

#include "base/siphash.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A small number for each column, 0 at first: which answer each question to an
 * address got.  The numbers stand in planes of bits, so that few different
 * answers to a thousand questions take few hundred bytes.
 */
struct answer_map {
	size_t refs;   /* for who shares it */
	bool interned; /* the same */
	uint64_t hash; /* the same */
	uint32_t words, planes;
	uint64_t bits[]; /* the planes of the first 64 columns, and so on */
};

/* Room for 64 × `words` columns, all of them 0, or what `map` has (may be
 * NULL).  NULL when out of memory. */
struct answer_map *answer_map_copy(const struct answer_map *map,
                                   uint32_t words);

unsigned answer_map_get(const struct answer_map *map, uint32_t column);

/* Set one column, or those in `mask`; returned is `map` or a larger one in its
 * place.  NULL when out of memory, and `map` is as it was. */
struct answer_map *answer_map_set(struct answer_map *map, uint32_t column,
                                  unsigned answer);
struct answer_map *answer_map_set_all(struct answer_map *map,
                                      const uint64_t *mask, uint32_t words,
                                      unsigned answer);

/* Forget zeros at the end, so that equal maps have equal bytes. */
void answer_map_trim(struct answer_map *map);

size_t answer_map_size(const struct answer_map *map);
uint64_t answer_map_hash(const struct answer_map *map,
                         const struct siphash_key *key);
bool answer_map_equal(const struct answer_map *a, const struct answer_map *b);

#endif
