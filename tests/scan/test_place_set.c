// SPDX-License-Identifier: Apache-2.0
#include "scan/place_set.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

Test(place_set, gives_back_what_it_was_given_once)
{
	static const uint32_t sizes[] = { 1, 63, 64, 65, 1000, 131072 };

	for (size_t i = 0; i < COUNT(sizes); i++) {
		static bool seen[131072];
		struct place_set set = { 0 };
		uint32_t size = sizes[i];
		uint32_t count = 0;

		memset(seen, 0, sizeof(seen));
		for (uint32_t place = 0; place < size; place += 3, count++)
			cr_assert(place_set_add(&set, place, size));
		cr_assert(eq(u32, set.count, count));
		while (set.count > 0) {
			uint32_t place = place_set_pop(&set, size);

			cr_assert(lt(u32, place, size));
			cr_assert(eq(u32, place % 3, 0));
			cr_assert(not(seen[place]));
			seen[place] = true;
			count--;
		}
		cr_expect(eq(u32, count, 0));
		cr_expect(eq(ptr, set.words, NULL), "the memory stays");
	}
}

Test(place_set, counts_a_place_once)
{
	struct place_set set = { 0 };

	cr_assert(place_set_add(&set, 7, 10));
	cr_assert(place_set_add(&set, 7, 10));
	cr_expect(eq(u32, set.count, 1));
	place_set_release(&set);
	cr_expect(eq(u32, set.count, 0));
}

Test(place_set, takes_more_while_it_is_emptied)
{
	struct place_set set = { 0 };
	uint32_t sum = 0;

	for (uint32_t i = 0; i < 100; i++) {
		cr_assert(place_set_add(&set, i, 200));
		cr_assert(place_set_add(&set, 199 - i, 200));
		sum += place_set_pop(&set, 200);
	}
	while (set.count > 0)
		sum += place_set_pop(&set, 200);
	cr_expect(eq(u32, sum, 199 * 200 / 2));
}

Test(place_set, finds_every_place_in_order)
{
	static const uint32_t places[] = { 0, 5, 63, 64, 190, 199 };
	struct place_set set = { 0 };
	uint32_t from = 0, place;
	size_t found = 0;

	cr_expect(not(place_set_find(&set, 0, 200, &place)));
	for (size_t i = 0; i < 6; i++)
		cr_assert(place_set_add(&set, places[i], 200));
	for (; place_set_find(&set, from, 200, &place); from = place + 1)
		cr_assert(eq(u32, place, places[found++]));
	cr_expect(eq(sz, found, 6));
	place_set_release(&set);
}
