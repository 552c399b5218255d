// SPDX-License-Identifier: Apache-2.0
#include "scan/host_bits.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

enum { WORD_BITS = 64 };

static size_t word_count(uint64_t size)
{
	return (size_t)((size + WORD_BITS - 1) / WORD_BITS);
}

static uint64_t load(const struct host_bits *bits, uint64_t word)
{
	return atomic_load_explicit(&bits->words[word], memory_order_relaxed);
}

static uint64_t mask_of(uint64_t place)
{
	return UINT64_C(1) << (place % WORD_BITS);
}

bool host_bits_init(struct host_bits *bits, uint64_t size)
{
	/* calloc(0) may be NULL, which is not a lack of memory. */
	_Atomic uint64_t *words =
		calloc(word_count(size) + 1, sizeof(words[0]));

	if (words == NULL)
		return false;
	*bits = (struct host_bits){ .size = size, .words = words };
	return true;
}

void host_bits_release(struct host_bits *bits)
{
	free((void *)bits->words);
	*bits = (struct host_bits){ 0 };
}

void host_bits_set(struct host_bits *bits, uint64_t place)
{
	atomic_fetch_or_explicit(&bits->words[place / WORD_BITS],
	                         mask_of(place), memory_order_relaxed);
}

bool host_bits_has(const struct host_bits *bits, uint64_t place)
{
	return (load(bits, place / WORD_BITS) & mask_of(place)) != 0;
}

uint64_t host_bits_count(const struct host_bits *bits)
{
	uint64_t count = 0;

	for (size_t i = 0; i < word_count(bits->size); i++)
		count += (uint64_t)__builtin_popcountll(load(bits, i));
	return count;
}

void host_bits_invert(struct host_bits *bits)
{
	size_t words = word_count(bits->size);

	for (size_t i = 0; i < words; i++)
		atomic_fetch_xor_explicit(&bits->words[i], UINT64_MAX,
		                          memory_order_relaxed);
	if (bits->size % WORD_BITS != 0) /* beyond the last place: none */
		atomic_fetch_and_explicit(&bits->words[words - 1],
		                          mask_of(bits->size) - 1,
		                          memory_order_relaxed);
}

/* The first place from `from` on that is set, or that is clear, as `flip` (0
 * or all ones) says; `size` when there is none. */
static uint64_t seek(const struct host_bits *bits, uint64_t from, uint64_t flip)
{
	uint64_t ignored = mask_of(from) - 1;

	for (uint64_t word = from / WORD_BITS; word < word_count(bits->size);
	     word++) {
		uint64_t left = (load(bits, word) ^ flip) & ~ignored;

		ignored = 0;
		if (left != 0) {
			uint64_t place = word * WORD_BITS +
			                 (uint64_t)__builtin_ctzll(left);

			return place < bits->size ? place : bits->size;
		}
	}
	return bits->size;
}

bool host_bits_run(const struct host_bits *bits, uint64_t from,
                   struct host_run *run)
{
	uint64_t first = seek(bits, from, 0);

	if (first == bits->size)
		return false;
	run->first = first;
	run->last = seek(bits, first, UINT64_MAX) - 1;
	return true;
}
