// SPDX-License-Identifier: Apache-2.0
#include "identify/db_ports.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static bool parse(const char *list, struct db_ports *ports)
{
	struct bytes rest = { (const uint8_t *)list, strlen(list) };
	struct db_range range;

	do {
		if (!db_ports_take(&rest, &range) ||
		    !db_ports_add(ports, range))
			return false;
	} while (rest.len > 0);
	return true;
}

Test(db_ports, are_in_order_and_apart)
{
	struct db_ports ports = { 0 };

	cr_assert(parse("90-99,1,3,2,95-120,65535,100,0,50-60,55", &ports));
	db_ports_settle(&ports);
	cr_assert(eq(sz, ports.count, 4));
	cr_expect(eq(u16, ports.ranges[0].first, 0));
	cr_expect(eq(u16, ports.ranges[0].last, 3));
	cr_expect(eq(u16, ports.ranges[1].first, 50));
	cr_expect(eq(u16, ports.ranges[1].last, 60));
	cr_expect(eq(u16, ports.ranges[2].first, 90));
	cr_expect(eq(u16, ports.ranges[2].last, 120));
	cr_expect(eq(u16, ports.ranges[3].first, 65535));
	db_ports_release(&ports);
}

Test(db_ports, have_what_was_listed_and_nothing_else)
{
	struct db_ports ports = { 0 };
	size_t count = 0;

	cr_expect(not(db_ports_have(&ports, 80)));
	cr_assert(parse("65535,8000-8010,22,8005-8020,0", &ports));
	db_ports_settle(&ports);
	for (uint32_t port = 0; port <= UINT16_MAX; port++)
		count += db_ports_have(&ports, (uint16_t)port);
	cr_expect(eq(sz, count, 24));
	cr_expect(db_ports_have(&ports, 0));
	cr_expect(db_ports_have(&ports, 22));
	cr_expect(db_ports_have(&ports, 8000));
	cr_expect(db_ports_have(&ports, 8020));
	cr_expect(not(db_ports_have(&ports, 8021)));
	cr_expect(db_ports_have(&ports, 65535));
	db_ports_release(&ports);
}

Test(db_ports, other_lists_are_refused)
{
	static const char *const bad[] = { "",      ",",    "1,",   "1,,2",
		                           "65536", "2-1",  "1-",   "-1",
		                           "1 2",   "1, 2", "http", "1-2-3",
		                           "T:1",   "0x1" };

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct db_ports ports = { 0 };

		cr_expect(not(parse(bad[i], &ports)), "%s", bad[i]);
		db_ports_release(&ports);
	}
}
