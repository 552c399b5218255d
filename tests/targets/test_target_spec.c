// SPDX-License-Identifier: Apache-2.0
#include "targets/target_spec.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

/* What each item comes to once sealed: "first-last first-last". */
static const struct {
	const char *item;
	uint64_t count;
	const char *ranges;
} accepted[] = {
	{ "192.0.2.7", 1, "192.0.2.7-192.0.2.7" },
	{ "0.0.0.0", 1, "0.0.0.0-0.0.0.0" },
	{ "255.255.255.255", 1, "255.255.255.255-255.255.255.255" },
	{ "10.0.0.0/24", 256, "10.0.0.0-10.0.0.255" },
	{ "10.0.0.77/24", 256, "10.0.0.0-10.0.0.255" },
	{ "10.0.0.77/32", 1, "10.0.0.77-10.0.0.77" },
	{ "10.0.0.77/31", 2, "10.0.0.76-10.0.0.77" },
	{ "10.1.2.3/8", 1 << 24, "10.0.0.0-10.255.255.255" },
	{ "10.1.2.3/0", UINT64_C(1) << 32, "0.0.0.0-255.255.255.255" },
	{ "10.0.0.5-20", 16, "10.0.0.5-10.0.0.20" },
	{ "10.0.0.5-5", 1, "10.0.0.5-10.0.0.5" },
	{ "10.0.0.5-10.0.1.9", 261, "10.0.0.5-10.0.1.9" },
	{ "10.0.0.5-10.0.0.5", 1, "10.0.0.5-10.0.0.5" },
	{ "10.0.0-1.250-255", 12,
	  "10.0.0.250-10.0.0.255 "
	  "10.0.1.250-10.0.1.255" },
	{ "10.0.0-3.1-254", 1016,
	  "10.0.0.1-10.0.0.254 10.0.1.1-10.0.1.254 "
	  "10.0.2.1-10.0.2.254 10.0.3.1-10.0.3.254" },
	{ "10.0.4-7.0-255", 1024, "10.0.4.0-10.0.7.255" },
	{ "10-11.0-255.0-255.0-255", 1 << 25, "10.0.0.0-11.255.255.255" },
	{ "0-255.0-255.0-255.0-255", UINT64_C(1) << 32,
	  "0.0.0.0-255.255.255.255" },
	{ "1-2.3.4-5.6", 4,
	  "1.3.4.6-1.3.4.6 1.3.5.6-1.3.5.6 "
	  "2.3.4.6-2.3.4.6 2.3.5.6-2.3.5.6" },
	{ "2001:db8::1", 1, "2001:db8::1-2001:db8::1" },
	{ "[2001:db8::1]", 1, "2001:db8::1-2001:db8::1" },
	{ "2001:db8::/120", 256, "2001:db8::-2001:db8::ff" },
	{ "[2001:db8::]/120", 256, "2001:db8::-2001:db8::ff" },
	{ "2001:db8::77/128", 1, "2001:db8::77-2001:db8::77" },
	{ "2001:db8::1-2001:db8::ff", 255, "2001:db8::1-2001:db8::ff" },
	{ "[2001:db8::1]-[2001:db8::ff]", 255, "2001:db8::1-2001:db8::ff" },
	{ "2001:db8::ffff:ffff:ffff:ffff-2001:db8:0:1::", 2,
	  "2001:db8::ffff:ffff:ffff:ffff-2001:db8:0:1::" },
	{ "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/127", 2,
	  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe-"
	  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
};

static void describe(const struct target_set *set, char *text, size_t size)
{
	text[0] = '\0';
	for (size_t i = 0; i < set->range_count; i++) {
		char first[ADDRESS_TEXT_MAX], last[ADDRESS_TEXT_MAX];
		size_t len = strlen(text);

		snprintf(text + len, size - len, "%s%s-%s", i > 0 ? " " : "",
		         address_format(&set->ranges[i].first, first),
		         address_format(&set->ranges[i].last, last));
	}
}

Test(target_spec, accepts_every_way_to_write_addresses)
{
	for (size_t i = 0; i < COUNT(accepted); i++) {
		const char *item = accepted[i].item;
		struct target_set set;
		bool is_name = true;
		size_t error_at;
		char ranges[512];

		target_set_init(&set);
		cr_expect(eq(int,
		             target_spec_parse(item, &set, &is_name, &error_at),
		             TARGET_SPEC_OK),
		          "%s", item);
		cr_expect(not(is_name), "%s", item);
		cr_assert(eq(int, target_set_seal(&set, NULL), TARGET_SET_OK),
		          "%s", item);
		describe(&set, ranges, sizeof(ranges));
		cr_expect(eq(str, ranges, (char *)accepted[i].ranges), "%s",
		          item);
		cr_expect(eq(u64, set.count, accepted[i].count), "%s", item);
		target_set_release(&set);
	}
}

/* Too many addresses to seal, but fine to exclude. */
Test(target_spec, whole_networks_are_one_range_before_any_merging)
{
	static const struct {
		const char *item, *first, *last;
	} rows[] = {
		{ "10.0.0.0/8", "10.0.0.0", "10.255.255.255" },
		{ "10.0-255.0-255.0-255", "10.0.0.0", "10.255.255.255" },
		{ "::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
		{ "2001:db8:1:2:3::/33",
		  "2001:db8::", "2001:db8:7fff:ffff:ffff:ffff:ffff:ffff" },
		{ "2001:db8:1:2:3::/64",
		  "2001:db8:1:2::", "2001:db8:1:2:ffff:ffff:ffff:ffff" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[ADDRESS_TEXT_MAX];
		struct target_set set;
		bool is_name;
		size_t error_at;

		target_set_init(&set);
		target_spec_parse(rows[i].item, &set, &is_name, &error_at);
		cr_assert(eq(sz, set.range_count, 1), "%s", rows[i].item);
		address_format(&set.ranges[0].first, text);
		cr_expect(eq(str, text, (char *)rows[i].first));
		address_format(&set.ranges[0].last, text);
		cr_expect(eq(str, text, (char *)rows[i].last));
		target_set_release(&set);
	}
}

Test(target_spec, names_are_left_to_the_resolver)
{
	static const char *const rows[] = { "localhost",  "www.example.com",
		                            "3com.com",   "a-b.example.",
		                            "10.0.0.5-x", "dead" };

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct target_set set;
		bool is_name = false;
		size_t error_at;

		target_set_init(&set);
		cr_expect(eq(int,
		             target_spec_parse(rows[i], &set, &is_name,
		                               &error_at),
		             TARGET_SPEC_OK),
		          "%s", rows[i]);
		cr_expect(is_name, "%s", rows[i]);
		cr_expect(eq(sz, set.range_count, 0), "%s", rows[i]);
		target_set_release(&set);
	}
}

static const struct {
	const char *item;
	enum target_spec_error error;
	size_t error_at;
} rejected[] = {
	{ "", TARGET_SPEC_EMPTY, 0 },
	{ "1.2.3", TARGET_SPEC_NOT_IPV4, 5 },
	{ "1.2.3.4.5", TARGET_SPEC_NOT_IPV4, 7 },
	{ "1.2.3.", TARGET_SPEC_NOT_IPV4, 6 },
	{ "1..2.3", TARGET_SPEC_NOT_IPV4, 2 },
	{ "2076", TARGET_SPEC_NUMBER, 0 },
	{ "10", TARGET_SPEC_NUMBER, 0 },
	{ "-", TARGET_SPEC_NOT_IPV4, 0 },
	{ ".", TARGET_SPEC_NOT_IPV4, 0 },
	{ "10.0.0.300", TARGET_SPEC_OVER_255, 7 },
	{ "10.0.0.256", TARGET_SPEC_OVER_255, 7 },
	{ "10.0.0.99999999999999999999", TARGET_SPEC_OVER_255, 7 },
	{ "010.0.0.1", TARGET_SPEC_LEADING_ZERO, 0 },
	{ "10.0.0.00", TARGET_SPEC_LEADING_ZERO, 7 },
	{ "10.0.0.1-010", TARGET_SPEC_LEADING_ZERO, 9 },
	{ "10.0.0.1-", TARGET_SPEC_NOT_IPV4, 9 },
	{ "10.0.0.-5", TARGET_SPEC_NOT_IPV4, 7 },
	{ "10.0.0.9-5", TARGET_SPEC_BACKWARDS, 7 },
	{ "10.0.3-0.1", TARGET_SPEC_BACKWARDS, 5 },
	{ "10.0.0.1-2-3", TARGET_SPEC_NOT_IPV4, 10 },
	{ "10.0.1.9-10.0.0.5", TARGET_SPEC_BACKWARDS, 9 },
	{ "10.0.1.9-10.0.5", TARGET_SPEC_NOT_IPV4, 15 },
	{ "10.0.1.9-10.0.5.300", TARGET_SPEC_OVER_255, 16 },
	{ "10.0.1.9-10.0.5.1-7", TARGET_SPEC_NOT_IPV4, 17 },
	{ "10.0.0.0/33", TARGET_SPEC_PREFIX_OVER_32, 9 },
	{ "10.0.0.0/99999999999", TARGET_SPEC_PREFIX_OVER_32, 9 },
	{ "10.0.0.0/", TARGET_SPEC_PREFIX, 9 },
	{ "10.0.0.0/x", TARGET_SPEC_PREFIX, 9 },
	{ "10.0.0.0/-1", TARGET_SPEC_PREFIX, 9 },
	{ "10.0.0.0/24/24", TARGET_SPEC_PREFIX, 9 },
	{ "10.0.0.0/255.255.255.0", TARGET_SPEC_PREFIX, 9 },
	{ "10.0.0-3.0/24", TARGET_SPEC_NOT_IPV4, 6 },
	{ "10.0.0/24", TARGET_SPEC_NOT_IPV4, 6 },
	{ "/24", TARGET_SPEC_NOT_IPV4, 0 },
	{ "example.com/24", TARGET_SPEC_NOT_IPV4, 0 },
	{ "0-255.0-255.0-255.1-254", TARGET_SPEC_SCATTERED, 0 },
	{ "0-16.0-255.0-255.1", TARGET_SPEC_SCATTERED, 0 },
	{ "2001:db8::/129", TARGET_SPEC_PREFIX_OVER_128, 11 },
	{ "2001:db8::/", TARGET_SPEC_PREFIX, 11 },
	{ "1::2::3", TARGET_SPEC_NOT_IPV6, 0 },
	{ "2001:db8", TARGET_SPEC_WITH_PORT, 0 },
	{ "10.0.0.1:80", TARGET_SPEC_WITH_PORT, 0 },
	{ "example.com:80", TARGET_SPEC_WITH_PORT, 0 },
	{ "http://10.0.0.1/", TARGET_SPEC_URL, 0 },
	{ "[2001:db8::1]:80", TARGET_SPEC_WITH_PORT, 0 },
	{ "[2001:db8::1", TARGET_SPEC_NOT_IPV6, 0 },
	{ "2001:db8::1]", TARGET_SPEC_NOT_IPV6, 0 },
	{ "[]", TARGET_SPEC_NOT_IPV6, 0 },
	{ "[10.0.0.1]", TARGET_SPEC_NOT_IPV6, 0 },
	{ "[2001:db8::/120]", TARGET_SPEC_NOT_IPV6, 0 },
	{ "2001:db8::1-ff", TARGET_SPEC_NOT_IPV4, 12 },
	{ "2001:db8::1-2001:db8::2-3", TARGET_SPEC_NOT_IPV6, 23 },
	{ "2001:db8::ff-2001:db8::1", TARGET_SPEC_BACKWARDS, 13 },
	{ "10.0.0.1-2001:db8::1", TARGET_SPEC_MIXED, 9 },
	{ "2001:db8::1-10.0.0.1", TARGET_SPEC_MIXED, 12 },
	{ "fe80::1%eth0", TARGET_SPEC_ZONE, 7 },
	{ "[fe80::1%1]/64", TARGET_SPEC_ZONE, 8 },
	{ "::ffff:192.0.2.7", TARGET_SPEC_MAPPED, 0 },
	{ "::ffff:0:0/96", TARGET_SPEC_MAPPED, 0 },
	{ "foo bar", TARGET_SPEC_NOT_A_NAME, 3 },
	{ "-x", TARGET_SPEC_NOT_A_NAME, 0 },
	{ "--rate", TARGET_SPEC_NOT_A_NAME, 0 },
	{ "a..b", TARGET_SPEC_NOT_A_NAME, 2 },
	{ "10.0.0.1,10.0.0.2", TARGET_SPEC_NOT_A_NAME, 8 },
	{ "0x7f.0.0.1", TARGET_SPEC_NOT_A_NAME, 9 },
	{ "0x7f000001", TARGET_SPEC_NOT_A_NAME, 0 },
	{ "user@example.com", TARGET_SPEC_NOT_A_NAME, 4 },
	{ "b\xc3\xbc.example", TARGET_SPEC_NOT_A_NAME, 1 },
};

Test(target_spec, rejects_and_points_at_the_piece)
{
	for (size_t i = 0; i < COUNT(rejected); i++) {
		const char *item = rejected[i].item;
		struct address other = { 0, 1, 4 };
		struct target_set set;
		bool is_name = false;
		size_t error_at = 999;

		target_set_init(&set);
		target_set_add(&set, &other, &other);
		cr_expect(eq(int,
		             target_spec_parse(item, &set, &is_name, &error_at),
		             rejected[i].error),
		          "%s", item);
		cr_expect(eq(sz, error_at, rejected[i].error_at), "%s", item);
		cr_expect(not(is_name), "%s", item);
		cr_expect(eq(sz, set.range_count, 1), "%s", item);
		target_set_release(&set);
	}
}

Test(target_spec, error_reads_well_behind_the_item)
{
	cr_expect(eq(str,
	             (char *)target_spec_strerror(TARGET_SPEC_PREFIX_OVER_32),
	             "prefix is longer than 32 bits"));
}
