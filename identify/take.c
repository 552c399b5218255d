// SPDX-License-Identifier: Apache-2.0
#include "identify/take.h"

#include <string.h>

bool take_bytes(struct bytes *from, size_t len, struct bytes *value)
{
	struct bytes taken;

	if (len > from->len)
		return false;
	taken = bytes_first(*from, len);
	*from = bytes_from(*from, len);
	*value = taken;
	return true;
}

bool take_skip(struct bytes *from, size_t len)
{
	struct bytes skipped;

	return take_bytes(from, len, &skipped);
}

bool take_number(struct bytes *from, size_t width, enum byte_order order,
                 uint32_t *value)
{
	struct bytes number;

	if (!take_bytes(from, width, &number))
		return false;
	*value = bytes_number(number, 0, width, order);
	return true;
}

bool take_counted(struct bytes *from, size_t width, enum byte_order order,
                  struct bytes *value)
{
	struct bytes rest = *from, counted;
	uint32_t len;

	if (!take_number(&rest, width, order, &len) ||
	    !take_bytes(&rest, len, &counted))
		return false;
	*from = rest;
	*value = counted;
	return true;
}

bool take_until(struct bytes *from, uint8_t end, struct bytes *value)
{
	const uint8_t *found =
		from->len == 0 ? NULL : memchr(from->data, end, from->len);
	struct bytes taken;

	if (found == NULL)
		return false;
	taken = bytes_first(*from, (size_t)(found - from->data));
	*from = bytes_from(*from, taken.len + 1);
	*value = taken;
	return true;
}

bool bytes_until(struct bytes from, uint8_t end, struct bytes *value)
{
	return take_until(&from, end, value);
}
