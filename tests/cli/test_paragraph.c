// SPDX-License-Identifier: Apache-2.0
#include "cli/paragraph.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

/* "xxx", `len` long. */
static const char *word(char c, size_t len)
{
	static char letters[2][256];
	static size_t next;
	char *room = letters[next++ % 2];

	memset(room, c, len);
	room[len] = '\0';
	return room;
}

static void expect_paragraph(size_t indent, const char *words,
                             const char *expected)
{
	struct text text;

	text_init(&text);
	paragraph_append(&text, indent, words);
	cr_expect(eq(str, text.data, (char *)expected), "%s", words);
	text_release(&text);
}

Test(paragraph, that_fits_stays_on_its_line)
{
	expect_paragraph(4, "", "\n");
	expect_paragraph(4, "one", "one\n");
	expect_paragraph(4, "one two  three ", "one two three\n");
}

Test(paragraph, breaks_at_the_last_blank_that_fits)
{
	struct text words, expected;

	text_init(&words);
	text_init(&expected);
	for (size_t len = 40; len <= 60; len++) {
		text_clear(&words);
		text_clear(&expected);
		text_printf(&words, "%s %s", word('a', 40), word('b', len));
		text_printf(&expected, "%s%s%s\n", word('a', 40),
		            6 + 41 + len <= 100 ? " " : "\n      ",
		            word('b', len));
		expect_paragraph(6, words.data, expected.data);
	}
	text_release(&expected);
	text_release(&words);
}

Test(paragraph, breaks_a_word_that_no_line_can_hold)
{
	struct text words, expected;

	text_init(&words);
	text_init(&expected);
	text_printf(&words, "a %s", word('b', 200));
	text_printf(&expected, "a\n          %s", word('b', 90));
	text_printf(&expected, "\n          %s", word('b', 90));
	text_printf(&expected, "\n          %s\n", word('b', 20));
	expect_paragraph(10, words.data, expected.data);
	text_release(&expected);
	text_release(&words);
}

Test(paragraph, counts_columns_and_not_bytes)
{
	struct text words, expected;

	text_init(&words);
	text_init(&expected);
	text_printf(&words, "%s \xc3\xa9\xc3\xa9 c", word('a', 95));
	text_printf(&expected, "%s \xc3\xa9\xc3\xa9 c\n", word('a', 95));
	expect_paragraph(0, words.data, expected.data);
	text_clear(&words);
	text_clear(&expected);
	text_printf(&words, "%s \xe4\xb8\xad\xe4\xb8\xad c", word('a', 95));
	text_printf(&expected, "%s \xe4\xb8\xad\xe4\xb8\xad\nc\n",
	            word('a', 95));
	expect_paragraph(0, words.data, expected.data);
	text_release(&expected);
	text_release(&words);
}

Test(paragraph, line_feed_starts_a_line)
{
	expect_paragraph(2, "one\ntwo\n\nthree", "one\n  two\n  \n  three\n");
}
