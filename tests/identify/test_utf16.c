// SPDX-License-Identifier: Apache-2.0
#include "identify/utf16.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#define UTF16(literal)                                                         \
	{                                                                      \
		(const uint8_t *)(literal), sizeof(literal) - 1                \
	}

static const struct {
	struct bytes utf16;
	const char *utf8;
} rows[] = {
	{ UTF16("Z\0O\0O\0"), "ZOO" },
	{ UTF16("Z\0\0\0O\0"), "Z" },
	{ UTF16("\xfc\0\xac\x20"), "\xc3\xbc\xe2\x82\xac" },
	{ UTF16("\x3d\xd8\x00\xde"), "\xf0\x9f\x98\x80" }, /* a pair */
	{ UTF16("\x3d\xd8"), "?" },                        /* half of one */
	{ UTF16("\x3d\xd8Z\0"), "?Z" },
	{ UTF16("\x00\xdeZ\0"), "?Z" },
	{ UTF16("\x3d\xd8\x3d\xd8\x00\xde"), "?\xf0\x9f\x98\x80" },
	{ UTF16("Z\0O"), "Z" }, /* half a unit */
	{ UTF16(""), "" },
};

Test(utf16, becomes_utf8)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		uint8_t out[16];
		struct bytes utf8 =
			utf16_to_utf8(rows[i].utf16, out, sizeof(out));

		cr_expect(eq(sz, utf8.len, strlen(rows[i].utf8)), "%zu", i);
		cr_expect(bytes_equal_at(utf8, 0, rows[i].utf8, utf8.len),
		          "%zu", i);
	}
}

Test(utf16, is_cut_between_characters)
{
	static const struct bytes euros = UTF16("\xac\x20\xac\x20");
	uint8_t out[8];

	for (size_t size = 0; size <= sizeof(out); size++)
		cr_expect(eq(sz, utf16_to_utf8(euros, out, size).len,
		             size < 3   ? 0
		             : size < 6 ? 3
		                        : 6),
		          "%zu", size);
}
