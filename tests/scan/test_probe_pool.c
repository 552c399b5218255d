// SPDX-License-Identifier: Apache-2.0
#include "scan/probe_pool.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

Test(probe_pool, hands_out_each_probe_once_and_then_none)
{
	struct probe_pool pool;
	struct probe *taken[3];

	cr_assert(probe_pool_init(&pool, 3));
	for (int i = 0; i < 3; i++) {
		taken[i] = probe_pool_take(&pool);
		cr_assert(ne(ptr, taken[i], NULL));
		cr_expect(lt(u32, probe_pool_slot(&pool, taken[i]), 3));
	}
	cr_expect(eq(ptr, probe_pool_take(&pool), NULL));
	for (int i = 0; i < 3; i++)
		probe_pool_give(&pool, taken[i]);
	probe_pool_release(&pool);
}

Test(probe_pool, a_probe_comes_back_empty)
{
	struct probe_pool pool;
	struct probe *probe;

	cr_assert(probe_pool_init(&pool, 1));
	probe = probe_pool_take(&pool);
	probe->attempts = 3;
	probe->answer = calloc(1, sizeof(*probe->answer));
	probe_pool_give(&pool, probe);
	probe = probe_pool_take(&pool);
	cr_expect(eq(u32, probe->attempts, 0));
	cr_expect(eq(ptr, probe->answer, NULL));
	probe_pool_give(&pool, probe);
	probe_pool_release(&pool);
}

Test(probe_queue, is_first_in_first_out_with_a_way_to_the_front)
{
	struct probe a = { 0 }, b = { 0 }, c = { 0 };
	struct probe_queue queue = { 0 };

	cr_expect(eq(ptr, probe_queue_pop(&queue), NULL));
	probe_queue_push(&queue, &a);
	probe_queue_push(&queue, &b);
	probe_queue_push_front(&queue, &c);
	cr_expect(eq(ptr, probe_queue_pop(&queue), &c));
	cr_expect(eq(ptr, probe_queue_pop(&queue), &a));
	cr_expect(eq(ptr, probe_queue_pop(&queue), &b));
	cr_expect(eq(ptr, probe_queue_pop(&queue), NULL));
	probe_queue_push_front(&queue, &c);
	probe_queue_push(&queue, &a);
	cr_expect(eq(ptr, probe_queue_pop(&queue), &c));
	cr_expect(eq(ptr, probe_queue_pop(&queue), &a));
}
