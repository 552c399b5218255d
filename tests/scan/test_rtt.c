// SPDX-License-Identifier: Apache-2.0
#include "scan/rtt.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

enum { MAX_US = 3000000 };

Test(rtt, waits_a_second_before_anything_was_heard)
{
	struct rtt rtt = { 0 };

	cr_expect(eq(u64, rtt_timeout_us(&rtt, 0, MAX_US), 1000000));
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

	cr_expect(eq(u64, rtt_timeout_us(&rtt, 1, MAX_US), 2000000));
	cr_expect(eq(u64, rtt_timeout_us(&rtt, 2, MAX_US), MAX_US));
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
