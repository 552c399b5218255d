// SPDX-License-Identifier: Apache-2.0
#include "tests/simnet/link.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

enum { MS = 1000000 }; /* of nanoseconds: a packet at 1000 a second */

Test(link, without_limits_takes_no_time)
{
	struct link link;
	uint64_t out_ns;

	link_init(&link, 0, 0);
	for (int i = 0; i < 1000; i++) {
		cr_assert(link_pass(&link, 5, &out_ns));
		cr_expect(eq(u64, out_ns, 5));
	}
	cr_expect(eq(u64, link.busy_ns, 0));
}

Test(link, gives_out_one_packet_an_interval)
{
	struct link link;
	uint64_t out_ns;

	link_init(&link, 1000, 10);
	for (uint64_t i = 1; i <= 5; i++) {
		cr_assert(link_pass(&link, MS, &out_ns));
		cr_expect(eq(u64, out_ns, MS + i * MS));
	}
	cr_assert(link_pass(&link, 100 * MS, &out_ns));
	cr_expect(eq(u64, out_ns, 101 * MS), "a rest is not made up for");
	cr_expect(eq(u64, link.busy_ns, 6 * MS));
}

Test(link, drops_what_the_queue_cannot_hold)
{
	struct link link;
	uint64_t out_ns;
	int passed = 0;

	link_init(&link, 1000, 100);
	for (int i = 0; i < 500; i++)
		passed += link_pass(&link, MS, &out_ns);
	cr_expect(eq(int, passed, 101), "the queue, and the one on the link");
	cr_expect(not(link_pass(&link, 2 * MS - 1, &out_ns)));
	cr_expect(link_pass(&link, 2 * MS, &out_ns));
	cr_expect(not(link_pass(&link, 2 * MS, &out_ns)));
}

Test(link, without_a_queue_carries_one_at_a_time)
{
	struct link link;
	uint64_t out_ns;

	link_init(&link, 1000, 0);
	cr_expect(link_pass(&link, MS, &out_ns));
	cr_expect(not(link_pass(&link, MS, &out_ns)));
	cr_expect(not(link_pass(&link, 2 * MS - 1, &out_ns)));
	cr_expect(link_pass(&link, 2 * MS, &out_ns));
}
