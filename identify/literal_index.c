// SPDX-License-Identifier: Apache-2.0
#include "identify/literal_index.h"

#include <stdbool.h>
#include <stdlib.h>

/* A literal, and where in it the three bytes stand that it is filed under. */
struct entry {
	struct bytes literal;
	uint32_t place; /* among the literals */
	uint32_t key_at;
};

/* Entries of a drawer stand together; starts[i] is the first of drawer i. */
struct literal_index {
	struct entry *entries;
	uint32_t *starts;
	unsigned bits; /* there are 1 << bits drawers */
};

static uint32_t drawer_of(const struct literal_index *index, const uint8_t *key)
{
	uint32_t number = (uint32_t)key[0] | (uint32_t)key[1] << 8 |
	                  (uint32_t)key[2] << 16;

	/* Fibonacci hashing: the upper bits depend on all of the number. */
	return (number * 2654435769U) >> (32 - index->bits);
}

static unsigned bits_for(size_t count)
{
	unsigned bits = 8;

	while (bits < 20 && (size_t)1 << bits < 8 * count)
		bits++;
	return bits;
}

static bool is_filed(struct bytes literal)
{
	return literal.len >= LITERAL_INDEX_MIN;
}

/* How many literals could be filed in each drawer. */
static uint32_t *count_keys(const struct literal_index *index,
                            const struct bytes *literals, size_t count)
{
	uint32_t *counts = calloc((size_t)1 << index->bits, sizeof(*counts));

	for (size_t i = 0; counts != NULL && i < count; i++)
		for (size_t at = 0; at + LITERAL_INDEX_MIN <= literals[i].len;
		     at++)
			counts[drawer_of(index, literals[i].data + at)]++;
	return counts;
}

static uint32_t rarest_key(const struct literal_index *index,
                           const uint32_t *counts, struct bytes literal)
{
	uint32_t best = UINT32_MAX, best_at = 0;

	for (uint32_t at = 0; at + LITERAL_INDEX_MIN <= literal.len; at++) {
		uint32_t having = counts[drawer_of(index, literal.data + at)];

		if (having < best) {
			best = having;
			best_at = at;
		}
	}
	return best_at;
}

/* Where each literal has its rarest key; NULL when out of memory. */
static uint32_t *choose_keys(const struct literal_index *index,
                             const struct bytes *literals, size_t count)
{
	uint32_t *keys_at = calloc(count + 1, sizeof(*keys_at));
	uint32_t *counts = count_keys(index, literals, count);

	for (size_t i = 0; keys_at != NULL && counts != NULL && i < count; i++)
		keys_at[i] = rarest_key(index, counts, literals[i]);
	if (counts == NULL) {
		free(keys_at);
		keys_at = NULL;
	}
	free(counts);
	return keys_at;
}

static uint32_t *start_of(struct literal_index *index, struct bytes literal,
                          uint32_t key_at)
{
	return &index->starts[drawer_of(index, literal.data + key_at)];
}

/* Sort by counting: how many go into each drawer, then where each drawer ends,
 * then put them in from its end on. */
static void file(struct literal_index *index, const struct bytes *literals,
                 size_t count, const uint32_t *keys_at)
{
	size_t drawers = (size_t)1 << index->bits;

	for (size_t i = 0; i < count; i++)
		if (is_filed(literals[i]))
			++*start_of(index, literals[i], keys_at[i]);
	for (size_t i = 1; i <= drawers; i++)
		index->starts[i] += index->starts[i - 1];
	for (size_t i = 0; i < count; i++)
		if (is_filed(literals[i])) {
			uint32_t *start =
				start_of(index, literals[i], keys_at[i]);

			index->entries[--*start] = (struct entry){
				literals[i],
				(uint32_t)i,
				keys_at[i],
			};
		}
}

static bool fill(struct literal_index *index, const struct bytes *literals,
                 size_t count)
{
	uint32_t *keys_at;

	index->bits = bits_for(count);
	index->entries = calloc(count + 1, sizeof(*index->entries));
	index->starts =
		calloc(((size_t)1 << index->bits) + 1, sizeof(*index->starts));
	if (index->entries == NULL || index->starts == NULL)
		return false;
	keys_at = choose_keys(index, literals, count);
	if (keys_at == NULL)
		return false;
	file(index, literals, count, keys_at);
	free(keys_at);
	return true;
}

struct literal_index *literal_index_create(const struct bytes *literals,
                                           size_t count)
{
	struct literal_index *index = calloc(1, sizeof(*index));

	if (index != NULL && !fill(index, literals, count)) {
		literal_index_free(index);
		index = NULL;
	}
	return index;
}

void literal_index_free(struct literal_index *index)
{
	if (index == NULL)
		return;
	free(index->entries);
	free(index->starts);
	free(index);
}

static void search_at(const struct literal_index *index, struct bytes bytes,
                      size_t at, uint64_t *found)
{
	uint32_t drawer = drawer_of(index, bytes.data + at);

	for (uint32_t i = index->starts[drawer]; i < index->starts[drawer + 1];
	     i++) {
		const struct entry *entry = &index->entries[i];

		/* Before the start is far past the end, so not there. */
		if (bytes_equal_at(bytes, at - entry->key_at,
		                   entry->literal.data, entry->literal.len))
			found[entry->place / 64] |= (uint64_t)1
			                            << entry->place % 64;
	}
}

void literal_index_search(const struct literal_index *index, struct bytes bytes,
                          uint64_t *found)
{
	for (size_t at = 0; at + LITERAL_INDEX_MIN <= bytes.len; at++)
		search_at(index, bytes, at, found);
}
