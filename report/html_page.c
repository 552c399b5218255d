// SPDX-License-Identifier: Apache-2.0
#include "report/html_page.h"

#include "report/base64.h"
#include "report/html_style.h"
#include "report/html_text.h"

#include <inttypes.h>
#include <openssl/evp.h>

static void append_style_hash(struct text *text, const struct text *style)
{
	uint8_t digest[EVP_MAX_MD_SIZE];
	unsigned len;

	if (EVP_Digest(style->data, style->len, digest, &len, EVP_sha256(),
	               NULL) != 1) {
		text->failed = true;
		return;
	}
	base64_append(text, digest, len);
}

/* The icon keeps a browser that gets the page from a server from asking it for
 * one. */
static void append_policy(struct text *text, const struct text *style)
{
	text_append_string(text,
	                   "<meta http-equiv=\"Content-Security-Policy\" "
	                   "content=\"default-src 'none'; style-src 'sha256-");
	append_style_hash(text, style);
	text_append_string(text, "'; img-src data:; base-uri 'none'; "
	                         "form-action 'none'\">\n"
	                         "<link rel=\"icon\" href=\"data:,\">\n");
}

static void append_style(struct text *text)
{
	struct text style;

	text_init(&style);
	html_style_append(&style);
	append_policy(text, &style);
	html_text_open(text, "style", NULL);
	text_append(text, style.data, style.len);
	html_text_close(text, "style");
	text->failed |= style.failed;
	text_release(&style);
}

void html_page_append_begin(struct text *text, const char *title)
{
	text_append_string(text, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	                         "<meta charset=\"utf-8\">\n");
	html_text_element(text, "title", NULL, title);
	text_append_string(
		text, "\n<meta name=\"viewport\" "
		      "content=\"width=device-width, initial-scale=1\">\n"
		      "<meta name=\"color-scheme\" content=\"light dark\">\n"
		      "<meta name=\"referrer\" content=\"no-referrer\">\n");
	append_style(text);
	text_append_string(text, "\n</head>\n<body>\n<main>\n");
}

void html_page_open_section(struct text *text, const char *id,
                            const char *heading)
{
	text_printf(text,
	            "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n",
	            id, id, heading);
}

void html_page_close_section(struct text *text)
{
	text_append_string(text, "</section>\n");
}

void html_page_append_tile(struct text *text, const char *class, uint64_t count,
                           const char *label)
{
	text_printf(text,
	            "<li class=\"tile %s\"><b>%" PRIu64
	            "</b> <span>%s</span></li>\n",
	            count > 0 ? class : "plain", count, label);
}

void html_page_append_badge(struct text *text, const char *class,
                            const char *word)
{
	text_printf(text, "<span class=\"badge %s\">", class);
	html_text_string(text, word);
	html_text_close(text, "span");
}

const char *html_page_verdict_class(enum verdict_label label)
{
	switch (label) {
	case VERDICT_NONE: return "plain";
	case VERDICT_EXPECTED: return "good";
	case VERDICT_UNCONFIRMED: return "doubt";
	case VERDICT_INVESTIGATE: return "alarm";
	}
	return "plain";
}
