// SPDX-License-Identifier: Apache-2.0
#include "probes/exchange.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

enum { STARTED = 100000, BANNER_ROOM = 64 };

static const struct exchange_limits limits = {
	.greeting_ms = 1500,
	.idle_ms = 400,
	.total_ms = 6000,
	.banner_max = BANNER_ROOM,
};

static const struct payload hello = { "test", "hello", 5 };

static uint8_t banner[BANNER_ROOM];

static struct exchange begin(const struct payload *payload)
{
	struct exchange x;

	exchange_init(&x, &limits, payload, banner, STARTED);
	return x;
}

static enum exchange_next hear(struct exchange *x, const char *text,
                               uint64_t at_ms)
{
	return exchange_data(x, (const uint8_t *)text, strlen(text),
	                     STARTED + at_ms);
}

static enum exchange_next quiet(struct exchange *x, uint64_t at_ms)
{
	return exchange_quiet(x, STARTED + at_ms);
}

static uint64_t deadline(const struct exchange *x)
{
	return exchange_deadline_ms(x) - STARTED;
}

static bool banner_is(const struct exchange *x, const char *text)
{
	return x->banner_len == strlen(text) &&
	       memcmp(x->banner, text, x->banner_len) == 0;
}

Test(exchange, silent_service_is_sent_the_payload_once_and_then_all_the_time)
{
	struct exchange x = begin(&hello);

	cr_expect(eq(u64, deadline(&x), 1500));
	cr_expect(eq(int, quiet(&x, 1500), NEXT_SEND));
	cr_expect(eq(u64, deadline(&x), 6000));
	cr_expect(eq(int, quiet(&x, 6000), NEXT_FINISH));
	cr_expect(eq(sz, x.banner_len, 0));
}

Test(exchange, service_that_may_not_be_asked_is_listened_to_to_the_end)
{
	struct exchange x = begin(NULL);

	cr_expect(eq(u64, deadline(&x), 6000));
	cr_expect(eq(int, quiet(&x, 1500), NEXT_WAIT));
	cr_expect(eq(int, quiet(&x, 6000), NEXT_FINISH));
}

Test(exchange, deadline_that_comes_early_changes_nothing)
{
	struct exchange x = begin(&hello);

	cr_expect(eq(int, quiet(&x, 1499), NEXT_WAIT));
	cr_expect(eq(int, x.state, EXCHANGE_GREETING));
}

Test(exchange, total_below_the_patience_for_a_greeting_never_sends)
{
	struct exchange_limits short_limits = limits;
	struct exchange x;

	short_limits.total_ms = 1000;
	exchange_init(&x, &short_limits, &hello, banner, STARTED);
	cr_expect(eq(u64, deadline(&x), 1000));
	cr_expect(eq(int, quiet(&x, 1000), NEXT_FINISH));
}

Test(exchange, greeting_that_ends_its_line_finishes_without_the_payload)
{
	struct exchange x = begin(&hello);

	cr_expect(eq(int, hear(&x, "SSH-2.0-", 10), NEXT_WAIT));
	cr_expect(eq(u64, deadline(&x), 410));
	cr_expect(eq(int, hear(&x, "x\r\n", 20), NEXT_FINISH));
	cr_expect(banner_is(&x, "SSH-2.0-x\r\n"));
	cr_expect(not(x.answered_payload));
}

static const struct {
	const char *greeting;
	size_t len;
	bool whole;
} greetings[] = {
	{ "220 ready\r\n", 11, true },
	{ "220-ready\r\n", 11, false },
	{ "220-ready\r\n220 now\r\n", 20, true },
	{ "220 one\r\n220-two\r\n", 18, false },
	{ "220\n", 4, true },
	{ "\n", 1, true },
	{ "22x-\n", 5, true },
	{ "220 ready", 9, false },
	{ "RFB 003.008\n", 12, true },
	{ "\x03\0\0\0\x0a\x35\0", 7, true },      /* MySQL, whole */
	{ "\x04\0\0\0\x0a\x35\0", 7, false },     /* a byte to come */
	{ "\x02\0\0\0\x0a\x35\0", 7, false },     /* more than a packet */
	{ "\x03\0\0\x01\x0a\x35\0", 7, false },   /* not the first packet */
	{ "\0\0\0\0", 4, false },                 /* empty packet */
	{ "\xff\xfd\x18\xff\xfd\x20", 6, false }, /* telnet negotiates on */
};

Test(exchange, whole_greetings_are_known)
{
	for (size_t i = 0; i < COUNT(greetings); i++) {
		struct exchange x = begin(&hello);
		enum exchange_next next = exchange_data(
			&x, (const uint8_t *)greetings[i].greeting,
			greetings[i].len, STARTED + 10);

		cr_expect(eq(int, next,
		             greetings[i].whole ? NEXT_FINISH : NEXT_WAIT),
		          "row %zu: %s", i, greetings[i].greeting);
	}
}

Test(exchange, half_a_greeting_then_silence_is_the_banner)
{
	struct exchange x = begin(&hello);

	hear(&x, "220", 1000);
	cr_expect(eq(u64, deadline(&x), 1400));
	cr_expect(eq(int, quiet(&x, 1400), NEXT_FINISH));
	cr_expect(banner_is(&x, "220"));
}

Test(exchange, late_greeting_is_heard_after_the_payload)
{
	struct exchange x = begin(&hello);

	cr_expect(eq(int, quiet(&x, 1500), NEXT_SEND));
	cr_expect(eq(int, hear(&x, "220 late\r\n", 4000), NEXT_WAIT));
	cr_expect(eq(u64, deadline(&x), 4400));
	cr_expect(eq(int, quiet(&x, 4400), NEXT_FINISH));
	cr_expect(banner_is(&x, "220 late\r\n"));
}

Test(exchange, answer_in_several_packets_is_read_until_it_pauses)
{
	struct exchange x = begin(&hello);

	quiet(&x, 1500);
	cr_expect(eq(int, hear(&x, "HTTP/1.1 200 OK\r\n", 1510), NEXT_WAIT));
	cr_expect(eq(int, hear(&x, "Server: x\r\n", 1800), NEXT_WAIT));
	cr_expect(eq(int, hear(&x, "\r\n", 1900), NEXT_WAIT));
	cr_expect(eq(u64, deadline(&x), 2300));
	cr_expect(eq(int, quiet(&x, 2300), NEXT_FINISH));
	cr_expect(banner_is(&x, "HTTP/1.1 200 OK\r\nServer: x\r\n\r\n"));
	cr_expect(x.answered_payload);
}

Test(exchange, byte_a_second_holds_nobody_past_the_total)
{
	struct exchange_limits patient = limits;
	struct exchange x;

	patient.idle_ms = 2000;
	exchange_init(&x, &patient, &hello, banner, STARTED);
	for (uint64_t at = 1000; at < 6000; at += 1000)
		cr_expect(eq(int, hear(&x, "a", at), NEXT_WAIT));
	cr_expect(eq(u64, deadline(&x), 6000));
	cr_expect(eq(int, hear(&x, "a", 6000), NEXT_FINISH));
	cr_expect(banner_is(&x, "aaaaaa"));
}

Test(exchange, byte_a_second_is_cut_by_a_shorter_idle_time)
{
	struct exchange x = begin(&hello);

	cr_expect(eq(int, hear(&x, "a", 1000), NEXT_WAIT));
	cr_expect(eq(int, quiet(&x, 1400), NEXT_FINISH));
	cr_expect(banner_is(&x, "a"));
}

Test(exchange, flood_is_cut_at_the_maximum)
{
	static const uint8_t flood[BANNER_ROOM - 1] = { 1 };
	struct exchange x = begin(&hello);

	cr_expect(eq(int, exchange_data(&x, flood, sizeof(flood), STARTED),
	             NEXT_WAIT));
	cr_expect(eq(int, exchange_data(&x, flood, sizeof(flood), STARTED),
	             NEXT_FINISH));
	cr_expect(eq(sz, x.banner_len, BANNER_ROOM));
}

Test(exchange, banner_of_exactly_the_maximum_finishes)
{
	static const uint8_t flood[BANNER_ROOM] = { 1 };
	struct exchange x = begin(&hello);

	cr_expect(eq(int, exchange_data(&x, flood, sizeof(flood), STARTED),
	             NEXT_FINISH));
	cr_expect(eq(sz, x.banner_len, BANNER_ROOM));
}
