// SPDX-License-Identifier: Apache-2.0
#include "probes/exchange.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static bool ends_in_a_dot(struct bytes said)
{
	return said.data[said.len - 1] == '.';
}

static const struct turn patient = { .wait_ms = 1000, .idle_ms = 400 };
static const struct turn knowing = { .wait_ms = 1000,
	                             .idle_ms = 400,
	                             .is_whole = ends_in_a_dot };

static uint8_t said[8];
static enum turn_end end;

static struct exchange begin(const struct turn *turn)
{
	struct exchange x;

	exchange_begin(&x, turn, said, sizeof(said), 5000);
	return x;
}

static bool data(struct exchange *x, const char *bytes, uint64_t now_ms)
{
	return exchange_data(x, (const uint8_t *)bytes, strlen(bytes), now_ms,
	                     &end);
}

Test(exchange, waits_for_the_first_byte_and_less_for_the_next)
{
	struct exchange x = begin(&patient);

	cr_expect(eq(u64, exchange_deadline_ms(&x), 6000));
	cr_expect(not(data(&x, "ab", 5900)));
	cr_expect(eq(u64, exchange_deadline_ms(&x), 6300));
	cr_expect(eq(sz, x.len, 2));
}

Test(exchange, is_over_when_what_was_said_is_whole)
{
	struct exchange x = begin(&knowing);

	cr_expect(not(data(&x, "ab", 5100)));
	cr_expect(data(&x, "c.", 5200));
	cr_expect(eq(int, end, TURN_WHOLE));
	cr_expect(eq(int, memcmp(said, "abc.", 4), 0));
}

Test(exchange, keeps_no_more_than_there_is_room_for)
{
	struct exchange x = begin(&patient);

	cr_expect(not(data(&x, "1234567", 5100)));
	cr_expect(data(&x, "89abcdef", 5101));
	cr_expect(eq(int, end, TURN_FULL));
	cr_expect(eq(sz, x.len, sizeof(said)));
	cr_expect(eq(int, memcmp(said, "12345678", 8), 0));
}

Test(exchange, one_that_dribbles_is_not_waited_for)
{
	struct exchange x = begin(&patient);
	uint64_t now_ms = 5000;

	for (; now_ms < 5000 + EXCHANGE_LONGEST * 1000; now_ms += 1000)
		cr_expect(not(data(&x, "x", now_ms)));
	cr_expect(data(&x, "x", now_ms));
	cr_expect(eq(int, end, TURN_FULL));
}

Test(exchange, never_waits_beyond_its_end)
{
	struct exchange x = begin(&patient);

	cr_expect(not(data(&x, "x", 8900)));
	cr_expect(eq(u64, exchange_deadline_ms(&x), 9000));
}
