// SPDX-License-Identifier: Apache-2.0
#include "scan/rtt.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

enum { MAX_US = 3000000 };

Test(rtt, waits_a_while_before_anything_was_heard)
{
	struct rtt rtt = { 0 };

	cr_expect(eq(u64, rtt_timeout_us(&rtt, 0, MAX_US), RTO_INITIAL_US));
}

Test(rtt, first_sample_gives_three_times_the_round_trip)
{
	struct rtt rtt = { 0 };

	rtt_sample(&rtt, 200000);
	cr_expect(eq(u64, rtt_timeout_us(&rtt, 0, MAX_US), 600000));
}

Test(rtt, steady_samples_converge_on_the_round_trip)
{
	struct rtt rtt = { 0 };

	for (int i = 0; i < 100; i++)
		rtt_sample(&rtt, 400000);
	cr_expect(eq(u32, rtt.srtt_us, 400000));
	cr_expect(eq(u64, rtt_timeout_us(&rtt, 0, MAX_US), 400000));
}

Test(rtt, one_slow_answer_widens_the_wait)
{
	struct rtt rtt = { 0 };

	for (int i = 0; i < 100; i++)
		rtt_sample(&rtt, 400000);
	rtt_sample(&rtt, 1200000);
	/* RFC 6298 2.3: RTTVAR 0 + 800/4, SRTT 400 + 800/8, RTO their sum
	 * with the variance four times. */
	cr_expect(eq(u32, rtt.srtt_us, 500000));
	cr_expect(eq(u64, rtt_timeout_us(&rtt, 0, MAX_US), 1300000));
}

Test(rtt, never_waits_less_than_the_minimum)
{
	struct rtt rtt = { 0 };

	rtt_sample(&rtt, 50);
	cr_expect(eq(u64, rtt_timeout_us(&rtt, 0, MAX_US), RTO_MIN_US));
}

Test(rtt, every_attempt_doubles_the_wait_up_to_the_maximum)
{
	struct rtt rtt = { 0 };

	cr_expect(eq(u64, rtt_timeout_us(&rtt, 1, MAX_US), 800000));
	cr_expect(eq(u64, rtt_timeout_us(&rtt, 2, MAX_US), 1600000));
	cr_expect(eq(u64, rtt_timeout_us(&rtt, 3, MAX_US), MAX_US));
	cr_expect(eq(u64, rtt_timeout_us(&rtt, 4000000000u, MAX_US), MAX_US));
	cr_expect(eq(u64, rtt_timeout_us(&rtt, 0, 250000), 250000));
}

Test(rtt, an_absurd_sample_cannot_overflow_the_estimate)
{
	struct rtt rtt = { 0 };

	for (int i = 0; i < 10; i++)
		rtt_sample(&rtt, UINT64_MAX);
	cr_expect(eq(u32, rtt.srtt_us, 60000000));
	cr_expect(eq(u64, rtt_timeout_us(&rtt, 0, MAX_US), MAX_US));
}

Test(rtt, an_unheard_address_gets_more_than_the_others_need)
{
	struct rtt all = { 0 };

	cr_expect(eq(u64, rtt_unheard_timeout_us(&all, 0, false, MAX_US),
	             RTO_INITIAL_US));
	for (int i = 0; i < 100; i++)
		rtt_sample(&all, 400000);
	cr_expect(eq(u64, rtt_unheard_timeout_us(&all, 0, false, MAX_US),
	             600000));
	cr_expect(eq(u64, rtt_unheard_timeout_us(&all, 1, false, MAX_US),
	             1200000));
	cr_expect(eq(u64, rtt_unheard_timeout_us(&all, 0, false, 500000),
	             500000));
}

Test(rtt, the_last_attempt_at_an_unheard_address_waits_long)
{
	struct rtt all = { 0 };

	rtt_sample(&all, 1000);
	cr_expect(eq(u64, rtt_unheard_timeout_us(&all, 2, true, MAX_US),
	             5 * 150000));
	cr_expect(
		eq(u64, rtt_unheard_timeout_us(&all, 2, true, 600000), 600000));
}

Test(rtt, is_delayed_when_round_trips_have_more_than_doubled)
{
	static const struct {
		uint32_t best_us, now_us;
		bool delayed;
	} rows[] = {
		{ 1000, 3900, false }, /* within our own scheduling */
		{ 1000, 12000, true },
		{ 200000, 390000, false },
		{ 200000, 420000, true },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct rtt rtt = { 0 };

		cr_expect(not(rtt_is_delayed(&rtt)));
		rtt_sample(&rtt, rows[i].best_us);
		for (int j = 0; j < 100; j++)
			rtt_sample(&rtt, rows[i].now_us);
		cr_expect(eq(int, rtt_is_delayed(&rtt), rows[i].delayed),
		          "row %zu", i);
	}
}
