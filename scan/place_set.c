// SPDX-License-Identifier: Apache-2.0
#include "scan/place_set.h"

#include <stdlib.h>

enum { BITS = 64 };

static uint32_t words_of(uint32_t size)
{
	return (size + BITS - 1) / BITS;
}

bool place_set_add(struct place_set *set, uint32_t place, uint32_t size)
{
	uint64_t bit = UINT64_C(1) << place % BITS;

	if (set->words == NULL)
		set->words = calloc(words_of(size), sizeof(set->words[0]));
	if (set->words == NULL)
		return false;
	if ((set->words[place / BITS] & bit) == 0)
		set->count++;
	set->words[place / BITS] |= bit;
	return true;
}

uint32_t place_set_pop(struct place_set *set, uint32_t size)
{
	uint32_t word = set->next;
	uint32_t bit = 0;

	while (set->words[word] == 0)
		word = (word + 1) % words_of(size);
	while ((set->words[word] >> bit & 1) == 0)
		bit++;
	set->words[word] &= ~(UINT64_C(1) << bit);
	set->next = word;
	if (--set->count == 0)
		place_set_release(set);
	return word * BITS + bit;
}

bool place_set_find(const struct place_set *set, uint32_t from, uint32_t size,
                    uint32_t *place)
{
	if (set->count == 0)
		return false;
	for (*place = from; *place < size; ++*place)
		if (set->words[*place / BITS] >> *place % BITS & 1)
			return true;
	return false;
}

void place_set_release(struct place_set *set)
{
	free(set->words);
	*set = (struct place_set){ 0 };
}
