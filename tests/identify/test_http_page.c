// SPDX-License-Identifier: Apache-2.0
#include "identify/http_page.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static struct bytes as_bytes(const char *text)
{
	return (struct bytes){ (const uint8_t *)text, strlen(text) };
}

static const struct {
	const char *page;
	const char *title; /* "": none */
} titles[] = {
	{ "<title>Zoo</title>", "Zoo" },
	{ "<HTML><HEAD><TITLE >\n  A\r\n\tB  \n</TITLE></HEAD>", "A B" },
	{ "<title lang=\"en\">Zoo</title>", "Zoo" },
	{ "<title>a &amp; b &lt;c&gt; &quot;d&quot; &#39;e&#x27;&nbsp;f &zoo;"
	  "</title>",
	  "a & b <c> \"d\" 'e' f &zoo;" },
	{ "<title>first</title><title>second</title>", "first" },
	{ "<titles>no</titles>", "" },
	{ "<title>cut off", "" },
	{ "<title", "" },
	{ "<title></title>", "" },
	{ "<title> \n </title>", "" },
	{ "", "" },
	{ "<title>\x1b[2Jred\x07</title>", "[2Jred" },
	{ "<title>Grüße</title>", "Grüße" },
};

Test(http_page, finds_the_title)
{
	for (size_t i = 0; i < COUNT(titles); i++) {
		char title[64];
		bool found = http_page_title(as_bytes(titles[i].page), title,
		                             sizeof(title));

		cr_expect(found == (titles[i].title[0] != '\0'), "row %zu", i);
		cr_expect(strcmp(title, titles[i].title) == 0, "row %zu: %s", i,
		          title);
	}
}

Test(http_page, cuts_a_title_between_characters)
{
	char title[8];

	cr_expect(http_page_title(as_bytes("<title>123456789</title>"), title,
	                          sizeof(title)));
	cr_expect(eq(str, title, "1234567"));
	cr_expect(http_page_title(as_bytes("<title>123456ü</title>"), title,
	                          sizeof(title)));
	cr_expect(eq(str, title, "123456"));
	cr_expect(http_page_title(as_bytes("<title>12345üa</title>"), title,
	                          sizeof(title)));
	cr_expect(eq(str, title, "12345ü"));
}

static const struct {
	const char *page;
	const char *generator; /* "": none */
} generators[] = {
	{ "<meta name=\"generator\" content=\"WordPress 6.1\">",
	  "WordPress 6.1" },
	{ "<META CONTENT='x 1' NAME=Generator />", "x 1" },
	{ "<meta charset=utf-8><meta\nname=generator\ncontent=x>", "x" },
	{ "<meta http-equiv=generator content=x>", "x" },
	{ "<meta name=viewport content=y><meta name=generator content=x>",
	  "x" },
	{ "<meta name=generator>", "" },
	{ "<meta content=x>", "" },
	{ "<metal name=generator content=x>", "" },
	{ "<meta name=generator content=\"cut off", "" },
	{ "<meta name=generator content=x", "" },
	{ "<meta = = = >", "" },
};

Test(http_page, finds_the_generator)
{
	for (size_t i = 0; i < COUNT(generators); i++) {
		char text[64];

		http_page_meta(as_bytes(generators[i].page), "generator", text,
		               sizeof(text));
		cr_expect(strcmp(text, generators[i].generator) == 0,
		          "row %zu: %s", i, text);
	}
}
