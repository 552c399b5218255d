// SPDX-License-Identifier: Apache-2.0
#include "identify/db_words.h"

#include <ctype.h>
#include <string.h>

bool db_take_line(struct bytes *text, struct bytes *line)
{
	const uint8_t *end;

	if (text->len == 0)
		return false;
	end = memchr(text->data, '\n', text->len);
	if (end == NULL) {
		*line = *text;
		*text = bytes_from(*text, text->len);
	} else {
		*line = bytes_first(*text, (size_t)(end - text->data));
		*text = bytes_from(*text, line->len + 1);
	}
	if (line->len > 0 && line->data[line->len - 1] == '\r')
		line->len--;
	return true;
}

static bool is_blank(uint8_t c)
{
	return c == ' ' || c == '\t';
}

static struct bytes after_blanks(struct bytes bytes)
{
	while (bytes.len > 0 && is_blank(bytes.data[0]))
		bytes = bytes_from(bytes, 1);
	return bytes;
}

struct bytes db_without_blanks(struct bytes bytes)
{
	bytes = after_blanks(bytes);
	while (bytes.len > 0 && is_blank(bytes.data[bytes.len - 1]))
		bytes.len--;
	return bytes;
}

struct bytes db_take_word(struct bytes *line)
{
	struct bytes word;
	size_t len = 0;

	while (len < line->len && !is_blank(line->data[len]))
		len++;
	word = bytes_first(*line, len);
	*line = after_blanks(bytes_from(*line, len));
	return word;
}

bool db_take_delimited(struct bytes *line, struct bytes *inside)
{
	struct bytes rest = bytes_from(*line, 1);
	const uint8_t *end;

	if (line->len == 0 || !ispunct(line->data[0]) || rest.len == 0)
		return false;
	end = memchr(rest.data, line->data[0], rest.len);
	if (end == NULL)
		return false;
	*inside = bytes_first(rest, (size_t)(end - rest.data));
	*line = bytes_from(rest, inside->len + 1);
	return true;
}

bool db_take_number(struct bytes *bytes, uint32_t max, uint32_t *number)
{
	uint64_t value = 0;
	size_t len = 0;

	while (len < bytes->len && isdigit(bytes->data[len]) && value <= max)
		value = value * 10 + (uint64_t)(bytes->data[len++] - '0');
	if (len == 0 || value > max)
		return false;
	*number = (uint32_t)value;
	*bytes = bytes_from(*bytes, len);
	return true;
}

bool db_take_byte(struct bytes *bytes, char wanted)
{
	if (bytes->len == 0 || bytes->data[0] != (uint8_t)wanted)
		return false;
	*bytes = bytes_from(*bytes, 1);
	return true;
}

bool db_take_string(struct bytes *bytes, const char *wanted)
{
	size_t len = strlen(wanted);

	if (!bytes_equal_at(*bytes, 0, wanted, len))
		return false;
	*bytes = bytes_from(*bytes, len);
	return true;
}

bool db_bytes_are(struct bytes bytes, const char *string)
{
	return db_take_string(&bytes, string) && bytes.len == 0;
}

static bool unescape_letter(uint8_t letter, uint8_t *byte)
{
	static const char letters[] = "0abfnrtv\\";
	static const char stands_for[] = "\0\a\b\f\n\r\t\v\\";
	const char *found = memchr(letters, letter, sizeof(letters) - 1);

	if (found == NULL)
		return false;
	*byte = (uint8_t)stands_for[found - letters];
	return true;
}

static uint8_t hex_value(uint8_t digit)
{
	return (uint8_t)(isdigit(digit) ? digit - '0'
	                                : tolower(digit) - 'a' + 10);
}

/* What follows a backslash. */
static bool take_escape(struct bytes *bytes, uint8_t *byte)
{
	if (bytes->len >= 3 && bytes->data[0] == 'x' &&
	    isxdigit(bytes->data[1]) && isxdigit(bytes->data[2])) {
		*byte = (uint8_t)(hex_value(bytes->data[1]) << 4 |
		                  hex_value(bytes->data[2]));
		*bytes = bytes_from(*bytes, 3);
		return true;
	}
	if (bytes->len == 0 || !unescape_letter(bytes->data[0], byte))
		return false;
	*bytes = bytes_from(*bytes, 1);
	return true;
}

bool db_unescape(struct bytes escaped, uint8_t *out, size_t *len)
{
	*len = 0;
	while (escaped.len > 0) {
		uint8_t byte = escaped.data[0];

		escaped = bytes_from(escaped, 1);
		if (byte == '\\' && !take_escape(&escaped, &byte))
			return false;
		out[(*len)++] = byte;
	}
	return true;
}
