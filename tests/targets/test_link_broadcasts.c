// SPDX-License-Identifier: Apache-2.0
#include "targets/link_broadcasts.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <net/if.h>

static struct sockaddr *fill(struct sockaddr_storage *storage, const char *text)
{
	struct address address;

	cr_assert(address_parse(text, &address), "%s", text);
	address_to_sockaddr(&address, 0, storage);
	return (struct sockaddr *)storage;
}

Test(link_broadcasts, only_real_ipv4_broadcasts_count)
{
	static const struct {
		const char *address, *netmask;
		unsigned flags;
		const char *broadcast; /* NULL: none */
	} rows[] = {
		{ "10.0.0.5", "255.255.255.0", IFF_BROADCAST, "10.0.0.255" },
		{ "10.0.0.5", "255.255.255.252", IFF_BROADCAST, "10.0.0.7" },
		{ "172.16.9.9", "255.255.0.0", IFF_BROADCAST,
		  "172.16.255.255" },
		{ "10.0.0.5", "255.255.255.0", IFF_POINTOPOINT, NULL },
		{ "10.0.0.5", "255.255.255.254", IFF_BROADCAST, NULL },
		{ "10.0.0.5", "255.255.255.255", IFF_BROADCAST, NULL },
		{ "fe80::1", "ffff:ffff:ffff:ffff::", IFF_BROADCAST, NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sockaddr_storage address, netmask;
		struct ifaddrs interface = {
			.ifa_flags = rows[i].flags,
			.ifa_addr = fill(&address, rows[i].address),
			.ifa_netmask = fill(&netmask, rows[i].netmask),
		};
		struct address broadcast;
		struct target_set set;

		target_set_init(&set);
		cr_expect(eq(int, link_broadcasts_add(&set, &interface),
		             TARGET_SET_OK));
		cr_expect(eq(sz, set.range_count, rows[i].broadcast != NULL),
		          "row %zu", i);
		if (rows[i].broadcast != NULL &&
		    address_parse(rows[i].broadcast, &broadcast))
			cr_expect(
				address_equal(&set.ranges[0].first, &broadcast),
				"row %zu", i);
		target_set_release(&set);
	}
}

Test(link_broadcasts, interfaces_without_addresses_are_passed_over)
{
	struct ifaddrs second = { .ifa_flags = IFF_BROADCAST };
	struct ifaddrs first = { .ifa_next = &second };
	struct target_set set;

	target_set_init(&set);
	cr_expect(eq(int, link_broadcasts_add(&set, &first), TARGET_SET_OK));
	cr_expect(eq(sz, set.range_count, 0));
	target_set_release(&set);
}

Test(link_broadcasts, this_machine_is_read_and_sealed)
{
	struct address loopback = { 0, 0x7f000001, 4 };
	struct target_set set;

	cr_assert(link_broadcasts_read(&set));
	cr_expect(not(target_set_has(&set, &loopback)));
	target_set_release(&set);
}
