// SPDX-License-Identifier: Apache-2.0
#include "audit/retry.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static const struct {
	long status;
	bool worth_it;
} statuses[] = {
	{ 200, false }, { 301, false }, { 400, false }, { 401, false },
	{ 404, false }, { 407, false }, { 408, true },  { 409, false },
	{ 410, false }, { 425, true },  { 426, false }, { 429, true },
	{ 499, false }, { 500, true },  { 503, true },  { 599, true },
	{ 600, false },
};

Test(retry, only_what_may_pass_is_tried_again)
{
	for (size_t i = 0; i < COUNT(statuses); i++)
		cr_expect(eq(int, retry_is_worth_it(statuses[i].status),
		             statuses[i].worth_it),
		          "%ld", statuses[i].status);
}

static const struct {
	uint32_t base_ms;
	unsigned failures;
	int64_t asked_s;
	uint32_t least, most;
} waits[] = {
	{ 1000, 1, 0, 500, 1000 },     { 1000, 2, 0, 1000, 2000 },
	{ 1000, 3, 0, 2000, 4000 },    { 1000, 4, 0, 4000, 8000 },
	{ 1000, 40, 0, 30000, 60000 }, { 1, 1, 0, 0, 1 },
	{ 1, 1, 2, 2000, 2000 },       { 1000, 4, 2, 4000, 8000 },
	{ 1, 1, 86400, 60000, 60000 }, { 1, 1, INT64_MAX, 60000, 60000 },
	{ 1000, 1, -5, 500, 1000 },    { UINT32_MAX, 4, 0, 30000, 60000 },
};

Test(retry, waits_double_and_end_by_chance_and_at_a_minute)
{
	static const uint32_t numbers[] = { 0, 1, 499, 12345, UINT32_MAX };

	for (size_t i = 0; i < COUNT(waits); i++) {
		for (size_t j = 0; j < COUNT(numbers); j++) {
			uint32_t ms = retry_wait_ms(
				waits[i].base_ms, waits[i].failures,
				waits[i].asked_s, numbers[j]);

			cr_expect(ge(u32, ms, waits[i].least), "%zu", i);
			cr_expect(le(u32, ms, waits[i].most), "%zu", i);
		}
	}
	cr_expect(ne(u32, retry_wait_ms(1000, 1, 0, 1),
	             retry_wait_ms(1000, 1, 0, 400)));
}
