// SPDX-License-Identifier: Apache-2.0
#include "targets/target_set.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct target_range range_of(const char *first, const char *last)
{
	struct target_range range;

	cr_assert(address_parse(first, &range.first), "%s", first);
	cr_assert(address_parse(last, &range.last), "%s", last);
	return range;
}

static void add(struct target_set *set, const char *first, const char *last)
{
	struct target_range range = range_of(first, last);

	cr_assert(eq(int, target_set_add(set, &range.first, &range.last),
	             TARGET_SET_OK));
}

/* A sealed set's ranges as "first-last first-last". */
static void expect_ranges(const struct target_set *set, const char *expected)
{
	char seen[1024] = "";

	for (size_t i = 0; i < set->range_count; i++) {
		char first[ADDRESS_TEXT_MAX], last[ADDRESS_TEXT_MAX];
		size_t len = strlen(seen);

		snprintf(seen + len, sizeof(seen) - len, "%s%s-%s",
		         i > 0 ? " " : "",
		         address_format(&set->ranges[i].first, first),
		         address_format(&set->ranges[i].last, last));
	}
	cr_expect(eq(str, seen, (char *)expected));
}

/* Up to six ranges a row: pairs of first and last. */
struct row {
	const char *what;
	const char *added[12];
	const char *excluded[12];
	uint64_t count;
	const char *ranges;
};

#define ALL_IPV6 "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"

static const struct row sealed[] = {
	{ "empty", { 0 }, { 0 }, 0, "" },
	{ "a /8 is one range",
	  { "10.0.0.0", "10.255.255.255" },
	  { 0 },
	  1 << 24,
	  "10.0.0.0-10.255.255.255" },
	{ "duplicates count once",
	  { "10.0.0.1", "10.0.0.1", "10.0.0.1", "10.0.0.1" },
	  { 0 },
	  1,
	  "10.0.0.1-10.0.0.1" },
	{ "out of order, touching",
	  { "10.0.1.0", "10.0.1.255", "10.0.0.0", "10.0.0.255" },
	  { 0 },
	  512,
	  "10.0.0.0-10.0.1.255" },
	{ "one inside another, a third overlapping",
	  { "10.0.0.0", "10.0.0.99", "10.0.0.10", "10.0.0.20", "10.0.0.90",
	    "10.0.0.120" },
	  { 0 },
	  121,
	  "10.0.0.0-10.0.0.120" },
	{ "a gap of one stays",
	  { "10.0.0.0", "10.0.0.1", "10.0.0.3", "10.0.0.4" },
	  { 0 },
	  4,
	  "10.0.0.0-10.0.0.1 10.0.0.3-10.0.0.4" },
	{ "the end of IPv4 does not touch the start of IPv6",
	  { "::", "::1", "255.255.255.254", "255.255.255.255" },
	  { 0 },
	  4,
	  "255.255.255.254-255.255.255.255 ::-::1" },
	{ "the last IPv6 address",
	  { "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe",
	    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
	    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
	    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
	  { 0 },
	  2,
	  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe-"
	  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
	{ "across the middle of an IPv6 address",
	  { "2001:db8::ffff:ffff:ffff:fffe", "2001:db8:0:1::1" },
	  { 0 },
	  4,
	  "2001:db8::ffff:ffff:ffff:fffe-2001:db8:0:1::1" },
	{ "a hole splits",
	  { "10.0.0.0", "10.0.0.255" },
	  { "10.0.0.10", "10.0.0.19" },
	  246,
	  "10.0.0.0-10.0.0.9 10.0.0.20-10.0.0.255" },
	{ "holes at both ends",
	  { "10.0.0.0", "10.0.0.255" },
	  { "10.0.0.255", "10.0.1.7", "9.0.0.0", "10.0.0.0" },
	  254,
	  "10.0.0.1-10.0.0.254" },
	{ "one hole over two ranges",
	  { "10.0.0.0", "10.0.0.9", "10.0.0.20", "10.0.0.29" },
	  { "10.0.0.5", "10.0.0.24" },
	  10,
	  "10.0.0.0-10.0.0.4 10.0.0.25-10.0.0.29" },
	{ "overlapping holes out of order",
	  { "10.0.0.0", "10.0.0.9" },
	  { "10.0.0.6", "10.0.0.7", "10.0.0.2", "10.0.0.6" },
	  4,
	  "10.0.0.0-10.0.0.1 10.0.0.8-10.0.0.9" },
	{ "a hole that fits exactly",
	  { "10.0.0.0", "10.0.0.9", "10.0.0.11", "10.0.0.12" },
	  { "10.0.0.0", "10.0.0.9" },
	  2,
	  "10.0.0.11-10.0.0.12" },
	{ "nothing left", { "::", "::ff" }, { ALL_IPV6 }, 0, "" },
	{ "IPv6 holes leave IPv4 alone",
	  { "10.0.0.0", "10.0.0.9", "::", "::ff" },
	  { ALL_IPV6 },
	  10,
	  "10.0.0.0-10.0.0.9" },
	{ "too much to scan, but excluded down to size",
	  { ALL_IPV6 },
	  { "::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe" },
	  2,
	  "::-:: ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff-"
	  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
	{ "the most that is taken",
	  { "2001:db8::", "2001:db8::ff:ffff:ffff" },
	  { 0 },
	  UINT64_C(1) << 40,
	  "2001:db8::-2001:db8::ff:ffff:ffff" },
};

static void fill(struct target_set *set, const char *const ends[12])
{
	target_set_init(set);
	for (size_t i = 0; i < 12 && ends[i] != NULL; i += 2)
		add(set, ends[i], ends[i + 1]);
}

Test(target_set, seals_to_sorted_disjoint_ranges)
{
	for (size_t i = 0; i < COUNT(sealed); i++) {
		struct target_set set, excluded;

		fill(&set, sealed[i].added);
		fill(&excluded, sealed[i].excluded);
		cr_assert(eq(int, target_set_seal(&set, &excluded),
		             TARGET_SET_OK),
		          "%s", sealed[i].what);
		cr_expect(eq(u64, set.count, sealed[i].count), "%s",
		          sealed[i].what);
		expect_ranges(&set, sealed[i].ranges);
		target_set_release(&set);
		target_set_release(&excluded);
	}
}

Test(target_set, refuses_more_addresses_than_it_can_count)
{
	static const char *const rows[][12] = {
		{ ALL_IPV6 },
		{ "2001:db8::", "2001:db8::100:0:0" },
		{ "2001:db8::", "2001:db8:0:0:ffff:ffff:ffff:ffff" },
		{ "::ffff:ffff:ffff:ffff", "0:0:0:1:ffff:ffff:ffff:ffff" },
		{ "2001:db8::", "2001:db8::ff:ffff:ffff", "10.0.0.1",
		  "10.0.0.1" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct target_set set;

		fill(&set, rows[i]);
		cr_expect(eq(int, target_set_seal(&set, NULL),
		             TARGET_SET_TOO_LARGE),
		          "row %zu", i);
		target_set_release(&set);
	}
}

Test(target_set, can_be_sealed_again_to_take_out_more)
{
	struct target_set set, first, second;

	fill(&set, (const char *const[12]){ "10.0.0.0", "10.0.0.9" });
	fill(&first, (const char *const[12]){ "10.0.0.0", "10.0.0.3" });
	fill(&second, (const char *const[12]){ "10.0.0.5", "10.0.0.5" });
	cr_assert(eq(int, target_set_seal(&set, &first), TARGET_SET_OK));
	cr_assert(eq(int, target_set_seal(&set, &second), TARGET_SET_OK));
	expect_ranges(&set, "10.0.0.4-10.0.0.4 10.0.0.6-10.0.0.9");
	add(&set, "10.0.0.5", "10.0.0.5");
	cr_assert(eq(int, target_set_seal(&set, NULL), TARGET_SET_OK));
	expect_ranges(&set, "10.0.0.4-10.0.0.9");
	target_set_release(&set);
	target_set_release(&first);
	target_set_release(&second);
}

Test(target_set, counts_what_lies_within_a_range)
{
	static const struct {
		const char *first, *last;
		uint64_t count;
	} rows[] = {
		{ "0.0.0.0", "255.255.255.255", 20 },
		{ "10.0.0.5", "10.0.0.5", 1 },
		{ "10.0.0.8", "10.0.0.21", 4 },
		{ "10.0.0.10", "10.0.0.19", 0 },
		{ "10.0.0.30", "10.0.0.40", 0 },
		{ "0.0.0.0", "9.255.255.255", 0 },
		{ ALL_IPV6, 256 },
		{ "::f0", "::ffff", 16 },
	};
	struct target_set set;

	fill(&set, (const char *const[12]){ "10.0.0.0", "10.0.0.9", "10.0.0.20",
	                                    "10.0.0.29", "::", "::ff" });
	cr_assert(eq(int, target_set_seal(&set, NULL), TARGET_SET_OK));
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct target_range range =
			range_of(rows[i].first, rows[i].last);

		cr_expect(eq(u64, target_set_count_within(&set, &range),
		             rows[i].count),
		          "%s-%s", rows[i].first, rows[i].last);
	}
	target_set_release(&set);
}

/* A small world, so that it can be checked address by address: the last 256
 * of IPv4 and the first 256 of IPv6. */
enum { WORLD = 512 };

static struct address world_address(unsigned place)
{
	return place < 256 ? (struct address){ 0, 0xffffff00u + place, 4 }
	                   : (struct address){ 0, place - 256, 6 };
}

/* Add some runs of the world to the set, and mark them. */
static void scatter(struct target_set *set, bool marked[WORLD],
                    unsigned *random)
{
	memset(marked, 0, WORLD * sizeof(*marked));
	target_set_init(set);
	for (int runs = rand_r(random) % 8; runs > 0; runs--) {
		unsigned start = (unsigned)rand_r(random) % WORLD;
		unsigned end = start + (unsigned)rand_r(random) % 64;
		unsigned edge = start < 256 ? 255 : WORLD - 1;
		struct address first = world_address(start);
		struct address last = world_address(end < edge ? end : edge);

		target_set_add(set, &first, &last);
		for (unsigned i = start; i <= end && i <= edge; i++)
			marked[i] = true;
	}
}

Test(target_set, agrees_with_a_list_of_every_address)
{
	unsigned random = 2076;

	for (int round = 0; round < 500; round++) {
		bool added[WORLD], excluded[WORLD];
		struct target_set set, holes;
		uint64_t index = 0;

		scatter(&set, added, &random);
		scatter(&holes, excluded, &random);
		cr_assert(
			eq(int, target_set_seal(&set, &holes), TARGET_SET_OK));
		for (unsigned i = 0; i < WORLD; i++) {
			struct address expected = world_address(i);
			bool member = added[i] && !excluded[i];
			uint64_t found = UINT64_MAX;

			cr_assert(eq(int, target_set_has(&set, &expected),
			             member),
			          "round %d place %u", round, i);
			cr_assert(eq(int,
			             target_set_find(&set, &expected, &found),
			             member));
			cr_assert(eq(u64, found, member ? index : UINT64_MAX),
			          "round %d place %u", round, i);
			if (!member)
				continue;
			cr_assert(lt(u64, index, set.count), "round %d", round);

			struct address got = target_set_at(&set, index++);

			cr_assert(address_equal(&got, &expected),
			          "round %d place %u", round, i);
		}
		cr_assert(eq(u64, set.count, index), "round %d", round);
		target_set_release(&set);
		target_set_release(&holes);
	}
}

Test(target_set, formats_its_ranges_in_order)
{
	struct target_set set;
	struct text text;

	text_init(&text);
	target_set_init(&set);
	cr_assert(eq(int, target_set_seal(&set, NULL), TARGET_SET_OK));
	target_set_format(&set, &text);
	cr_expect(eq(str, text.data, ""));
	add(&set, "2001:db8::1", "2001:db8::ff");
	add(&set, "10.0.0.5", "10.0.0.9");
	add(&set, "10.0.0.1", "10.0.0.1");
	cr_assert(eq(int, target_set_seal(&set, NULL), TARGET_SET_OK));
	target_set_format(&set, &text);
	cr_expect(eq(str, text.data,
	             "10.0.0.1,10.0.0.5-10.0.0.9,2001:db8::1-2001:db8::ff"));
	text_release(&text);
	target_set_release(&set);
}
