// SPDX-License-Identifier: Apache-2.0
#include "targets/permutation.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Every place gives another value. */
static void expect_bijection(uint64_t count, uint64_t seed)
{
	bool *seen = calloc(count, sizeof(*seen));
	struct permutation permutation;

	permutation_init(&permutation, count, seed);
	for (uint64_t i = 0; i < count; i++) {
		uint64_t value = permutation_at(&permutation, i);

		cr_assert(lt(u64, value, count));
		cr_assert(not(seen[value]), "count %lu seed %lu", count, seed);
		seen[value] = true;
		cr_assert(eq(u64, permutation_index(&permutation, value), i));
	}
	free(seen);
}

Test(permutation, every_small_count_is_permuted)
{
	for (uint64_t count = 1; count <= 700; count++)
		for (uint64_t seed = 0; seed < 3; seed++)
			expect_bijection(count, seed);
}

Test(permutation, sizes_around_powers_of_two_are_permuted)
{
	static const uint64_t counts[] = { 1023,  1024,  1025, 4095,
		                           4096,  4097,  6007, 65535,
		                           65536, 65537, 99991 };

	for (size_t i = 0; i < COUNT(counts); i++)
		expect_bijection(counts[i], UINT64_MAX - i);
}

Test(permutation, largest_ranges_stay_inside_and_repeat_nothing)
{
	static const uint64_t counts[] = { PERMUTATION_COUNT_MAX,
		                           PERMUTATION_COUNT_MAX - 1,
		                           (UINT64_C(1) << 59) + 1,
		                           (UINT64_C(1) << 40) * 131072 };
	uint64_t values[1000];

	for (size_t i = 0; i < COUNT(counts); i++) {
		struct permutation permutation;

		permutation_init(&permutation, counts[i], 7);
		for (size_t step = 0; step < COUNT(values); step++) {
			uint64_t index = counts[i] / COUNT(values) * step;

			values[step] = permutation_at(&permutation, index);
			cr_assert(lt(u64, values[step], counts[i]));
			cr_assert(eq(
				u64,
				permutation_index(&permutation, values[step]),
				index));
			for (size_t other = 0; other < step; other++)
				cr_assert(values[other] != values[step]);
		}
	}
}

static uint64_t places_in_common(uint64_t seed_a, uint64_t seed_b)
{
	struct permutation a, b;
	uint64_t common = 0;

	permutation_init(&a, 10000, seed_a);
	permutation_init(&b, 10000, seed_b);
	for (uint64_t i = 0; i < 10000; i++)
		common += permutation_at(&a, i) == permutation_at(&b, i);
	return common;
}

Test(permutation, same_seed_repeats_the_order)
{
	cr_expect(eq(u64, places_in_common(42, 42), 10000));
}

/* Two random orders agree in one place on average. */
Test(permutation, neighbouring_seeds_give_unlike_orders)
{
	for (uint64_t seed = 0; seed < 50; seed++)
		cr_expect(lt(u64, places_in_common(seed, seed + 1), 10),
		          "seed %lu", seed);
}

/* A scan must not walk a network in order: of 9999 neighbouring places, chance
 * lets some two values follow each other. */
Test(permutation, neighbouring_places_hold_unlike_values)
{
	struct permutation permutation;
	uint64_t consecutive = 0;

	permutation_init(&permutation, 10000, 1);
	for (uint64_t i = 1; i < 10000; i++)
		consecutive += permutation_at(&permutation, i) ==
		               permutation_at(&permutation, i - 1) + 1;
	cr_expect(lt(u64, consecutive, 10));
}

/*
 * Over 16000 seeds the first value of 16 falls on each about 1000 times; the
 * bounds are more than eight standard deviations away.
 */
Test(permutation, first_value_is_even_over_the_seeds)
{
	uint64_t times[16] = { 0 };

	for (uint64_t seed = 0; seed < 16000; seed++) {
		struct permutation permutation;

		permutation_init(&permutation, COUNT(times), seed);
		times[permutation_at(&permutation, 0)]++;
	}
	for (size_t i = 0; i < COUNT(times); i++)
		cr_expect(times[i] > 750 && times[i] < 1250, "%zu: %lu", i,
		          times[i]);
}
