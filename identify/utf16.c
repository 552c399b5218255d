// SPDX-License-Identifier: Apache-2.0
#include "identify/utf16.h"

static bool is_high(uint32_t unit)
{
	return unit >= 0xd800 && unit < 0xdc00;
}

static bool is_low(uint32_t unit)
{
	return unit >= 0xdc00 && unit < 0xe000;
}

static uint32_t take_unit(struct bytes *text)
{
	uint32_t unit = bytes_number(*text, 0, 2, LITTLE_ENDIAN_BYTES);

	*text = bytes_from(*text, 2);
	return unit;
}

/* RFC 2781 2.2 */
static uint32_t take_character(struct bytes *text)
{
	uint32_t unit = take_unit(text);

	if (is_high(unit) &&
	    is_low(bytes_number(*text, 0, 2, LITTLE_ENDIAN_BYTES)))
		return 0x10000 + ((unit - 0xd800) << 10) +
		       (take_unit(text) - 0xdc00);
	return is_high(unit) || is_low(unit) ? '?' : unit;
}

/* RFC 3629 3; returns how many bytes it takes. */
static size_t encode(uint32_t c, uint8_t bytes[4])
{
	static const uint8_t leads[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	for (size_t i = len; i-- > 1; c >>= 6)
		bytes[i] = (uint8_t)(0x80 | (c & 0x3f));
	bytes[0] = (uint8_t)(leads[len] | c);
	return len;
}

struct bytes utf16_to_utf8(struct bytes text, uint8_t *out, size_t size)
{
	size_t used = 0;

	while (text.len >= 2) {
		uint8_t bytes[4];
		uint32_t c = take_character(&text);
		size_t len = encode(c, bytes);

		if (c == 0 || len > size - used)
			break;
		for (size_t i = 0; i < len; i++)
			out[used++] = bytes[i];
	}
	return (struct bytes){ out, used };
}
