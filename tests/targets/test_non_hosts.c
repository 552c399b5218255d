// SPDX-License-Identifier: Apache-2.0
#include "targets/non_hosts.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static void add(struct target_set *set, const char *first, const char *last)
{
	struct address from, to;

	cr_assert(address_parse(first, &from) && address_parse(last, &to));
	cr_assert(eq(int, target_set_add(set, &from, &to), TARGET_SET_OK));
}

Test(non_hosts, each_kind_is_dropped_and_counted)
{
	static const struct {
		enum non_host_kind kind;
		const char *first, *last;
		uint64_t dropped, kept;
	} rows[] = {
		{ NON_HOST_THIS_NETWORK, "0.255.255.255", "1.0.0.0", 1, 1 },
		{ NON_HOST_IPV4_MULTICAST, "223.255.255.255", "240.0.0.0",
		  1 << 28, 2 },
		{ NON_HOST_LIMITED_BROADCAST, "255.255.255.254",
		  "255.255.255.255", 1, 1 },
		{ NON_HOST_UNSPECIFIED, "::", "::1", 1, 1 },
		{ NON_HOST_IPV6_MULTICAST,
		  "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ff00::1", 2, 1 },
		{ NON_HOST_LINK_LOCAL,
		  "fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fe80::1", 2, 1 },
		{ NON_HOST_LINK_BROADCAST, "10.0.0.0", "10.0.0.255", 1, 255 },
	};
	struct target_set broadcasts;

	target_set_init(&broadcasts);
	add(&broadcasts, "10.0.0.255", "10.0.0.255");
	for (size_t i = 0; i < COUNT(rows); i++) {
		uint64_t dropped[NON_HOST_KINDS];
		struct target_set targets;

		target_set_init(&targets);
		add(&targets, rows[i].first, rows[i].last);
		cr_assert(eq(int, target_set_seal(&targets, NULL),
		             TARGET_SET_OK));
		cr_expect(eq(int,
		             non_hosts_drop(&targets, &broadcasts, dropped),
		             TARGET_SET_OK));
		cr_expect(eq(u64, targets.count, rows[i].kept), "%s",
		          rows[i].first);
		for (int kind = 0; kind < NON_HOST_KINDS; kind++)
			cr_expect(eq(u64, dropped[kind],
			             kind == (int)rows[i].kind ? rows[i].dropped
			                                       : 0),
			          "%s kind %d", rows[i].first, kind);
		target_set_release(&targets);
	}
	target_set_release(&broadcasts);
}

/* Their text is read as IPv4, so only a range can hold them. */
Test(non_hosts, ipv4_mapped_addresses_inside_a_range_are_dropped)
{
	struct address first = { 0, UINT64_C(0x0000fffeffffffff), 6 };
	struct address last = { 0, UINT64_C(0x0001000000000000), 6 };
	uint64_t dropped[NON_HOST_KINDS];
	struct target_set targets;

	target_set_init(&targets);
	target_set_add(&targets, &first, &last);
	cr_assert(eq(int, target_set_seal(&targets, NULL), TARGET_SET_OK));
	cr_expect(eq(int, non_hosts_drop(&targets, NULL, dropped),
	             TARGET_SET_OK));
	cr_expect(eq(u64, dropped[NON_HOST_IPV4_MAPPED], UINT64_C(1) << 32));
	cr_expect(eq(u64, targets.count, 2));
	target_set_release(&targets);
}

Test(non_hosts, ordinary_addresses_stay)
{
	uint64_t dropped[NON_HOST_KINDS];
	struct target_set targets;

	target_set_init(&targets);
	add(&targets, "10.0.0.0", "10.0.255.255");
	add(&targets, "127.0.0.0", "127.255.255.255");
	add(&targets, "fd00::", "fd00::ff");
	cr_assert(eq(int, target_set_seal(&targets, NULL), TARGET_SET_OK));
	cr_expect(eq(int, non_hosts_drop(&targets, NULL, dropped),
	             TARGET_SET_OK));
	cr_expect(eq(u64, targets.count, 65536 + (1 << 24) + 256));
	target_set_release(&targets);
}
