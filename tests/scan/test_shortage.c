// SPDX-License-Identifier: Apache-2.0
#include "scan/shortage.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

Test(shortage, none_allows_everything)
{
	struct shortage shortage = { 0 };

	cr_expect(shortage_allows(&shortage, 0));
}

Test(shortage, each_failure_waits_longer_up_to_the_maximum)
{
	struct shortage shortage = { 0 };
	uint64_t now_ms = 1000, pause_ms = SHORTAGE_PAUSE_MIN_MS;

	for (int i = 0; i < 8; i++) {
		cr_assert(shortage_failed(&shortage, now_ms));
		cr_expect(
			not(shortage_allows(&shortage, now_ms + pause_ms - 1)));
		cr_expect(shortage_allows(&shortage, now_ms + pause_ms));
		now_ms += pause_ms;
		pause_ms = pause_ms * 2 < SHORTAGE_PAUSE_MAX_MS
		                   ? pause_ms * 2
		                   : SHORTAGE_PAUSE_MAX_MS;
	}
}

Test(shortage, patience_ends_only_when_nothing_started_all_the_while)
{
	struct shortage shortage = { 0 };

	cr_expect(shortage_failed(&shortage, 1000));
	cr_expect(shortage_failed(&shortage, 1000 + SHORTAGE_PATIENCE_MS - 1));
	cr_expect(not(shortage_failed(&shortage, 1000 + SHORTAGE_PATIENCE_MS)));

	shortage_over(&shortage);
	cr_expect(shortage_allows(&shortage, 0));
	cr_expect(shortage_failed(&shortage, 1000 + SHORTAGE_PATIENCE_MS));
}
