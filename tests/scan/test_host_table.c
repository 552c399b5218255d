// SPDX-License-Identifier: Apache-2.0
#include "scan/host_table.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

static struct address v4(uint32_t number)
{
	return (struct address){ .lo = number, .version = 4 };
}

Test(host_table, finds_what_it_was_given_across_growth)
{
	enum { HOSTS = 5000 };
	static struct host *hosts[HOSTS];
	struct host_table table;

	cr_assert(host_table_init(&table));
	for (uint32_t i = 0; i < HOSTS; i++) {
		struct address address = v4(0x0a000000 + i);

		hosts[i] = host_table_get(&table, &address);
		cr_assert(ne(ptr, hosts[i], NULL));
	}
	cr_expect(eq(sz, table.count, HOSTS));
	for (uint32_t i = 0; i < HOSTS; i++) {
		struct address address = v4(0x0a000000 + i);

		cr_assert(eq(ptr, host_table_get(&table, &address), hosts[i]));
	}
	host_table_release(&table);
}

Test(host_table, the_same_number_in_the_other_version_is_another_host)
{
	struct address four = v4(1);
	struct address six = { .lo = 1, .version = 6 };
	struct host_table table;

	cr_assert(host_table_init(&table));
	cr_expect(ne(ptr, host_table_get(&table, &four),
	             host_table_get(&table, &six)));
	host_table_release(&table);
}

Test(host_table, a_removed_host_comes_back_empty)
{
	struct address address = v4(7);
	struct host_table table;
	struct host *host;

	cr_assert(host_table_init(&table));
	host = host_table_get(&table, &address);
	host->settled = 9;
	host_table_remove(&table, host);
	cr_expect(eq(sz, table.count, 0));
	cr_expect(eq(u32, host_table_get(&table, &address)->settled, 0));
	host_table_release(&table);
}

Test(host_table, lists_who_answered_in_order_of_address)
{
	struct host_table table;
	struct host **answered;
	size_t count;

	cr_assert(host_table_init(&table));
	for (uint32_t i = 100; i > 0; i--) {
		struct address address = v4(i);

		host_table_get(&table, &address)->answered = i % 10 == 0;
	}
	answered = host_table_answered(&table, &count);
	cr_assert(eq(sz, count, 10));
	for (size_t i = 0; i < count; i++)
		cr_expect(eq(u64, answered[i]->address.lo, 10 * (i + 1)));
	free(answered);
	host_table_release(&table);
}
