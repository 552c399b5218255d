// SPDX-License-Identifier: Apache-2.0
#include "tests/simnet/host_memory.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#define SECOND_NS UINT64_C(1000000000)

Test(host_memory, knows_when_it_met_each_host)
{
	struct host_memory memory;

	cr_assert(host_memory_init(&memory, 16));
	for (uint64_t key = 1; key <= 160; key += 16)
		host_memory_meet(&memory, key, 100 + key);
	for (uint64_t key = 1; key <= 160; key += 16)
		cr_expect(eq(u64, host_memory_meet(&memory, key, 999)->first_ns,
		             100 + key));
	host_memory_release(&memory);
}

Test(host_memory, forgets_those_that_do_not_fit)
{
	struct host_memory memory;

	cr_assert(host_memory_init(&memory, 4));
	for (uint64_t key = 1; key <= 4; key++)
		host_memory_meet(&memory, key, 1);
	cr_expect(eq(u64, host_memory_meet(&memory, 3, 9)->first_ns, 1));
	cr_expect(eq(u64, host_memory_meet(&memory, 4, 9)->first_ns, 9));
	cr_expect(eq(u64, host_memory_meet(&memory, 5, 9)->first_ns, 9));
	host_memory_release(&memory);
}

static int errors_at(struct remembered *host, uint64_t now_ns,
                     uint64_t interval_ns, uint32_t burst)
{
	int count = 0;

	while (count < 100 &&
	       remembered_take_icmp(host, now_ns, interval_ns, burst))
		count++;
	return count;
}

Test(host_memory, icmp_comes_in_a_burst_and_then_at_its_rate)
{
	struct remembered host = { .key = 1 };
	uint64_t start = 5 * SECOND_NS;

	cr_expect(eq(int, errors_at(&host, start, SECOND_NS, 6), 6));
	cr_expect(eq(int, errors_at(&host, start + SECOND_NS - 1, SECOND_NS, 6),
	             0));
	cr_expect(
		eq(int, errors_at(&host, start + SECOND_NS, SECOND_NS, 6), 1));
	cr_expect(eq(int, errors_at(&host, start + 4 * SECOND_NS, SECOND_NS, 6),
	             3));
	cr_expect(eq(int, errors_at(&host, 900 * SECOND_NS, SECOND_NS, 6), 6));
}

Test(host_memory, a_burst_of_one_is_a_rate_alone)
{
	struct remembered host = { .key = 1 };

	cr_expect(eq(int, errors_at(&host, SECOND_NS, SECOND_NS / 2, 1), 1));
	cr_expect(eq(int, errors_at(&host, 3 * SECOND_NS / 2, SECOND_NS / 2, 1),
	             1));
}
