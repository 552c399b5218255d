// SPDX-License-Identifier: Apache-2.0
#include "scan/wheel.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

enum { TICK = WHEEL_TICK_US, TURN = WHEEL_TICK_US * WHEEL_SLOTS };

static struct wheel wheel;

static void begin(uint64_t now_us)
{
	wheel_init(&wheel, now_us);
}

Test(wheel, expires_nothing_early_and_all_within_a_tick)
{
	struct wheel_node node = { 0 };

	begin(1000);
	wheel_add(&wheel, &node, 50000);
	cr_expect(eq(ptr, wheel_expire(&wheel, 49999), NULL));
	cr_expect(eq(ptr, wheel_expire(&wheel, 50000 + TICK), &node));
	cr_expect(eq(ptr, wheel_expire(&wheel, 50000 + TICK), NULL));
	cr_expect(eq(sz, wheel.count, 0));
}

Test(wheel, a_deadline_in_the_past_expires_at_once)
{
	struct wheel_node node = { 0 };

	begin(TURN);
	wheel_add(&wheel, &node, 5);
	cr_expect(eq(ptr, wheel_expire(&wheel, TURN), &node));
}

Test(wheel, a_deadline_turns_away_is_not_met_early)
{
	struct wheel_node near = { 0 }, far = { 0 };
	uint64_t deadline_us = 10 * TICK;

	begin(0);
	wheel_add(&wheel, &far, deadline_us + 3 * (uint64_t)TURN);
	wheel_add(&wheel, &near, deadline_us);
	cr_expect(eq(ptr, wheel_expire(&wheel, deadline_us), &near));
	cr_expect(eq(ptr, wheel_expire(&wheel, deadline_us + TURN), NULL));
	cr_expect(eq(ptr,
	             wheel_expire(&wheel, deadline_us + 3 * (uint64_t)TURN),
	             &far));
}

Test(wheel, a_removed_node_does_not_expire_and_can_come_back)
{
	struct wheel_node node = { 0 };

	begin(0);
	wheel_add(&wheel, &node, TICK);
	wheel_remove(&wheel, &node);
	wheel_remove(&wheel, &node);
	cr_expect(eq(ptr, wheel_expire(&wheel, 10 * TICK), NULL));
	wheel_add(&wheel, &node, 20 * TICK);
	cr_expect(eq(ptr, wheel_expire(&wheel, 20 * TICK), &node));
}

Test(wheel, a_pause_longer_than_a_turn_loses_nothing)
{
	static struct wheel_node nodes[500];
	size_t expired = 0;

	begin(0);
	for (size_t i = 0; i < 500; i++)
		wheel_add(&wheel, &nodes[i], i * 3 * TICK);
	while (wheel_expire(&wheel, 10 * (uint64_t)TURN) != NULL)
		expired++;
	cr_expect(eq(sz, expired, 500));
}

/* Against the simplest thing that could work: look at every deadline. */
Test(wheel, agrees_with_a_plain_list_over_random_histories)
{
	enum { NODES = 200, STEPS = 20000 };
	static struct wheel_node nodes[NODES];
	static uint64_t deadlines[NODES]; /* 0: not in */
	uint64_t now_us = 12345;
	struct wheel_node *node;

	srand(2076);
	begin(now_us);
	for (int step = 0; step < STEPS; step++) {
		size_t i = (size_t)rand() % NODES;

		if (deadlines[i] == 0) {
			deadlines[i] = now_us + (uint64_t)rand() % (2 * TURN);
			wheel_add(&wheel, &nodes[i], deadlines[i]);
		} else if (rand() % 8 == 0) {
			wheel_remove(&wheel, &nodes[i]);
			deadlines[i] = 0;
		}
		now_us += (uint64_t)rand() % (2 * TICK);
		while ((node = wheel_expire(&wheel, now_us)) != NULL) {
			i = (size_t)(node - nodes);
			cr_assert(deadlines[i] != 0 && deadlines[i] <= now_us,
			          "node %zu expired early", i);
			deadlines[i] = 0;
		}
		for (i = 0; i < NODES; i++)
			cr_assert(deadlines[i] == 0 ||
			                  deadlines[i] + TICK > now_us,
			          "node %zu is late", i);
	}
}
