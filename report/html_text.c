// SPDX-License-Identifier: Apache-2.0
#include "report/html_text.h"

#include "base/utf8.h"
#include "report/escape.h"
#include "report/units.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

void html_text_bytes(struct text *text, const void *bytes, size_t len)
{
	escape_xml(text, bytes, len); /* HTML has the same four entities */
}

void html_text_string(struct text *text, const char *string)
{
	html_text_bytes(text, string, strlen(string));
}

/* `max`, or the begin of the code point that goes on behind it. */
static size_t whole_len(const uint8_t *bytes, size_t len, size_t max)
{
	uint32_t code_point;

	for (size_t back = 1; back <= 3 && back <= max; back++) {
		size_t at = max - back;

		if (utf8_decode(bytes + at, len - at, &code_point) > back)
			return at;
	}
	return max;
}

void html_text_cut(struct text *text, const void *bytes, size_t len, size_t max)
{
	size_t shown = len <= max ? len : whole_len(bytes, len, max);

	html_text_bytes(text, bytes, shown);
	if (shown < len) {
		html_text_open(text, "span", "more");
		text_printf(text, " … %zu more %s", len - shown,
		            len - shown == 1 ? "byte" : "bytes");
		html_text_close(text, "span");
	}
}

void html_text_open(struct text *text, const char *element, const char *class)
{
	text_printf(text, "<%s", element);
	if (class != NULL)
		text_printf(text, " class=\"%s\"", class);
	text_append_char(text, '>');
}

void html_text_close(struct text *text, const char *element)
{
	text_printf(text, "</%s>", element);
}

void html_text_element(struct text *text, const char *element,
                       const char *class, const char *string)
{
	html_text_open(text, element, class);
	html_text_string(text, string);
	html_text_close(text, element);
}

/* With a comma before every three digits. */
static void append_grouped(struct text *text, uint64_t count)
{
	char digits[24];
	int len = snprintf(digits, sizeof(digits), "%" PRIu64, count);

	for (int i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			text_append_char(text, ',');
		text_append_char(text, digits[i]);
	}
}

void html_text_count(struct text *text, uint64_t count, const char *singular,
                     const char *plural)
{
	append_grouped(text, count);
	text_printf(text, " %s", count == 1 ? singular : plural);
}

void html_text_time(struct text *text, int64_t time_us)
{
	time_t seconds = (time_t)(time_us / 1000000);
	struct tm tm = { 0 };

	gmtime_r(&seconds, &tm);
	text_append_string(text, "<time datetime=\"");
	units_append_time(text, time_us);
	text_printf(text, "\">%04d-%02d-%02d %02d:%02d:%02d UTC</time>",
	            tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
	            tm.tm_min, tm.tm_sec);
}
