// SPDX-License-Identifier: Apache-2.0
#include "identify/bytes.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

bool bytes_equal_at(struct bytes bytes, size_t at, const void *wanted,
                    size_t len)
{
	if (at > bytes.len || len > bytes.len - at)
		return false;
	return len == 0 || memcmp(bytes.data + at, wanted, len) == 0;
}

uint32_t bytes_number(struct bytes bytes, size_t at, size_t width,
                      enum byte_order order)
{
	uint32_t number = 0;

	if (at > bytes.len || width > bytes.len - at)
		return 0;
	for (size_t i = 0; i < width; i++) {
		size_t place = order == BIG_ENDIAN_BYTES ? i : width - 1 - i;

		number = number << 8 | bytes.data[at + place];
	}
	return number;
}

struct bytes bytes_from(struct bytes bytes, size_t at)
{
	if (at > bytes.len)
		at = bytes.len;
	if (at == 0) /* perhaps of no bytes at all */
		return bytes;
	return (struct bytes){ bytes.data + at, bytes.len - at };
}

struct bytes bytes_first(struct bytes bytes, size_t len)
{
	return (struct bytes){ bytes.data, len < bytes.len ? len : bytes.len };
}

struct bytes bytes_line(struct bytes bytes)
{
	size_t len = 0;

	while (len < bytes.len && bytes.data[len] != '\n')
		len++;
	if (len < bytes.len && len > 0 && bytes.data[len - 1] == '\r')
		len--;
	return bytes_first(bytes, len);
}

bool bytes_after(struct bytes bytes, const char *wanted, struct bytes *rest)
{
	size_t len = strlen(wanted);

	for (size_t at = 0; at + len <= bytes.len; at++)
		if (strncasecmp((const char *)bytes.data + at, wanted, len) ==
		    0) {
			*rest = bytes_from(bytes, at + len);
			return true;
		}
	return false;
}

bool bytes_contain(struct bytes bytes, const char *wanted)
{
	struct bytes rest;

	return bytes_after(bytes, wanted, &rest);
}

static bool joins_words(uint8_t c)
{
	return isalnum(c) || c == '.' || c == '-' || c == '_';
}

bool bytes_contain_word(struct bytes bytes, const char *word)
{
	size_t len = strlen(word);
	const uint8_t *begin = bytes.data;
	struct bytes rest = bytes;

	while (bytes_after(rest, word, &rest)) {
		const uint8_t *found = rest.data - len;

		if ((found == begin || !joins_words(found[-1])) &&
		    (rest.len == 0 || !joins_words(rest.data[0])))
			return true;
	}
	return false;
}
