// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static const struct {
	const char *bytes;
	size_t len;
	uint32_t code_point;
} valid[] = {
	{ "a", 1, 'a' },
	{ "\x7f", 1, 0x7f },
	{ "\xc2\x80", 2, 0x80 },
	{ "\xdf\xbf", 2, 0x7ff },
	{ "\xe0\xa0\x80", 3, 0x800 },
	{ "\xed\x9f\xbf", 3, 0xd7ff },
	{ "\xee\x80\x80", 3, 0xe000 },
	{ "\xef\xbf\xbf", 3, 0xffff },
	{ "\xf0\x90\x80\x80", 4, 0x10000 },
	{ "\xf4\x8f\xbf\xbf", 4, 0x10ffff },
};

Test(utf8, reads_the_ends_of_every_length)
{
	uint32_t code_point;

	for (size_t i = 0; i < COUNT(valid); i++) {
		size_t len = utf8_decode((const uint8_t *)valid[i].bytes,
		                         valid[i].len, &code_point);

		cr_expect(eq(sz, len, valid[i].len), "row %zu", i);
		cr_expect(eq(u32, code_point, valid[i].code_point), "row %zu",
		          i);
	}
}

static const struct {
	const char *what;
	const char *bytes;
	size_t len;
} invalid[] = {
	{ "nothing", "", 0 },
	{ "continuation alone", "\x80", 1 },
	{ "overlong NUL", "\xc0\x80", 2 },
	{ "overlong slash in three", "\xe0\x80\xaf", 3 },
	{ "overlong in four", "\xf0\x8f\xbf\xbf", 4 },
	{ "first surrogate", "\xed\xa0\x80", 3 },
	{ "last surrogate", "\xed\xbf\xbf", 3 },
	{ "above U+10FFFF", "\xf4\x90\x80\x80", 4 },
	{ "no such lead", "\xf8\x88\x80\x80\x80", 5 },
	{ "0xff", "\xff", 1 },
	{ "cut after two of three", "\xe2\x82", 2 },
	{ "lead then ASCII", "\xc3(", 2 },
	{ "bad third byte", "\xe2\x82(", 3 },
};

Test(utf8, refuses_what_is_not_utf8)
{
	uint32_t code_point = 42;

	for (size_t i = 0; i < COUNT(invalid); i++)
		cr_expect(eq(sz,
		             utf8_decode((const uint8_t *)invalid[i].bytes,
		                         invalid[i].len, &code_point),
		             0),
		          "%s", invalid[i].what);
	cr_expect(eq(u32, code_point, 42));
}

static const uint32_t hidden[] = {
	0,      0x1b,   0x1f,   0x7f,   0x80,   0x9b,   0x9f,   0xad,   0x61c,
	0x200b, 0x200f, 0x2028, 0x202e, 0x2066, 0x2069, 0xfeff, 0xfffe, 0xffff,
};
static const uint32_t shown[] = {
	' ', '~', 0xa0, 0xe9, 0x2010, 0x20ac, 0x4e00, 0xfffd, 0x1f600,
};

Test(utf8, controls_and_direction_marks_are_not_visible)
{
	for (size_t i = 0; i < COUNT(hidden); i++)
		cr_expect(not(utf8_is_visible(hidden[i])), "U+%04X", hidden[i]);
	for (size_t i = 0; i < COUNT(shown); i++)
		cr_expect(utf8_is_visible(shown[i]), "U+%04X", shown[i]);
}

Test(utf8, wide_characters_take_two_columns)
{
	cr_expect(eq(uint, utf8_columns('a'), 1));
	cr_expect(eq(uint, utf8_columns(0xe9), 1));
	cr_expect(eq(uint, utf8_columns(0x4e00), 2));
	cr_expect(eq(uint, utf8_columns(0x1f600), 2));
}
