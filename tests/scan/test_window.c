// SPDX-License-Identifier: Apache-2.0
#include "scan/window.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

enum { MOST = 10000 };

/* A window of `size` that may grow to MOST. */
static struct window sized(double size)
{
	struct window window;

	window_init(&window, MOST);
	window.size = size;
	return window;
}

/* `count` answers to first attempts, with the window in full use. */
static void hear(struct window *window, unsigned count, bool delayed)
{
	for (unsigned i = 0; i < count; i++)
		window_answered(window, (uint32_t)window->size, 0, 1, delayed,
		                2);
}

/* `count` answers that came at the second attempt, sent at `sent_us`. */
static bool lose(struct window *window, unsigned count, uint64_t sent_us,
                 bool delayed)
{
	bool cut = false;

	for (unsigned i = 0; i < count; i++)
		cut |= window_answered(window, (uint32_t)window->size, 1,
		                       sent_us, delayed, sent_us + 1);
	return cut;
}

Test(window, admits_as_many_as_its_size)
{
	struct window window = sized(10);

	cr_expect(window_allows(&window, 9));
	cr_expect(not(window_allows(&window, 10)));
}

Test(window, starts_at_an_eighth_of_the_ceiling)
{
	static const struct {
		uint32_t most;
		double size;
	} rows[] = { { 1, 1 }, { 80, 10 }, { 100000, WINDOW_INITIAL_MAX } };

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct window window;

		window_init(&window, rows[i].most);
		cr_expect(epsilon_eq(dbl, window.size, rows[i].size, 1e-9));
	}
}

Test(window, never_exceeds_the_ceiling)
{
	struct window window;

	window_init(&window, 5);
	hear(&window, 1000, false);
	cr_expect(not(window_allows(&window, 5)));
}

Test(window, doubles_with_every_window_of_answers)
{
	struct window window = sized(100);

	hear(&window, 100, false);
	cr_expect(epsilon_eq(dbl, window.size, 200, 1));
	hear(&window, 200, false);
	cr_expect(epsilon_eq(dbl, window.size, 400, 1));
}

Test(window, expected_silence_lets_it_grow_and_unexpected_does_not)
{
	struct window dead = sized(100), chatty = sized(100);

	for (int i = 0; i < 100; i++) {
		window_silent(&dead, (uint32_t)dead.size, 1);
		window_silent(&chatty, (uint32_t)chatty.size, 0);
	}
	cr_expect(gt(dbl, dead.size, 200));
	cr_expect(epsilon_eq(dbl, chatty.size, 100, 1e-9));
}

Test(window, that_is_not_used_does_not_grow)
{
	struct window window = sized(100);

	for (int i = 0; i < 1000; i++)
		window_answered(&window, 10, 0, 1, false, 2);
	cr_expect(epsilon_eq(dbl, window.size, 100, 1e-9));
}

Test(window, shrinks_by_half_when_much_is_lost)
{
	struct window window = sized(1000);

	cr_expect(lose(&window, WINDOW_EVIDENCE / 2, 10, false));
	cr_expect(epsilon_eq(dbl, window.size, 500, 1));
	cr_expect(eq(u32, window.cuts, 1));
}

Test(window, does_not_pay_twice_for_the_same_loss)
{
	struct window window = sized(1000);

	cr_expect(lose(&window, WINDOW_EVIDENCE, 10, false));
	/* These were sent before the cut: they are its reason, not new. */
	cr_expect(not(lose(&window, 10 * WINDOW_EVIDENCE, 5, false)));
	cr_expect(eq(u32, window.cuts, 1));
	cr_expect(lose(&window, WINDOW_EVIDENCE, 20, false));
	cr_expect(eq(u32, window.cuts, 2));
}

Test(window, tolerates_what_a_link_loses_by_nature)
{
	struct window window = sized(1000);

	for (uint64_t i = 0; i < 100; i++) { /* one of twenty */
		hear(&window, 19, false);
		cr_expect(not(lose(&window, 1, 10 + i, false)));
	}
	cr_expect(gt(dbl, window.size, 1000));
}

Test(window, takes_the_same_loss_for_congestion_when_queues_grow)
{
	struct window window = sized(1000);
	bool cut = false;

	for (uint64_t i = 0; i < 100; i++) {
		hear(&window, 19, true);
		cut |= lose(&window, 1, 10 + i, true);
	}
	cr_expect(cut);
}

Test(window, grows_slowly_after_a_cut)
{
	struct window window = sized(1000);

	lose(&window, WINDOW_EVIDENCE, 10, false);
	hear(&window, 500, false);
	cr_expect(gt(dbl, window.size, 500));
	cr_expect(lt(dbl, window.size, 520));
}

Test(window, never_closes)
{
	struct window window = sized(1000);

	for (uint64_t i = 1; i < 100; i++)
		lose(&window, WINDOW_EVIDENCE, 10 * i, false);
	cr_expect(window_allows(&window, 0));
}
