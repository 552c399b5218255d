// SPDX-License-Identifier: Apache-2.0
#include "scan/bucket.h"

#define SECOND_NS UINT64_C(1000000000)

void bucket_init(struct bucket *bucket, uint32_t rate)
{
	bucket->due_ns = 0;
	/* Rounded up: a limit is never exceeded. */
	bucket->interval_ns = rate == 0 ? 0 : (SECOND_NS + rate - 1) / rate;
}

uint64_t bucket_wait_ns(const struct bucket *bucket, uint64_t now_ns)
{
	return bucket->due_ns > now_ns ? bucket->due_ns - now_ns : 0;
}

void bucket_charge(struct bucket *bucket, uint64_t now_ns)
{
	uint64_t oldest_ns =
		now_ns > BUCKET_BURST_NS ? now_ns - BUCKET_BURST_NS : 0;

	if (bucket->due_ns < oldest_ns)
		bucket->due_ns = oldest_ns;
	bucket->due_ns += bucket->interval_ns;
}

bool bucket_take(struct bucket *bucket, uint64_t now_ns)
{
	if (bucket_wait_ns(bucket, now_ns) > 0)
		return false;
	bucket_charge(bucket, now_ns);
	return true;
}

void bucket_return(struct bucket *bucket)
{
	bucket->due_ns -= bucket->interval_ns;
}
