// SPDX-License-Identifier: Apache-2.0
#include "report/html_text.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

Test(html_text, what_was_sent_stays_text)
{
	static const struct {
		const char *sent;
		const char *html;
	} rows[] = {
		{ "", "" },
		{ "<script>alert(1)</script>",
		  "&lt;script&gt;alert(1)&lt;/script&gt;" },
		{ "\" onmouseover=\"alert(1)",
		  "&quot; onmouseover=&quot;alert(1)" },
		{ "]]></style><!--", "]]&gt;&lt;/style&gt;&lt;!--" },
		{ "&lt;&#60;", "&amp;lt;&amp;#60;" },
		{ "a\r\n\tb\x1b[2J", "a\\r\\n\\tb\\x1b[2J" },
		{ "gpj\xe2\x80\xae.exe", "gpj\\xe2\\x80\\xae.exe" },
		{ "\xff\xc3(caf\xc3\xa9", "\\xff\\xc3(caf\xc3\xa9" },
		{ "C:\\dir", "C:\\\\dir" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct text text;

		text_init(&text);
		html_text_string(&text, rows[i].sent);
		cr_expect(eq(str, text.data, (char *)rows[i].html), "row %zu",
		          i);
		text_release(&text);
	}
}

Test(html_text, what_is_too_long_is_cut_before_a_code_point)
{
	static const struct {
		const char *sent;
		size_t max;
		const char *html;
	} rows[] = {
		{ "abc", 3, "abc" },
		{ "abcd", 3, "abc<span class=\"more\"> … 1 more byte</span>" },
		{ "ab\xc3\xa9z", 3,
		  "ab<span class=\"more\"> … 3 more bytes</span>" },
		{ "a\xf0\x9f\x98\x80", 4,
		  "a<span class=\"more\"> … 4 more bytes</span>" },
		{ "\x80\x80\x80\x80\x80", 4,
		  "\\x80\\x80\\x80\\x80<span class=\"more\"> … 1 more "
		  "byte</span>" },
		{ "\xed\x80\xae\xa2\x9f", 4,
		  "\xed\x80\xae\\xa2<span class=\"more\"> … 1 more byte"
		  "</span>" },
		{ "a", 0, "<span class=\"more\"> … 1 more byte</span>" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct text text;

		text_init(&text);
		html_text_cut(&text, rows[i].sent, strlen(rows[i].sent),
		              rows[i].max);
		cr_expect(eq(str, text.data, (char *)rows[i].html), "row %zu",
		          i);
		text_release(&text);
	}
}

Test(html_text, an_element_has_its_class_and_holds_text)
{
	struct text text;

	text_init(&text);
	html_text_element(&text, "p", "small", "a<b");
	html_text_element(&text, "b", NULL, "c");
	cr_expect(eq(str, text.data, "<p class=\"small\">a&lt;b</p><b>c</b>"));
	text_release(&text);
}

Test(html_text, counts_have_a_comma_every_three_digits)
{
	static const struct {
		uint64_t count;
		const char *html;
	} rows[] = {
		{ 0, "0 ports" },
		{ 1, "1 port" },
		{ 999, "999 ports" },
		{ 1000, "1,000 ports" },
		{ UINT64_MAX, "18,446,744,073,709,551,615 ports" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct text text;

		text_init(&text);
		html_text_count(&text, rows[i].count, "port", "ports");
		cr_expect(eq(str, text.data, (char *)rows[i].html), "row %zu",
		          i);
		text_release(&text);
	}
}

Test(html_text, a_time_is_for_people_and_for_programs)
{
	struct text text;

	text_init(&text);
	html_text_time(&text, INT64_C(1795449907250000));
	cr_expect(eq(str, text.data,
	             "<time datetime=\"2026-11-23T16:05:07.250Z\">"
	             "2026-11-23 16:05:07 UTC</time>"));
	text_release(&text);
}
