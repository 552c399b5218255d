// SPDX-License-Identifier: Apache-2.0
#include "probes/wholeness.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static const struct {
	const char *said;
	size_t len;
	bool greeting, line, coded;
} rows[] = {
#define ROW(said, greeting, line, coded)                                       \
	{                                                                      \
		said, sizeof(said) - 1, greeting, line, coded                  \
	}
	ROW("", false, false, false),
	ROW("SSH-2.0-x", false, false, false),
	ROW("SSH-2.0-x\r\n", true, true, true),
	ROW("220 x ready\r\n", true, true, true),
	ROW("220-x\r\n", false, true, false),
	ROW("220-x\r\n220 y\r\n", true, true, true),
	ROW("220-x\r\n220-y\r\n", false, true, false),
	ROW("22-x\n", true, true, true),
	ROW("\n", true, true, true),
	/* a MySQL packet of two bytes, and one that lacks a byte */
	ROW("\2\0\0\0ab", true, false, false),
	ROW("\3\0\0\0ab", false, false, false),
	ROW("\2\0\0\1ab", false, false, false),
};

Test(wholeness, of_greetings_lines_and_replies)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct bytes said = { (const uint8_t *)rows[i].said,
			              rows[i].len };

		cr_expect(eq(int, greeting_is_whole(said), rows[i].greeting),
		          "row %zu", i);
		cr_expect(eq(int, line_is_whole(said), rows[i].line), "row %zu",
		          i);
		cr_expect(eq(int, coded_reply_is_whole(said), rows[i].coded),
		          "row %zu", i);
	}
}
