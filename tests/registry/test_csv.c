// SPDX-License-Identifier: Apache-2.0
#include "registry/csv.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

/* Rows are told apart by "\n", fields by "|". */
static const struct {
	const char *name;
	const char *csv;
	const char *rows;
} accepted[] = {
	{ "nothing", "", "" },
	{ "LF", "a,b\nc,d\n", "a|b\nc|d\n" },
	{ "CRLF", "a,b\r\nc,d\r\n", "a|b\nc|d\n" },
	{ "no line end at the end", "a,b\nc,d", "a|b\nc|d\n" },
	{ "empty fields", ",\n,,", "|\n||\n" },
	{ "empty lines are passed over", "\n\r\na\n\n\r\n", "a\n" },
	{ "quotes", "\"a\",\"\"\n\"b\"", "a|\nb\n" },
	{ "comma in quotes", "\"a,b\",c\n", "a,b|c\n" },
	{ "LF in quotes", "\"a\nb\"\n", "a\nb\n" },
	{ "CRLF in quotes", "\"a\r\nb\"\n", "a\r\nb\n" },
	{ "doubled quotes", "\"\"\"\",\"a\"\"b\",c\n", "\"|a\"b|c\n" },
	{ "lone CR is a character", "a\rb,\r\n", "a\rb|\n" },
	{ "lone CR at the end", "a\r", "a\r\n" },
	{ "UTF-8", "é,\"日\"\n", "é|日\n" },
	{ "spaces stay", " a , b \n", " a | b \n" },
};

static const struct {
	const char *name;
	const char *csv;
	enum csv_result error;
	size_t line;
} rejected[] = {
	{ "open quote", "a\n\"b\nc\n", CSV_OPEN_QUOTE, 2 },
	{ "open quote at the end", "a,\"", CSV_OPEN_QUOTE, 1 },
	{ "doubled quote at the end", "\"a\"\"", CSV_OPEN_QUOTE, 1 },
	{ "quote in a bare field", "a\nb\"c\n", CSV_STRAY_QUOTE, 2 },
	{ "text after a quoted field", "\"a\nb\"\n\"a\"b\n", CSV_STRAY_QUOTE,
	  3 },
	{ "too wide",
	  "\n,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n"
	  "a\n",
	  CSV_TOO_WIDE, 2 },
};

/* Write all rows to `text` and return what ended them. */
static enum csv_result read_all(const char *bytes, struct text *text,
                                struct csv_row *row)
{
	char *copy = strdup(bytes);
	enum csv_result result;
	struct csv csv;

	csv_init(&csv, copy, strlen(copy));
	while ((result = csv_next(&csv, row)) == CSV_OK) {
		for (size_t i = 0; i < row->count; i++)
			text_printf(text, "%s%s", i > 0 ? "|" : "",
			            row->fields[i]);
		text_append_char(text, '\n');
	}
	free(copy);
	return result;
}

Test(csv, reads_every_shape_of_field_and_line)
{
	for (size_t i = 0; i < COUNT(accepted); i++) {
		struct csv_row row;
		struct text text;

		text_init(&text);
		cr_expect(eq(int, read_all(accepted[i].csv, &text, &row),
		             CSV_END),
		          "%s", accepted[i].name);
		cr_expect(eq(str, text.data, (char *)accepted[i].rows), "%s",
		          accepted[i].name);
		text_release(&text);
	}
}

Test(csv, refuses_with_the_line_of_the_row)
{
	for (size_t i = 0; i < COUNT(rejected); i++) {
		struct csv_row row;
		struct text text;

		text_init(&text);
		cr_expect(eq(int, read_all(rejected[i].csv, &text, &row),
		             rejected[i].error),
		          "%s", rejected[i].name);
		cr_expect(eq(sz, row.line, rejected[i].line), "%s",
		          rejected[i].name);
		text_release(&text);
	}
}

Test(csv, counts_lines_inside_quotes)
{
	char bytes[] = "a\n\"b\n\nc\"\n\n\nd\n";
	size_t lines[] = { 1, 2, 7 };
	struct csv_row row;
	struct csv csv;

	csv_init(&csv, bytes, sizeof(bytes) - 1);
	for (size_t i = 0; i < COUNT(lines); i++) {
		cr_assert(eq(int, csv_next(&csv, &row), CSV_OK));
		cr_expect(eq(sz, row.line, lines[i]));
	}
	cr_expect(eq(int, csv_next(&csv, &row), CSV_END));
}

Test(csv, widest_row_is_read_whole)
{
	char bytes[] = "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,"
		       "22,23,24,25,26,27,28,29,30,31,32\n";
	struct csv_row row;
	struct csv csv;

	csv_init(&csv, bytes, sizeof(bytes) - 1);
	cr_assert(eq(int, csv_next(&csv, &row), CSV_OK));
	cr_assert(eq(sz, row.count, CSV_MAX_FIELDS));
	cr_expect(eq(str, row.fields[CSV_MAX_FIELDS - 1], "32"));
}

Test(csv, quotes_only_where_needed_and_reads_it_back)
{
	const char *fields[] = { "plain", "",     "a,b", "say \"x\"",
		                 "a\nb",  "c\rd", "é" };
	struct csv_row row;
	struct text text;
	struct csv csv;

	text_init(&text);
	for (size_t i = 0; i < COUNT(fields); i++) {
		if (i > 0)
			text_append_char(&text, ',');
		csv_append_field(&text, fields[i]);
	}
	cr_expect(eq(str, text.data,
	             "plain,,\"a,b\",\"say \"\"x\"\"\",\"a\nb\",\"c\rd\",é"));
	csv_init(&csv, text.data, text.len);
	cr_assert(eq(int, csv_next(&csv, &row), CSV_OK));
	cr_assert(eq(sz, row.count, COUNT(fields)));
	for (size_t i = 0; i < COUNT(fields); i++)
		cr_expect(eq(str, row.fields[i], (char *)fields[i]));
	text_release(&text);
}
