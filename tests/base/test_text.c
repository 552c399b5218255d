// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

Test(text, empty_text_prints_as_nothing)
{
	struct text text;

	text_init(&text);
	cr_expect(eq(str, text.data, ""));
	text_release(&text);
	cr_expect(eq(str, text.data, ""));
}

Test(text, keeps_bytes_and_a_nul_behind_them)
{
	struct text text;

	text_init(&text);
	text_append(&text, "a\0b", 3);
	text_append_char(&text, 'c');
	text_append_string(&text, "de");
	text_printf(&text, "-%d", 42);
	cr_expect(eq(sz, text.len, 9));
	cr_expect(eq(int, memcmp(text.data, "a\0bcde-42", 10), 0));
	text_release(&text);
}

Test(text, grows_across_every_length)
{
	struct text text;

	text_init(&text);
	for (int i = 0; i < 5000; i++)
		text_append_char(&text, (char)('a' + i % 26));
	cr_assert(eq(sz, text.len, 5000));
	for (size_t i = 0; i < 5000; i++)
		cr_assert(eq(chr, text.data[i], (char)('a' + i % 26)));
	cr_expect(eq(chr, text.data[5000], '\0'));
	text_release(&text);
}

Test(text, printf_longer_than_the_room_is_whole)
{
	struct text text;

	text_init(&text);
	text_printf(&text, "%0200d|%s", 7, "end");
	cr_expect(eq(sz, text.len, 204));
	cr_expect(eq(str, text.data + 200, "|end"));
	text_release(&text);
}

Test(text, failure_sticks_until_cleared)
{
	struct text text;

	text_init(&text);
	text_append_string(&text, "kept");
	text_append(&text, "x", SIZE_MAX - 1);
	cr_expect(text.failed);
	text_append_string(&text, "lost");
	cr_expect(eq(str, text.data, "kept"));
	text_clear(&text);
	cr_expect(not(text.failed));
	text_append_string(&text, "new");
	cr_expect(eq(str, text.data, "new"));
	text_release(&text);
}
