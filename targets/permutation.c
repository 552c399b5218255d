// SPDX-License-Identifier: Apache-2.0
#include "targets/permutation.h"

#include <assert.h>

/* Odd, and no pattern in the bits: the golden ratio's and sqrt(2)'s fraction.
 */
static const uint64_t GOLDEN = UINT64_C(0x9e3779b97f4a7c15);
static const uint64_t ROOT_2 = UINT64_C(0x6a09e667f3bcc909);

/* Every bit of `x` reaches every bit of the upper half of the result. */
static uint64_t mix(uint64_t x)
{
	x *= GOLDEN;
	x ^= x >> 32;
	x *= ROOT_2;
	x ^= x >> 29;
	return x * GOLDEN;
}

/* The smallest root whose square is not below `count`. */
static uint64_t root_above(uint64_t count)
{
	uint64_t root = 0;

	for (uint64_t bit = UINT64_C(1) << 29; bit > 0; bit /= 2)
		if ((root + bit) * (root + bit) < count)
			root += bit;
	return root + 1;
}

void permutation_init(struct permutation *permutation, uint64_t count,
                      uint64_t seed)
{
	uint64_t root = root_above(count);

	assert(count >= 1 && count <= PERMUTATION_COUNT_MAX);
	permutation->count = count;
	permutation->low_base = root;
	permutation->high_base = (count + root - 1) / root;
	for (int i = 0; i < PERMUTATION_ROUNDS; i++) {
		seed += GOLDEN;
		permutation->keys[i] = mix(seed ^ seed >> 32);
	}
}

/* What a round adds to a digit: below `base`, and decided by the other digit.
 */
static uint64_t hash(uint64_t key, uint64_t digit, uint64_t base)
{
	return (mix(digit ^ key) >> 32) * base >> 32;
}

static uint64_t add(uint64_t a, uint64_t b, uint64_t base)
{
	return a + b < base ? a + b : a + b - base;
}

static uint64_t subtract(uint64_t a, uint64_t b, uint64_t base)
{
	return a >= b ? a - b : a + base - b;
}

static uint64_t forward(const struct permutation *permutation, uint64_t value)
{
	const uint64_t *keys = permutation->keys;
	uint64_t low_base = permutation->low_base;
	uint64_t high_base = permutation->high_base;
	uint64_t low = value % low_base;
	uint64_t high = value / low_base;

	for (int i = 0; i < PERMUTATION_ROUNDS; i += 2) {
		low = add(low, hash(keys[i], high, low_base), low_base);
		high = add(high, hash(keys[i + 1], low, high_base), high_base);
	}
	return high * low_base + low;
}

uint64_t permutation_at(const struct permutation *permutation, uint64_t index)
{
	uint64_t value = index;

	assert(index < permutation->count);
	do
		value = forward(permutation, value);
	while (value >= permutation->count);
	return value;
}

/* The rounds of forward(), undone from the last to the first. */
static uint64_t backward(const struct permutation *permutation, uint64_t value)
{
	const uint64_t *keys = permutation->keys;
	uint64_t low_base = permutation->low_base;
	uint64_t high_base = permutation->high_base;
	uint64_t low = value % low_base;
	uint64_t high = value / low_base;

	for (int i = PERMUTATION_ROUNDS; i > 0; i -= 2) {
		high = subtract(high, hash(keys[i - 1], low, high_base),
		                high_base);
		low = subtract(low, hash(keys[i - 2], high, low_base),
		               low_base);
	}
	return high * low_base + low;
}

uint64_t permutation_index(const struct permutation *permutation,
                           uint64_t value)
{
	uint64_t index = value;

	assert(value < permutation->count);
	do
		index = backward(permutation, index);
	while (index >= permutation->count);
	return index;
}
