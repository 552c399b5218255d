// SPDX-License-Identifier: Apache-2.0
#include "scan/host_table.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

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
	cr_assert(place_set_add(&host->held, 3, 10));
	host_table_remove(&table, host);
	cr_expect(eq(sz, table.count, 0));
	host_free(host);
	cr_expect(eq(u32, host_table_get(&table, &address)->settled, 0));
	host_table_release(&table);
}

struct visits {
	struct host_table *table;
	uint64_t sum;
};

static void sum_and_remove_even(void *arg, struct host *host)
{
	struct visits *visits = arg;

	visits->sum += host->address.lo;
	if (host->address.lo % 2 == 0) {
		host_table_remove(visits->table, host);
		host_free(host);
	}
}

Test(host_table, each_visits_all_and_may_remove_them)
{
	struct host_table table;
	struct visits visits = { .table = &table };

	cr_assert(host_table_init(&table));
	for (uint32_t i = 1; i <= 1000; i++) {
		struct address address = v4(i);

		host_table_get(&table, &address);
	}
	host_table_each(&table, sum_and_remove_even, &visits);
	cr_expect(eq(u64, visits.sum, 500500));
	cr_expect(eq(sz, table.count, 500));
	visits.sum = 0;
	host_table_each(&table, sum_and_remove_even, &visits);
	cr_expect(eq(u64, visits.sum, 250000));
	host_table_release(&table);
}
