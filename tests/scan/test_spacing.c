// SPDX-License-Identifier: Apache-2.0
#include "scan/spacing.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

enum { WINDOW = 1000, SECOND_US = 1000000 };

/* How many attempts leave in a second, looked at every `step_us`. */
static unsigned per_second(struct spacing *spacing, double window,
                           uint64_t step_us)
{
	unsigned sent = 0;

	for (uint64_t now = SECOND_US; now < 2 * SECOND_US; now += step_us)
		while (spacing_allows(spacing, now)) {
			spacing_sent(spacing, window, now);
			sent++;
		}
	return sent;
}

static struct spacing settled(uint64_t flight_us, bool answered)
{
	struct spacing spacing;

	spacing_init(&spacing, 1);
	for (int i = 0; i < 1000; i++)
		spacing_sample(&spacing, flight_us, answered);
	return spacing;
}

Test(spacing, spreads_a_windowful_over_less_than_a_flight)
{
	struct spacing spacing = settled(200000, true);

	/* One and a half windows in each fifth of a second. */
	cr_expect(
		epsilon_eq(dbl, per_second(&spacing, WINDOW, 1000), 7500, 100));
}

Test(spacing, answers_free_the_pace)
{
	struct spacing spacing = settled(1000, true);

	cr_expect(gt(uint, per_second(&spacing, WINDOW, 1000), 1000000));
}

Test(spacing, without_answers_the_pace_is_bounded)
{
	struct spacing spacing = settled(1000, false);

	cr_expect(epsilon_eq(dbl, per_second(&spacing, 100000, 1000),
	                     SPACING_BLIND_RATE, 500));
}

Test(spacing, those_who_share_a_path_share_the_bound)
{
	struct spacing spacing;

	spacing_init(&spacing, 4);
	for (int i = 0; i < 1000; i++)
		spacing_sample(&spacing, 1000, false);
	cr_expect(epsilon_eq(dbl, per_second(&spacing, 100000, 1000),
	                     SPACING_BLIND_RATE / 4.0, 200));
}

Test(spacing, a_long_pause_is_not_caught_up)
{
	struct spacing spacing = settled(200000, false);
	unsigned burst = 0;

	while (spacing_allows(&spacing, SECOND_US)) {
		spacing_sent(&spacing, 100000, SECOND_US);
		burst++;
	}
	cr_expect(
		le(uint, burst,
	           SPACING_BLIND_RATE * (SPACING_BURST_US / 1000) / 1000 + 1));
}
