// SPDX-License-Identifier: Apache-2.0
#include "report/escape.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

struct row {
	const char *bytes;
	size_t len;
	const char *expected;
};

#define ROW(literal, expected)                                                 \
	{                                                                      \
		literal, sizeof(literal) - 1, expected                         \
	}

static void expect_rows(void (*escape)(struct text *, const void *, size_t),
                        const struct row *rows, size_t count)
{
	struct text text;

	text_init(&text);
	for (size_t i = 0; i < count; i++) {
		text_clear(&text);
		escape(&text, rows[i].bytes, rows[i].len);
		cr_expect(eq(str, text.data, (char *)rows[i].expected),
		          "row %zu", i);
	}
	text_release(&text);
}

static const struct row json_rows[] = {
	ROW("", "\"\""),
	ROW("ssh", "\"ssh\""),
	ROW("a\"b\\c/d", "\"a\\\"b\\\\c/d\""),
	ROW("SSH-2.0\r\n\t", "\"SSH-2.0\\r\\n\\t\""),
	ROW("\0\x01\x1b[31m\x7f", "\"\\u0000\\u0001\\u001b[31m\\u007f\""),
	ROW("caf\xc3\xa9 \xe2\x82\xac", "\"caf\xc3\xa9 \xe2\x82\xac\""),
	ROW("\xff\xc3(", "\"\\ufffd\\ufffd(\""),
	ROW("\xe2\x82", "\"\\ufffd\\ufffd\""),
	ROW("\xc2\x9b", "\"\\u009b\""),
	ROW("\xe2\x80\xa8\xe2\x80\xa9", "\"\\u2028\\u2029\""),
	ROW("\xe2\x80\xae", "\"\\u202e\""),
	ROW("\xf3\xa0\x81\x81", "\"\\udb40\\udc41\""),
	ROW("\xf0\x9f\x98\x80", "\"\xf0\x9f\x98\x80\""),
};

Test(escape, json_string_is_valid_whatever_the_bytes)
{
	expect_rows(escape_json_string, json_rows, COUNT(json_rows));
}

static const struct row terminal_rows[] = {
	ROW("", ""),
	ROW("220 mail ESMTP", "220 mail ESMTP"),
	ROW("a\r\nb\tc\\d", "a\\r\\nb\\tc\\\\d"),
	ROW("\0\x1b]0;owned\x07\x7f", "\\x00\\x1b]0;owned\\x07\\x7f"),
	ROW("\xc2\x9b", "\\xc2\\x9b"),
	ROW("\xe2\x80\xae", "\\xe2\\x80\\xae"),
	ROW("\xe2\x80\xa8", "\\xe2\\x80\\xa8"),
	ROW("caf\xc3\xa9\xe9", "caf\xc3\xa9\\xe9"),
};

Test(escape, terminal_text_is_one_visible_line)
{
	expect_rows(escape_terminal, terminal_rows, COUNT(terminal_rows));
}

static const struct row csv_rows[] = {
	ROW("", ""),
	ROW("plain text", "plain text"),
	ROW(" padded", "\" padded\""),
	ROW("a,b", "\"a,b\""),
	ROW("say \"hi\"", "\"say \"\"hi\"\"\""),
	ROW("two\r\nlines", "two\\r\\nlines"),
	ROW("\0\x1b\xff", "\\x00\\x1b\\xff"),
	ROW("=1+2", "\\x3d1+2"),
	ROW("+1", "\\x2b1"),
	ROW("-1", "\\x2d1"),
	ROW("@SUM(A1)", "\\x40SUM(A1)"),
	ROW("\t=1", "\\t=1"),
	ROW("\r=1", "\\r=1"),
	ROW("\xef\xbc\x9d"
	    "1",
	    "\\xef\\xbc\\x9d1"),
	ROW("a=1", "a=1"),
	ROW("a;=1", "\"a;\\x3d1\""),
	ROW("a; \"=1", "\"a; \"\"\\x3d1\""),
	ROW("  =1", "\"  \\x3d1\""),
	ROW("\"=1", "\"\"\"\\x3d1\""),
	ROW("x-y, -z", "\"x-y, -z\""),
};

Test(escape, csv_field_is_quoted_and_never_a_formula)
{
	expect_rows(escape_csv_field, csv_rows, COUNT(csv_rows));
}

static const struct row xml_rows[] = {
	ROW("", ""),
	ROW("nginx 1.22.1 (it's)", "nginx 1.22.1 (it's)"),
	ROW("<script>alert(\"&\")</script>",
	    "&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;"),
	ROW("]]><!--", "]]&gt;&lt;!--"),
	ROW("&lt;", "&amp;lt;"),
	ROW("two\r\n\tlines\\", "two\\r\\n\\tlines\\\\"),
	ROW("\0\x01\x0b\x1b\x7f\xc2\x9b",
	    "\\x00\\x01\\x0b\\x1b\\x7f\\xc2\\x9b"),
	ROW("\xef\xbf\xbe\xef\xbf\xbf", "\\xef\\xbf\\xbe\\xef\\xbf\\xbf"),
	ROW("\xff\xc3(caf\xc3\xa9", "\\xff\\xc3(caf\xc3\xa9"),
};

Test(escape, xml_text_is_text_whatever_the_bytes)
{
	expect_rows(escape_xml, xml_rows, COUNT(xml_rows));
}

static const struct {
	const char *bytes;
	size_t columns;
	const char *expected;
	size_t used;
} cut_rows[] = {
	{ "abc", 3, "abc", 3 },
	{ "abcd", 3, "ab…", 3 },
	{ "abcd", 1, "…", 1 },
	{ "abcd", 0, "", 0 },
	{ "", 0, "", 0 },
	{ "a\x1b"
	  "bc",
	  6, "a\\x1b…", 6 },
	{ "a\x1b"
	  "bc",
	  5, "a…", 2 },
	{ "一二三", 6, "一二三", 6 },
	{ "一二三", 5, "一二…", 5 },
	{ "一二三", 4, "一…", 3 },
};

Test(escape, terminal_text_is_cut_between_glyphs)
{
	struct text text;

	text_init(&text);
	for (size_t i = 0; i < COUNT(cut_rows); i++) {
		size_t used;

		text_clear(&text);
		used = escape_terminal_cut(&text, cut_rows[i].bytes,
		                           strlen(cut_rows[i].bytes),
		                           cut_rows[i].columns);
		cr_expect(eq(str, text.data, (char *)cut_rows[i].expected),
		          "row %zu", i);
		cr_expect(eq(sz, used, cut_rows[i].used), "row %zu", i);
	}
	text_release(&text);
}
