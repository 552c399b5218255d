// SPDX-License-Identifier: Apache-2.0
#include "identify/ber.h"

/* The header of an element: the bytes it has, and the length it tells. */
static size_t header_length(struct bytes from, size_t *len)
{
	enum { SHORT = 2, LONG_FORM = 0x80, LENGTH_BYTES_MAX = 4 };
	size_t width;

	if (from.len < SHORT)
		return 0;
	*len = from.data[1];
	if (*len < LONG_FORM)
		return SHORT;
	width = *len - LONG_FORM;
	if (width == 0 || width > LENGTH_BYTES_MAX || SHORT + width > from.len)
		return 0;
	*len = bytes_number(from, SHORT, width, BIG_ENDIAN_BYTES);
	return SHORT + width;
}

bool ber_take_any(struct bytes *from, uint8_t *tag, struct bytes *value)
{
	size_t len, header = header_length(*from, &len);
	struct bytes taken;

	if (header == 0 || len > from->len - header)
		return false;
	*tag = from->data[0];
	taken = bytes_first(bytes_from(*from, header), len);
	*from = bytes_from(*from, header + len);
	*value = taken;
	return true;
}

bool ber_take(struct bytes *from, uint8_t tag, struct bytes *value)
{
	uint8_t taken;

	return bytes_equal_at(*from, 0, &tag, 1) &&
	       ber_take_any(from, &taken, value);
}

bool ber_open(struct bytes *from, uint8_t tag, struct bytes *value)
{
	enum { LONGEST = 1 << 20 };
	size_t len, header = header_length(*from, &len);

	if (header == 0 || from->data[0] != tag || len > LONGEST)
		return false;
	*value = bytes_first(bytes_from(*from, header), len);
	*from = bytes_from(*from, header + value->len);
	return true;
}

bool ber_begins(struct bytes from, uint8_t tag)
{
	struct bytes value;

	return ber_take(&from, tag, &value);
}

bool ber_take_number(struct bytes *from, uint8_t tag, uint32_t *number)
{
	struct bytes rest = *from, value;

	if (!ber_take(&rest, tag, &value) || value.len == 0 ||
	    (value.data[0] & 0x80) != 0)
		return false;
	while (value.len > 1 && value.data[0] == 0)
		value = bytes_from(value, 1);
	if (value.len > sizeof(*number))
		return false;
	*number = bytes_number(value, 0, value.len, BIG_ENDIAN_BYTES);
	*from = rest;
	return true;
}

bool ber_take_arc(struct bytes *identifier, uint32_t *arc)
{
	enum { MORE = 0x80, BITS = 7, ARC_BYTES_MAX = 4 };
	uint32_t number = 0;

	for (size_t i = 0; i < identifier->len && i < ARC_BYTES_MAX; i++) {
		number = number << BITS | (identifier->data[i] & (MORE - 1));
		if ((identifier->data[i] & MORE) != 0)
			continue;
		*arc = number;
		*identifier = bytes_from(*identifier, i + 1);
		return true;
	}
	return false;
}
