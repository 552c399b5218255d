// SPDX-License-Identifier: Apache-2.0
#include "targets/target_list.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct seen {
	char text[1024]; /* "item@line:column " for each */
	size_t items;
	size_t stop_after; /* 0 is never */
};

static bool record(void *arg, const char *item,
                   struct target_list_position position)
{
	struct seen *seen = arg;
	size_t len = strlen(seen->text);

	snprintf(seen->text + len, sizeof(seen->text) - len, "%s@%zu:%zu ",
	         item, position.line, position.column);
	return ++seen->items != seen->stop_after;
}

/* Read a copy of exactly `len` bytes, so that a read past the end shows. */
static enum target_list_error read_exactly(const char *text, size_t len,
                                           struct seen *seen,
                                           struct target_list_position *at)
{
	char *copy = malloc(len);
	enum target_list_error error;

	memcpy(copy, text, len);
	error = target_list_read(copy, len, record, seen, at);
	free(copy);
	return error;
}

Test(target_list, finds_every_item_and_its_place)
{
	static const struct {
		const char *text;
		const char *items;
	} rows[] = {
		{ "", "" },
		{ " \t\r\n,,\n", "" },
		{ "10.0.0.1", "10.0.0.1@1:1 " },
		{ "a b\tc,d\ne", "a@1:1 b@1:3 c@1:5 d@1:7 e@2:1 " },
		{ "a\r\nb\r\n", "a@1:1 b@2:1 " },
		{ "\n\n  a , b ,\n", "a@3:3 b@3:7 " },
		{ "# all of it\n", "" },
		{ "# no end", "" },
		{ "a # rest, of line\nb#c\n#d\ne", "a@1:1 b@2:1 e@4:1 " },
		{ "a##\n#b\nc", "a@1:1 c@3:1 " },
		{ "\xef\xbb\xbf"
		  "a\n\xef\xbb\xbf",
		  "a@1:1 \xef\xbb\xbf@2:1 " },
		{ "\xef\xbb", "\xef\xbb@1:1 " },
		{ "a\rb\vc\fd", "a@1:1 b@1:3 c@1:5 d@1:7 " },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct seen seen = { 0 };
		struct target_list_position at;

		cr_expect(eq(int,
		             read_exactly(rows[i].text, strlen(rows[i].text),
		                          &seen, &at),
		             TARGET_LIST_OK),
		          "row %zu", i);
		cr_expect(eq(str, seen.text, (char *)rows[i].items), "row %zu",
		          i);
	}
}

Test(target_list, longest_item_passes_and_one_byte_more_does_not)
{
	char text[TARGET_LIST_ITEM_MAX + 1];
	struct target_list_position at = { 0, 0 };
	struct seen seen = { 0 };

	memset(text, 'x', sizeof(text));
	text[0] = '\n';
	cr_expect(eq(int, read_exactly(text, sizeof(text), &seen, &at),
	             TARGET_LIST_OK));
	cr_expect(eq(sz, seen.items, 1));
	text[0] = 'x';
	cr_expect(eq(int, read_exactly(text, sizeof(text), &seen, &at),
	             TARGET_LIST_TOO_LONG));
	cr_expect(eq(sz, seen.items, 1));
	cr_expect(eq(sz, at.line, 1));
	cr_expect(eq(sz, at.column, 1));
}

Test(target_list, a_nul_is_refused_wherever_it_stands)
{
	static const struct {
		const char *text;
		size_t len;
		size_t column;
	} rows[] = {
		{ "\0", 1, 1 },     { "a\0b", 3, 2 },          { "a \0", 3, 3 },
		{ "# \0 b", 5, 3 }, { "1\0000\0.\000", 6, 2 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct seen seen = { 0 };
		struct target_list_position at = { 0, 0 };

		cr_expect(
			eq(int,
		           read_exactly(rows[i].text, rows[i].len, &seen, &at),
		           TARGET_LIST_NUL),
			"row %zu", i);
		cr_expect(eq(sz, at.column, rows[i].column), "row %zu", i);
	}
}

Test(target_list, an_item_cut_by_a_nul_is_none)
{
	static const char text[] = "a\n\xff\xfe"
				   "1\0.\0";
	struct target_list_position at;
	struct seen seen = { 0 };

	cr_expect(eq(int, read_exactly(text, sizeof(text) - 1, &seen, &at),
	             TARGET_LIST_NUL));
	cr_expect(eq(str, seen.text, "a@1:1 "));
	cr_expect(eq(sz, at.line, 2));
}

Test(target_list, stops_where_the_callback_says_so)
{
	struct seen seen = { .stop_after = 2 };
	struct target_list_position at;

	cr_expect(eq(int, read_exactly("a\n b c", 6, &seen, &at),
	             TARGET_LIST_STOPPED));
	cr_expect(eq(str, seen.text, "a@1:1 b@2:2 "));
	cr_expect(eq(sz, at.line, 2));
	cr_expect(eq(sz, at.column, 2));
}
