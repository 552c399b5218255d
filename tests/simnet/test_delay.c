// SPDX-License-Identifier: Apache-2.0
#include "tests/simnet/delay.h"

#include "tests/simnet/chance.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

enum { CAPACITY = 1000 };

static struct delay delay;

static void begin(void)
{
	cr_assert(delay_init(&delay, CAPACITY));
}

static void end(void)
{
	delay_release(&delay);
}

TestSuite(delay, .init = begin, .fini = end);

/* `len` tells the packets apart. */
static void add(uint64_t due_ns, size_t len)
{
	struct delayed *packet = delay_reserve(&delay);

	cr_assert(ne(ptr, packet, NULL));
	packet->due_ns = due_ns;
	packet->len = len;
	delay_add(&delay, packet);
}

Test(delay, gives_out_nothing_early)
{
	cr_expect(eq(u64, delay_next_ns(&delay), UINT64_MAX));
	cr_expect(eq(ptr, delay_take(&delay, UINT64_MAX), NULL));
	add(50, 1);
	cr_expect(eq(u64, delay_next_ns(&delay), 50));
	cr_expect(eq(ptr, delay_take(&delay, 49), NULL));
	cr_expect(eq(sz, delay_take(&delay, 50)->len, 1));
	cr_expect(eq(ptr, delay_take(&delay, 50), NULL));
}

Test(delay, keeps_the_order_of_packets_due_at_the_same_time)
{
	delay.order = UINT32_MAX - CAPACITY / 2;
	for (size_t i = 0; i < CAPACITY; i++)
		add(i % 3, i);
	for (size_t due = 0; due < 3; due++)
		for (size_t i = due; i < CAPACITY; i += 3)
			cr_assert(eq(sz, delay_take(&delay, 5)->len, i));
}

Test(delay, takes_no_more_than_its_capacity_and_uses_room_again)
{
	for (size_t i = 0; i < CAPACITY; i++)
		add(i, i);
	cr_expect(eq(ptr, delay_reserve(&delay), NULL));
	cr_assert(ne(ptr, delay_take(&delay, 0), NULL));
	add(0, 77);
	cr_expect(eq(ptr, delay_reserve(&delay), NULL));
	cr_expect(eq(sz, delay_take(&delay, 0)->len, 77));
}

Test(delay, a_packet_that_was_taken_can_be_put_back)
{
	struct delayed *packet;

	add(1, 1);
	add(2, 2);
	packet = delay_take(&delay, 1);
	packet->due_ns = 3;
	delay_add(&delay, packet);
	cr_expect(eq(sz, delay_take(&delay, 3)->len, 2));
	cr_expect(eq(sz, delay_take(&delay, 3)->len, 1));
}

/* Times advance while packets come and go; each leaves once, in order. */
Test(delay, sorts_whatever_comes)
{
	struct chance chance;
	uint64_t now = 0, last = 0;
	size_t added = 0, taken = 0;

	chance_init(&chance, 1);
	while (taken < 100000) {
		struct delayed *packet;

		for (; delay_reserve(&delay) != NULL; added++)
			add(now + (uint64_t)(chance_draw(&chance) * 5000),
			    added);
		now += 100;
		while ((packet = delay_take(&delay, now)) != NULL) {
			cr_assert(ge(u64, packet->due_ns, last));
			cr_assert(le(u64, packet->due_ns, now));
			last = packet->due_ns;
			taken++;
		}
		cr_assert(gt(u64, delay_next_ns(&delay), now));
		cr_assert(eq(sz, delay.count, added - taken));
	}
}
