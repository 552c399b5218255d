// SPDX-License-Identifier: Apache-2.0
/*
 * Whatever the bytes, between tags and in double quotes they are visible text
 * without markup, and no longer than they may be.
 */
#include "base/utf8.h"
#include "report/html_text.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void require_text(const char *html, size_t len)
{
	const uint8_t *at = (const uint8_t *)html;
	uint32_t code_point;

	require(strlen(html) >= len);
	for (size_t i = 0, step; i < len; i += step) {
		step = utf8_decode(at + i, len - i, &code_point);
		require(step > 0 && utf8_is_visible(code_point));
		require(strchr("<>\"", html[i]) == NULL);
	}
}

/* What is cut begins as the whole does, and says how much is missing. */
static void check_cut(const uint8_t *data, size_t size,
                      const struct text *whole)
{
	struct text text;

	text_init(&text);
	for (size_t max = 0; max < 20; max++) {
		const char *more;

		text_clear(&text);
		html_text_cut(&text, data, size, max);
		more = strstr(text.data, "<span class=\"more\">");
		require((more != NULL) == (size > max));
		if (more == NULL)
			continue;
		require_text(text.data, (size_t)(more - text.data));
		require((size_t)(more - text.data) <= max * strlen("&quot;"));
		require(whole->len > (size_t)(more - text.data) &&
		        memcmp(whole->data, text.data,
		               (size_t)(more - text.data)) == 0);
	}
	text_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text text;

	text_init(&text);
	html_text_bytes(&text, data, size);
	require_text(text.data, text.len);
	check_cut(data, size, &text);
	text_release(&text);
	return 0;
}
