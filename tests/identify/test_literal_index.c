// SPDX-License-Identifier: Apache-2.0
#include "identify/literal_index.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

static struct bytes of(const char *text)
{
	return (struct bytes){ (const uint8_t *)text, strlen(text) };
}

static bool found(const struct bytes *literals, size_t count, const char *text,
                  uint64_t *set)
{
	struct literal_index *index = literal_index_create(literals, count);

	if (index == NULL)
		return false;
	literal_index_search(index, of(text), set);
	literal_index_free(index);
	return true;
}

Test(literal_index, finds_all_that_stand_there)
{
	struct bytes literals[] = { of("server"), of("serve"),  of("erv"),
		                    of("sever"),  of("server"), of("xyz"),
		                    of("er"),     of("") };
	uint64_t set = 0;

	cr_assert(found(literals, COUNT(literals), "a server", &set));
	cr_expect(eq(u64, set, 1 << 0 | 1 << 1 | 1 << 2 | 1 << 4));
}

Test(literal_index, finds_at_either_end)
{
	struct bytes literals[] = { of("abcd"), of("wxyz"), of("abcdwxyz") };
	uint64_t set = 0;

	cr_assert(found(literals, COUNT(literals), "abcdwxyz", &set));
	cr_expect(eq(u64, set, 7));
}

Test(literal_index, finds_nothing_in_less_than_a_key)
{
	struct bytes literals[] = { of("abc") };
	uint64_t set = 0;

	cr_assert(found(literals, 1, "ab", &set));
	cr_assert(found(literals, 1, "", &set));
	cr_assert(found(literals, 0, "abc", &set));
	cr_expect(eq(u64, set, 0));
}

Test(literal_index, leaves_other_bits)
{
	struct bytes literals[] = { of("abc"), of("def") };
	uint64_t set = 1 << 5;

	cr_assert(found(literals, COUNT(literals), "def", &set));
	cr_expect(eq(u64, set, 1 << 5 | 1 << 1));
}

static uint32_t draw(uint32_t *state, uint32_t below)
{
	*state = *state * 1664525 + 1013904223;
	return (*state >> 16) % below;
}

enum { LITERALS = 200, LITERAL_MAX = 9, TEXT_MAX = 60 };

static struct bytes draw_bytes(uint32_t *state, uint8_t *out, uint32_t max)
{
	size_t len = draw(state, max + 1);

	for (size_t i = 0; i < len; i++)
		out[i] = (uint8_t)draw(state, 3); /* NUL as well */
	return (struct bytes){ out, len };
}

static bool stands_in(struct bytes literal, struct bytes text)
{
	for (size_t at = 0; at + literal.len <= text.len; at++)
		if (bytes_equal_at(text, at, literal.data, literal.len))
			return true;
	return false;
}

/* Against looking for one after the other. */
Test(literal_index, finds_what_a_search_for_each_finds)
{
	static uint8_t store[LITERALS][LITERAL_MAX];
	struct bytes literals[LITERALS];
	struct literal_index *index;
	uint32_t state = 7;

	for (size_t i = 0; i < LITERALS; i++)
		literals[i] = draw_bytes(&state, store[i], LITERAL_MAX);
	index = literal_index_create(literals, LITERALS);
	cr_assert(index != NULL);
	for (int round = 0; round < 300; round++) {
		uint64_t set[(LITERALS + 63) / 64] = { 0 };
		uint8_t *space = malloc(TEXT_MAX);
		struct bytes text = draw_bytes(&state, space, TEXT_MAX);

		literal_index_search(index, text, set);
		for (size_t i = 0; i < LITERALS; i++) {
			bool is_found = set[i / 64] >> i % 64 & 1;

			cr_assert(is_found ==
			          (literals[i].len >= LITERAL_INDEX_MIN &&
			           stands_in(literals[i], text)));
		}
		free(space);
	}
	literal_index_free(index);
}
