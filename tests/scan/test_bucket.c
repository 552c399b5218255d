// SPDX-License-Identifier: Apache-2.0
#include "scan/bucket.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#define SECOND_NS UINT64_C(1000000000)

Test(bucket, rate_zero_never_says_no)
{
	struct bucket bucket;

	bucket_init(&bucket, 0);
	for (int i = 0; i < 100000; i++)
		cr_assert(bucket_take(&bucket, 5));
	cr_expect(eq(u64, bucket_wait_ns(&bucket, 5), 0));
}

/* Ask whenever the bucket says so, and in between, for ten seconds. */
Test(bucket, keeps_to_the_rate_however_it_is_asked)
{
	static const uint32_t rates[] = { 1, 3, 7, 100, 999, 100000, 3000000 };

	for (size_t i = 0; i < COUNT(rates); i++) {
		uint64_t start = 77 * SECOND_NS, taken = 0;
		uint64_t step = SECOND_NS / 1009;
		struct bucket bucket;

		bucket_init(&bucket, rates[i]);
		for (uint64_t now = start; now < start + 10 * SECOND_NS;
		     now += step)
			while (bucket_take(&bucket, now))
				taken++;
		cr_expect(le(u64, taken,
		             10 * (uint64_t)rates[i] + rates[i] / 100 + 1),
		          "rate %u", rates[i]);
		cr_expect(ge(u64, taken, 10 * (uint64_t)rates[i] * 99 / 100),
		          "rate %u", rates[i]);
	}
}

Test(bucket, a_long_pause_is_not_made_up_for)
{
	struct bucket bucket;
	uint64_t now = 1000 * SECOND_NS;
	int taken = 0;

	bucket_init(&bucket, 1000);
	cr_assert(bucket_take(&bucket, SECOND_NS));
	while (bucket_take(&bucket, now))
		taken++;
	cr_expect(eq(int, taken, 11), "10 ms at 1000 a second, and one");
}

Test(bucket, tells_how_long_to_wait)
{
	struct bucket bucket;
	uint64_t now = SECOND_NS;

	bucket_init(&bucket, 2);
	cr_assert(bucket_take(&bucket, now));
	cr_assert(not(bucket_take(&bucket, now)));
	now += bucket_wait_ns(&bucket, now);
	cr_expect(bucket_take(&bucket, now));
}

Test(bucket, a_returned_token_can_be_taken_again)
{
	struct bucket bucket;

	bucket_init(&bucket, 1);
	cr_assert(bucket_take(&bucket, SECOND_NS));
	bucket_return(&bucket);
	cr_expect(bucket_take(&bucket, SECOND_NS));
	cr_expect(not(bucket_take(&bucket, SECOND_NS)));
}

Test(bucket, a_charge_is_paid_back_by_those_who_come_later)
{
	struct bucket bucket;

	bucket_init(&bucket, 1);
	cr_assert(bucket_take(&bucket, SECOND_NS));
	bucket_charge(&bucket, SECOND_NS);
	cr_expect(not(bucket_take(&bucket, 2 * SECOND_NS)));
	cr_expect(bucket_take(&bucket, 3 * SECOND_NS));
}
