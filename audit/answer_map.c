// SPDX-License-Identifier: Apache-2.0
#include "audit/answer_map.h"

#include <stdlib.h>
#include <string.h>

enum { BITS = 64 };

static size_t bytes_for(uint32_t words, uint32_t planes)
{
	return sizeof(struct answer_map) +
	       (size_t)words * planes * sizeof(uint64_t);
}

/* A copy with that many words and planes, not fewer than it has. */
static struct answer_map *resized(const struct answer_map *map, uint32_t words,
                                  uint32_t planes)
{
	struct answer_map *copy = calloc(1, bytes_for(words, planes));

	if (copy == NULL)
		return NULL;
	copy->words = words;
	copy->planes = planes;
	if (map == NULL)
		return copy;
	for (uint32_t i = 0; i < map->words; i++)
		memcpy(copy->bits + (size_t)i * planes,
		       map->bits + (size_t)i * map->planes,
		       map->planes * sizeof(uint64_t));
	return copy;
}

static uint32_t larger(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

struct answer_map *answer_map_copy(const struct answer_map *map, uint32_t words)
{
	if (map == NULL)
		return resized(NULL, words, 1);
	return resized(map, larger(words, map->words), map->planes);
}

unsigned answer_map_get(const struct answer_map *map, uint32_t column)
{
	const uint64_t *word =
		map->bits + (size_t)(column / BITS) * map->planes;
	unsigned answer = 0;

	if (column / BITS >= map->words)
		return 0;
	for (uint32_t i = 0; i < map->planes; i++)
		answer |= (unsigned)(word[i] >> column % BITS & 1) << i;
	return answer;
}

/* Make sure that `map` can hold `answer` in each of `words`. */
static struct answer_map *fitting(struct answer_map *map, uint32_t words,
                                  unsigned answer)
{
	uint32_t planes = map->planes;
	struct answer_map *fit;

	while (answer >> planes != 0)
		planes++;
	if (planes == map->planes && words <= map->words)
		return map;
	fit = resized(map, larger(words, map->words), planes);
	if (fit != NULL) {
		fit->refs = map->refs;
		free(map);
	}
	return fit;
}

static void set_word(struct answer_map *map, uint32_t index, uint64_t mask,
                     unsigned answer)
{
	uint64_t *word = map->bits + (size_t)index * map->planes;

	for (uint32_t i = 0; i < map->planes; i++)
		word[i] = answer >> i & 1 ? word[i] | mask : word[i] & ~mask;
}

struct answer_map *answer_map_set(struct answer_map *map, uint32_t column,
                                  unsigned answer)
{
	map = fitting(map, column / BITS + 1, answer);
	if (map != NULL)
		set_word(map, column / BITS, UINT64_C(1) << column % BITS,
		         answer);
	return map;
}

struct answer_map *answer_map_set_all(struct answer_map *map,
                                      const uint64_t *mask, uint32_t words,
                                      unsigned answer)
{
	map = fitting(map, words, answer);
	if (map != NULL)
		for (uint32_t i = 0; i < words; i++)
			set_word(map, i, mask[i], answer);
	return map;
}

void answer_map_trim(struct answer_map *map)
{
	size_t count = (size_t)map->words * map->planes;

	while (count > 0 && map->bits[count - 1] == 0)
		count--;
	map->words = (uint32_t)((count + map->planes - 1) / map->planes);
}

size_t answer_map_size(const struct answer_map *map)
{
	return bytes_for(map->words, map->planes);
}

uint64_t answer_map_hash(const struct answer_map *map,
                         const struct siphash_key *key)
{
	return siphash(key, map->bits, (size_t)map->words * map->planes);
}

bool answer_map_equal(const struct answer_map *a, const struct answer_map *b)
{
	return a->words == b->words && a->planes == b->planes &&
	       memcmp(a->bits, b->bits,
	              (size_t)a->words * a->planes * sizeof(uint64_t)) == 0;
}
