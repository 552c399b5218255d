// SPDX-License-Identifier: Apache-2.0
#include "targets/target_set.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static void unseal(struct target_set *set)
{
	free(set->starts);
	set->starts = NULL;
	set->count = 0;
}

void target_set_init(struct target_set *set)
{
	*set = (struct target_set){ 0 };
}

void target_set_release(struct target_set *set)
{
	free(set->ranges);
	free(set->starts);
	target_set_init(set);
}

static bool grow(struct target_set *set)
{
	size_t capacity = set->range_capacity > 0 ? set->range_capacity * 2 : 8;
	struct target_range *ranges;

	if (capacity > SIZE_MAX / sizeof(*ranges))
		return false;
	ranges = realloc(set->ranges, capacity * sizeof(*ranges));
	if (ranges == NULL)
		return false;
	set->ranges = ranges;
	set->range_capacity = capacity;
	return true;
}

enum target_set_error target_set_add(struct target_set *set,
                                     const struct address *first,
                                     const struct address *last)
{
	assert(first->version == last->version);
	assert(address_compare(first, last) <= 0);
	if (set->range_count == set->range_capacity && !grow(set))
		return TARGET_SET_NO_MEMORY;
	unseal(set);
	set->ranges[set->range_count++] =
		(struct target_range){ .first = *first, .last = *last };
	return TARGET_SET_OK;
}

static int compare_ranges(const void *a, const void *b)
{
	return address_compare(&((const struct target_range *)a)->first,
	                       &((const struct target_range *)b)->first);
}

/* `next`, which does not start before `range`, overlaps or continues it. */
static bool joins(const struct target_range *range,
                  const struct target_range *next)
{
	/* Past the very last address this wraps to the first one, which no
	 * range can start at and still come after another. */
	struct address follower = address_add(&range->last, 1);

	return address_compare(&next->first, &range->last) <= 0 ||
	       address_equal(&next->first, &follower);
}

/* Sort and merge in place; return how many ranges are left. */
static size_t normalise(struct target_range *ranges, size_t count)
{
	size_t kept = 0;

	if (count == 0)
		return 0;
	qsort(ranges, count, sizeof(*ranges), compare_ranges);
	for (size_t i = 1; i < count; i++) {
		if (!joins(&ranges[kept], &ranges[i]))
			ranges[++kept] = ranges[i];
		else if (address_compare(&ranges[i].last, &ranges[kept].last) >
		         0)
			ranges[kept].last = ranges[i].last;
	}
	return kept + 1;
}

/*
 * Write to `kept` what is left of `ranges` without `holes`, both normalised;
 * return how many ranges that is: at most one more for every hole.
 */
static size_t subtract(const struct target_range *ranges, size_t range_count,
                       const struct target_range *holes, size_t hole_count,
                       struct target_range *kept)
{
	const struct target_range *hole = holes;
	const struct target_range *holes_end = holes + hole_count;
	size_t count = 0;

	for (size_t i = 0; i < range_count; i++) {
		struct target_range rest = ranges[i];
		bool swallowed = false;

		while (hole < holes_end &&
		       address_compare(&hole->last, &rest.first) < 0)
			hole++;
		for (; hole < holes_end &&
		       address_compare(&hole->first, &rest.last) <= 0;
		     hole++) {
			if (address_compare(&hole->first, &rest.first) > 0)
				kept[count++] = (struct target_range){
					rest.first,
					address_previous(&hole->first)
				};
			swallowed =
				address_compare(&hole->last, &rest.last) >= 0;
			if (swallowed)
				break; /* it may reach into the next one too */
			rest.first = address_add(&hole->last, 1);
		}
		if (!swallowed)
			kept[count++] = rest;
	}
	return count;
}

static enum target_set_error exclude(struct target_set *set,
                                     const struct target_set *excluded)
{
	size_t capacity = set->range_count + excluded->range_count;
	struct target_range *holes;
	struct target_range *kept;
	size_t hole_count;

	if (set->range_count == 0 || excluded->range_count == 0)
		return TARGET_SET_OK;
	holes = calloc(excluded->range_count, sizeof(*holes));
	if (holes == NULL)
		return TARGET_SET_NO_MEMORY;
	kept = calloc(capacity, sizeof(*kept));
	if (kept == NULL) {
		free(holes);
		return TARGET_SET_NO_MEMORY;
	}
	memcpy(holes, excluded->ranges, excluded->range_count * sizeof(*holes));
	hole_count = normalise(holes, excluded->range_count);
	set->range_count = subtract(set->ranges, set->range_count, holes,
	                            hole_count, kept);
	set->range_capacity = capacity;
	free(set->ranges);
	set->ranges = kept;
	free(holes);
	return TARGET_SET_OK;
}

/* The addresses in the range; anything over the limit for "too many". */
static uint64_t addresses_in(const struct target_range *range)
{
	uint64_t beyond_first = range->last.lo - range->first.lo;
	uint64_t borrow = range->last.lo < range->first.lo;

	if (range->last.hi - range->first.hi != borrow ||
	    beyond_first >= TARGET_ADDRESSES_MAX)
		return TARGET_ADDRESSES_MAX + 1;
	return beyond_first + 1;
}

static enum target_set_error index_ranges(struct target_set *set)
{
	uint64_t count = 0;

	/* calloc(0) may be NULL, which is not a lack of memory. */
	set->starts = calloc(set->range_count + 1, sizeof(*set->starts));
	if (set->starts == NULL)
		return TARGET_SET_NO_MEMORY;
	for (size_t i = 0; i < set->range_count; i++) {
		set->starts[i] = count;
		count += addresses_in(&set->ranges[i]);
		if (count > TARGET_ADDRESSES_MAX) {
			unseal(set);
			return TARGET_SET_TOO_LARGE;
		}
	}
	set->count = count;
	return TARGET_SET_OK;
}

enum target_set_error target_set_seal(struct target_set *set,
                                      const struct target_set *excluded)
{
	unseal(set);
	set->range_count = normalise(set->ranges, set->range_count);
	if (excluded != NULL && exclude(set, excluded) != TARGET_SET_OK)
		return TARGET_SET_NO_MEMORY;
	return index_ranges(set);
}

struct address target_set_at(const struct target_set *set, uint64_t index)
{
	size_t low = 0;
	size_t high = set->range_count;

	assert(index < set->count);
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (set->starts[middle] <= index)
			low = middle;
		else
			high = middle;
	}
	return address_add(&set->ranges[low].first, index - set->starts[low]);
}

/* How many ranges of the sealed set end before `address`: the index of the
 * first one that could hold it. */
static size_t ranges_before(const struct target_set *set,
                            const struct address *address)
{
	size_t low = 0;
	size_t high = set->range_count;

	assert(set->starts != NULL);
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (address_compare(&set->ranges[middle].last, address) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint64_t target_set_count_within(const struct target_set *set,
                                 const struct target_range *range)
{
	uint64_t count = 0;

	for (size_t i = ranges_before(set, &range->first); i < set->range_count;
	     i++) {
		struct target_range shared = set->ranges[i];

		if (address_compare(&shared.first, &range->last) > 0)
			break;
		if (address_compare(&shared.first, &range->first) < 0)
			shared.first = range->first;
		if (address_compare(&shared.last, &range->last) > 0)
			shared.last = range->last;
		count += addresses_in(&shared);
	}
	return count;
}

bool target_set_has(const struct target_set *set, const struct address *address)
{
	size_t i = ranges_before(set, address);

	return i < set->range_count &&
	       address_compare(&set->ranges[i].first, address) <= 0;
}

bool target_set_find(const struct target_set *set,
                     const struct address *address, uint64_t *index)
{
	size_t i = ranges_before(set, address);

	if (i == set->range_count ||
	    address_compare(&set->ranges[i].first, address) > 0)
		return false;
	/* Less than 2^64 apart, so the low halves tell, also across a carry. */
	*index = set->starts[i] + (address->lo - set->ranges[i].first.lo);
	return true;
}

void target_set_format(const struct target_set *set, struct text *text)
{
	char address[ADDRESS_TEXT_MAX];

	for (size_t i = 0; i < set->range_count; i++) {
		const struct target_range *range = &set->ranges[i];

		if (i > 0)
			text_append_char(text, ',');
		text_append_string(text,
		                   address_format(&range->first, address));
		if (address_equal(&range->first, &range->last))
			continue;
		text_append_char(text, '-');
		text_append_string(text, address_format(&range->last, address));
	}
}
