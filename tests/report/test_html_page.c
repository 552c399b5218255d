// SPDX-License-Identifier: Apache-2.0
#include "report/html_page.h"

#include "report/base64.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <openssl/evp.h>
#include <string.h>

/* What stands between `before` and `after`, from the end of the former. */
static struct text between(const char *page, const char *before,
                           const char *after)
{
	const char *from = strstr(page, before);
	const char *to;
	struct text piece;

	text_init(&piece);
	cr_assert(ne(ptr, (void *)from, NULL), "no %s", before);
	from += strlen(before);
	to = strstr(from, after);
	cr_assert(ne(ptr, (void *)to, NULL), "no %s", after);
	text_append(&piece, from, (size_t)(to - from));
	return piece;
}

Test(html_page, the_policy_allows_the_style_and_nothing_else)
{
	uint8_t digest[EVP_MAX_MD_SIZE];
	unsigned len;
	struct text page, style, policy, expected;

	text_init(&page);
	text_init(&expected);
	html_page_append_begin(&page, "a page");
	style = between(page.data, "<style>", "</style>");
	policy = between(page.data, "Content-Security-Policy\" content=\"",
	                 "\"");
	cr_assert(eq(int,
	             EVP_Digest(style.data, style.len, digest, &len,
	                        EVP_sha256(), NULL),
	             1));
	text_append_string(&expected, "default-src 'none'; style-src 'sha256-");
	base64_append(&expected, digest, len);
	text_append_string(&expected, "'; img-src data:; base-uri 'none'; "
	                              "form-action 'none'");
	cr_expect(eq(str, policy.data, expected.data));
	text_release(&page);
	text_release(&style);
	text_release(&policy);
	text_release(&expected);
}

Test(html_page, the_policy_stands_before_what_it_judges)
{
	struct text page;

	text_init(&page);
	html_page_append_begin(&page, "a page");
	cr_expect(lt(ptr, strstr(page.data, "Content-Security-Policy"),
	             strstr(page.data, "<link")));
	cr_expect(lt(ptr, strstr(page.data, "Content-Security-Policy"),
	             strstr(page.data, "<style>")));
	text_release(&page);
}

Test(html_page, a_title_is_text)
{
	struct text page, title;

	text_init(&page);
	html_page_append_begin(&page, "</title><script>\x1b");
	title = between(page.data, "<title>", "</title>");
	cr_expect(eq(str, title.data, "&lt;/title&gt;&lt;script&gt;\\x1b"));
	text_release(&page);
	text_release(&title);
}

Test(html_page, the_style_loads_nothing)
{
	struct text page, style;

	text_init(&page);
	html_page_append_begin(&page, "a page");
	style = between(page.data, "<style>", "</style>");
	cr_expect(eq(ptr, strstr(style.data, "url("), NULL));
	cr_expect(eq(ptr, strstr(style.data, "@import"), NULL));
	cr_expect(eq(ptr, strchr(style.data, '<'), NULL));
	text_release(&page);
	text_release(&style);
}

Test(html_page, a_tile_of_nothing_is_plain)
{
	struct text text;

	text_init(&text);
	html_page_append_tile(&text, "alarm", 0, "new");
	html_page_append_tile(&text, "alarm", 2, "new");
	cr_expect(eq(str, text.data,
	             "<li class=\"tile plain\"><b>0</b> <span>new</span></li>\n"
	             "<li class=\"tile alarm\"><b>2</b> <span>new</span>"
	             "</li>\n"));
	text_release(&text);
}
