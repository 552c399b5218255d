// SPDX-License-Identifier: Apache-2.0
#include "scan/pace.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

enum { THREADS = 4, TRIES = 1000000 };

/* One taker of several: what it got. */
struct taker {
	struct pace *pace;
	unsigned taken;
};

static void take(void *arg)
{
	struct taker *taker = arg;

	for (unsigned i = 0; i < TRIES; i++)
		taker->taken += pace_take(taker->pace);
}

Test(pace, without_a_rate_everything_goes)
{
	struct pace pace;
	struct taker taker = { .pace = &pace };

	cr_assert(eq(int, pace_init(&pace, 0), 0));
	take(&taker);
	cr_expect(eq(uint, taker.taken, TRIES));
	pace_release(&pace);
}

Test(pace, many_takers_share_one_rate)
{
	enum { RATE = 1000, BURST = RATE / 100 };
	struct taker takers[THREADS];
	uv_thread_t threads[THREADS];
	struct pace pace;
	uint64_t started_ns;
	unsigned taken = 0;

	cr_assert(eq(int, pace_init(&pace, RATE), 0));
	started_ns = uv_hrtime();
	for (int i = 0; i < THREADS; i++) {
		takers[i] = (struct taker){ .pace = &pace };
		uv_thread_create(&threads[i], take, &takers[i]);
	}
	for (int i = 0; i < THREADS; i++) {
		uv_thread_join(&threads[i]);
		taken += takers[i].taken;
	}
	/* However long it took: no more than the rate allows for that. */
	cr_expect(ge(uint, taken, 1));
	cr_expect(
		le(u64, taken,
	           (uv_hrtime() - started_ns) * RATE / 1000000000 + BURST + 1));
	pace_release(&pace);
}

Test(pace, a_token_given_back_can_be_taken_again)
{
	struct pace pace;

	cr_assert(eq(int, pace_init(&pace, 1), 0));
	cr_assert(pace_take(&pace));
	cr_expect(not(pace_take(&pace)));
	pace_return(&pace);
	cr_expect(pace_take(&pace));
	pace_charge(&pace);
	cr_expect(not(pace_take(&pace)));
	pace_release(&pace);
}
