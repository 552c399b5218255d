// SPDX-License-Identifier: Apache-2.0
#include "identify/identify.h"

#include "base/count.h"
#include "corpus.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

static bool is_tarpit(struct bytes said, struct identity *who)
{
	struct reply reply = { .protocol = PROTOCOL_TCP, .said = said };

	return identify_reply(&reply, who) &&
	       strcmp(who->service.product, "endlessh") == 0;
}

Test(recognise_tarpit, knows_endlessh)
{
	struct recording recording;
	struct identity who;

	cr_assert(is_tarpit(read_recording("endlessh", &recording), &who));
	cr_expect(eq(str, who.service.name, "ssh"));
	cr_expect(eq(str, who.service.version, ""));
	cr_expect(eq(int, who.service.confidence, SERVICE_LIKELY));
}

/* What endlessh does: lines of 3 to 32 bytes, the last two CR and LF, of the
 * 95 printable characters. */
static size_t write_lines(char *out, size_t lines)
{
	size_t len = 0;

	for (size_t i = 0; i < lines; i++) {
		for (int left = 1 + rand() % 30; left > 0; left--)
			out[len++] = (char)(' ' + rand() % 95);
		out[len++] = '\r';
		out[len++] = '\n';
	}
	return len;
}

Test(recognise_tarpit, knows_it_by_a_few_lines_nearly_always)
{
	static const struct {
		size_t lines;
		int least; /* of 1000 */
	} rows[] = { { 3, 850 }, { 4, 930 }, { 8, 980 }, { 100, 980 } };

	srand(1);
	for (size_t i = 0; i < COUNT(rows); i++) {
		int known = 0;

		for (int j = 0; j < 1000; j++) {
			char said[4096];
			size_t len = write_lines(said, rows[i].lines);
			struct identity who;

			known += is_tarpit(
				(struct bytes){ (uint8_t *)said, len }, &who);
		}
		cr_expect(ge(int, known, rows[i].least), "%zu lines",
		          rows[i].lines);
	}
}

#define SAID(literal)                                                          \
	{                                                                      \
		(const uint8_t *)(literal), sizeof(literal) - 1                \
	}

Test(recognise_tarpit, is_nothing_that_has_a_meaning)
{
	static const struct bytes others[] = {
		/* a line is not enough */
		SAID("*C[Sb$ Y*2C4YYPdF[xNk'-^l3eAGI\r\n"),
		SAID("Welcome to the MUD!\r\nWhat is your name? [Guest01]\r\n"),
		SAID("{\"Id\":1,\"Key\":\"A\"}\r\n{\"Id\":2,\"Key\":\"B\"}"
		     "\r\n"),
		SAID("8BITMIME\r\nSIZE 52428800\r\nAUTH PLAIN LOGIN\r\n"),
		SAID("$2y$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68L\r\n"
		     "$2y$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68L\r\n"),
		SAID("MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA+/k=\r\n"
		     "sQ7e1R0bVf2Xw9Lk3Jd8Zt5Yh6Uo4Pm+Nc/GiTaEvBqHyWx=\r\n"),
		SAID("HISTORY:[4]\r\n(ab) <cw>-jz,kq.\r\n"),
		SAID("<a href=\"/X1\">Y2</a>\r\n<b class='Q'>Z9</b>\r\n"),
		SAID("O%TTMrUr5`rC/[K\n@o\\\"Fcl9Z1#!afM]9-Bbl\n"),
		SAID("O%TTMrUr5`rC/[K\r\n\r\n@o\\\"Fcl9Z1#!afM]9-Bbl\r\n"),
		SAID("O%TTMrUr5`rC/[K\r\n@o\\\"F\xff"
		     "l9Z1#!afM]9-Bbl\r\n"),
	};

	for (size_t i = 0; i < COUNT(others); i++) {
		struct identity who;

		cr_expect(not(is_tarpit(others[i], &who)), "%zu", i);
		identity_release(&who);
	}
}
