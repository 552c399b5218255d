// SPDX-License-Identifier: Apache-2.0
#include "targets/own_addresses.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static struct address parsed(const char *text)
{
	struct address address = { 0 };

	cr_assert(address_parse(text, &address), "%s", text);
	return address;
}

static bool has(const struct target_set *set, const char *text)
{
	struct address address = parsed(text);

	return target_set_has(set, &address);
}

Test(own_addresses, are_those_of_every_interface)
{
	static const char *const texts[] = { "10.0.0.5", "192.0.2.1",
		                             "2001:db8::5", "fe80::1" };
	struct sockaddr_storage storage[COUNT(texts)];
	struct sockaddr link = { .sa_family = AF_PACKET };
	struct ifaddrs interfaces[COUNT(texts) + 2] = { 0 };
	struct target_set set;

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct address address = parsed(texts[i]);

		address_to_sockaddr(&address, 0, &storage[i]);
		interfaces[i].ifa_addr = (struct sockaddr *)&storage[i];
		interfaces[i].ifa_next = &interfaces[i + 1];
	}
	/* One without an address, and one whose address is another kind. */
	interfaces[COUNT(texts)].ifa_next = &interfaces[COUNT(texts) + 1];
	interfaces[COUNT(texts) + 1].ifa_addr = &link;
	target_set_init(&set);
	cr_assert(eq(int, own_addresses_add(&set, interfaces), TARGET_SET_OK));
	cr_assert(eq(int, target_set_seal(&set, NULL), TARGET_SET_OK));
	cr_expect(eq(u64, set.count, COUNT(texts)));
	for (size_t i = 0; i < COUNT(texts); i++)
		cr_expect(has(&set, texts[i]), "%s", texts[i]);
	target_set_release(&set);
}

Test(own_addresses, hold_all_of_loopback_whatever_interfaces_there_are)
{
	struct target_set set;

	cr_assert(own_addresses_read(&set));
	cr_expect(has(&set, "127.0.0.1"));
	cr_expect(has(&set, "127.255.255.254"));
	cr_expect(has(&set, "::1"));
	cr_expect(not(has(&set, "128.0.0.1")));
	cr_expect(not(has(&set, "192.0.2.77")));
	target_set_release(&set);
}
