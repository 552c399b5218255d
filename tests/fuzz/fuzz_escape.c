// SPDX-License-Identifier: Apache-2.0
/*
 * Whatever the bytes, every escaped form is valid and visible UTF-8 on one
 * line, and keeps to the rules of where it goes.
 */
#include "base/count.h"
#include "base/utf8.h"
#include "report/base64.h"
#include "report/escape.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void require_visible(const char *bytes, size_t len)
{
	const uint8_t *at = (const uint8_t *)bytes;
	uint32_t code_point;
	size_t step;

	for (; len > 0; at += step, len -= step) {
		step = utf8_decode(at, len, &code_point);
		require(step > 0 && utf8_is_visible(code_point));
	}
}

/* Every quote and backslash within is half of an escape. */
static void check_json(const struct text *text)
{
	const char *at = text->data + 1;
	const char *end = text->data + text->len - 1;

	require(text->len >= 2 && text->data[0] == '"' && *end == '"');
	while (at < end) {
		require(*at != '"');
		if (*at++ == '\\')
			require(at < end && strchr("\"\\nrtu", *at++) != NULL);
	}
	require(at == end);
}

static bool is_formula_lead(char c)
{
	return c == '=' || c == '+' || c == '-' || c == '@';
}

/* Quotes within come in pairs; no cell begins a formula, wherever it ends. */
static void check_csv(const struct text *text)
{
	const char *at = text->data;
	size_t len = text->len;
	bool quoted = len > 0 && at[0] == '"';

	if (quoted) {
		require(len >= 2 && at[len - 1] == '"');
		at++;
		len -= 2;
	}
	for (size_t i = 0; i < len; i++) {
		require(quoted || strchr("\",;", at[i]) == NULL);
		if (at[i] == '"')
			require(++i < len && at[i] == '"');
	}
	for (size_t i = 0; i < text->len; i++)
		if (i == 0 || text->data[i - 1] == ';')
			require(!is_formula_lead(
				text->data[i + strspn(text->data + i, " \"")]));
}

static int hex_digit(char c)
{
	const char *digits = "0123456789abcdef";
	const char *at = c == '\0' ? NULL : strchr(digits, c);

	require(at != NULL);
	return (int)(at - digits);
}

/* The byte that the escape behind a backslash stands for. */
static uint8_t unescape(const char **at)
{
	char letter = *(*at)++;

	switch (letter) {
	case 'n': return '\n';
	case 'r': return '\r';
	case 't': return '\t';
	case 'x':
		*at += 2;
		return (uint8_t)(hex_digit((*at)[-2]) << 4 |
		                 hex_digit((*at)[-1]));
	default: require(letter == '\\'); return '\\';
	}
}

/* The bytes can be got back from the visible form. */
static void check_reversible(const struct text *text, const uint8_t *data,
                             size_t size)
{
	const char *at = text->data;
	size_t i = 0;

	while (at < text->data + text->len) {
		uint8_t byte = (uint8_t)*at++;

		if (byte == '\\')
			byte = unescape(&at);
		require(i < size && data[i] == byte);
		i++;
	}
	require(i == size);
}

/* No markup, and behind its entities the visible form. */
static void check_xml(const struct text *text, const uint8_t *data, size_t size)
{
	static const struct {
		const char *entity;
		char character;
	} entities[] = { { "&amp;", '&' },
		         { "&lt;", '<' },
		         { "&gt;", '>' },
		         { "&quot;", '"' } };
	struct text plain;

	text_init(&plain);
	for (const char *at = text->data; *at != '\0';) {
		size_t i = 0;

		require(strchr("<>\"", *at) == NULL);
		if (*at != '&') {
			text_append_char(&plain, *at++);
			continue;
		}
		while (strncmp(at, entities[i].entity,
		               strlen(entities[i].entity)) != 0)
			require(++i < COUNT(entities));
		text_append_char(&plain, entities[i].character);
		at += strlen(entities[i].entity);
	}
	check_reversible(&plain, data, size);
	text_release(&plain);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text text;

	text_init(&text);
	escape_json_string(&text, data, size);
	require_visible(text.data, text.len);
	check_json(&text);

	text_clear(&text);
	escape_csv_field(&text, data, size);
	require_visible(text.data, text.len);
	check_csv(&text);

	text_clear(&text);
	escape_terminal(&text, data, size);
	require_visible(text.data, text.len);
	check_reversible(&text, data, size);

	text_clear(&text);
	escape_xml(&text, data, size);
	require_visible(text.data, text.len);
	check_xml(&text, data, size);

	for (size_t columns = 0; columns < 20; columns++) {
		text_clear(&text);
		require(escape_terminal_cut(&text, data, size, columns) <=
		        columns);
		require_visible(text.data, text.len);
	}

	text_clear(&text);
	base64_append(&text, data, size);
	require(text.len == (size + 2) / 3 * 4);
	text_release(&text);
	return 0;
}
