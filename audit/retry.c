// SPDX-License-Identifier: Apache-2.0
#include "audit/retry.h"

enum { MAX_DOUBLINGS = 16 };

bool retry_is_worth_it(long status)
{
	return status == 408 || status == 425 || status == 429 ||
	       (status >= 500 && status <= 599);
}

uint32_t retry_wait_ms(uint32_t base_ms, unsigned failures, int64_t asked_s,
                       uint32_t random)
{
	unsigned doublings = failures - 1;
	uint64_t wait_ms;

	if (asked_s > RETRY_MAX_MS / 1000)
		asked_s = RETRY_MAX_MS / 1000;
	if (doublings > MAX_DOUBLINGS)
		doublings = MAX_DOUBLINGS;
	wait_ms = (uint64_t)base_ms << doublings;
	if (wait_ms > RETRY_MAX_MS)
		wait_ms = RETRY_MAX_MS;
	wait_ms = wait_ms / 2 + random % (wait_ms / 2 + 1);
	if (asked_s > 0 && wait_ms < (uint64_t)asked_s * 1000)
		wait_ms = (uint64_t)asked_s * 1000;
	return (uint32_t)wait_ms;
}
