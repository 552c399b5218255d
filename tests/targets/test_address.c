// SPDX-License-Identifier: Apache-2.0
#include "targets/address.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <netinet/in.h>
#include <string.h>

static struct address parsed(const char *text)
{
	struct address address;

	cr_assert(address_parse(text, &address), "%s", text);
	return address;
}

Test(address, text_becomes_a_number_and_canonical_text)
{
	static const struct {
		const char *text;
		struct address address;
		const char *canonical;
	} rows[] = {
		{ "0.0.0.0", { 0, 0, 4 }, "0.0.0.0" },
		{ "192.0.2.7", { 0, 0xc0000207, 4 }, "192.0.2.7" },
		{ "255.255.255.255", { 0, 0xffffffff, 4 }, "255.255.255.255" },
		{ "::", { 0, 0, 6 }, "::" },
		{ "::1", { 0, 1, 6 }, "::1" },
		{ "2001:DB8:0:0:0:0:0:1",
		  { UINT64_C(0x20010db800000000), 1, 6 },
		  "2001:db8::1" },
		/* RFC 5952 4.2.2 and 4.2.3: one zero field is not shortened,
		 * and of two equal runs the first is. */
		{ "2001:db8:0:1:1:1:1:1",
		  { UINT64_C(0x20010db800000001), UINT64_C(0x0001000100010001),
		    6 },
		  "2001:db8:0:1:1:1:1:1" },
		{ "2001:db8:0:0:1:0:0:1",
		  { UINT64_C(0x20010db800000000), UINT64_C(0x0001000000000001),
		    6 },
		  "2001:db8::1:0:0:1" },
		{ "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
		  { UINT64_MAX, UINT64_MAX, 6 },
		  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
		{ "::ffff:192.0.2.7", { 0, 0xc0000207, 4 }, "192.0.2.7" },
		{ "::ffff:c000:207", { 0, 0xc0000207, 4 }, "192.0.2.7" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct address address = parsed(rows[i].text);
		char text[ADDRESS_TEXT_MAX];

		cr_expect(address_equal(&address, &rows[i].address), "%s",
		          rows[i].text);
		cr_expect(eq(str, (char *)address_format(&address, text),
		             (char *)rows[i].canonical));
	}
}

Test(address, what_is_not_one_address_is_refused_untouched)
{
	static const char *const rows[] = {
		"",
		"1.2.3",
		"1.2.3.4.5",
		"256.0.0.1",
		"010.0.0.1",
		"1.2.3.4 ",
		" 1.2.3.4",
		"0x1.2.3.4",
		"1.2.3.4/8",
		"16909060",
		"fe80::1%lo",
		"[::1]",
		"1::2::3",
		":::",
		"12345::",
		"::1.2.3",
		"1:2:3:4:5:6:7:8:9",
		"localhost",
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct address address = { 1, 2, 9 };

		cr_expect(not(address_parse(rows[i], &address)), "%s", rows[i]);
		cr_expect(eq(u8, address.version, 9), "%s", rows[i]);
	}
}

Test(address, ipv4_comes_before_ipv6_and_then_the_number_counts)
{
	static const char *const ascending[] = {
		"0.0.0.0", "10.0.0.1", "255.255.255.255",
		"::",      "::2",      "::1:0:0:0:0",
		"1::",     "1::1",
	};

	for (size_t i = 0; i < COUNT(ascending); i++)
		for (size_t j = 0; j < COUNT(ascending); j++) {
			struct address a = parsed(ascending[i]);
			struct address b = parsed(ascending[j]);

			cr_expect(eq(int, address_compare(&a, &b),
			             (i > j) - (i < j)),
			          "%s against %s", ascending[i], ascending[j]);
		}
}

Test(address, arithmetic_carries_into_the_upper_half)
{
	struct address low = parsed("::ffff:ffff:ffff:ffff");
	struct address high = parsed("0:0:0:1::");
	struct address sum = address_add(&low, 1);
	struct address previous = address_previous(&high);

	cr_expect(address_equal(&sum, &high));
	cr_expect(address_equal(&previous, &low));
}

Test(address, survives_a_round_trip_through_a_sockaddr)
{
	static const char *const rows[] = { "192.0.2.7", "2001:db8::7" };

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct address address = parsed(rows[i]);
		struct address back = { 0 };
		struct sockaddr_storage storage;
		socklen_t len = address_to_sockaddr(&address, 2076, &storage);

		cr_expect(eq(sz, len,
		             i == 0 ? sizeof(struct sockaddr_in)
		                    : sizeof(struct sockaddr_in6)));
		cr_expect(eq(u16, ((struct sockaddr_in *)&storage)->sin_port,
		             htons(2076)));
		cr_expect(address_from_sockaddr((struct sockaddr *)&storage,
		                                &back));
		cr_expect(address_equal(&address, &back), "%s", rows[i]);
	}
}

Test(address, other_families_are_no_address)
{
	struct sockaddr other = { .sa_family = AF_UNIX };
	struct address address;

	cr_expect(not(address_from_sockaddr(&other, &address)));
}
