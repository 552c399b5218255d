// SPDX-License-Identifier: Apache-2.0
#include "identify/bson.h"

#include "identify/take.h"

bool bson_open(struct bytes document, struct bytes *elements)
{
	enum { LEAST = 5 };
	uint32_t len;

	if (!take_number(&document, 4, LITTLE_ENDIAN_BYTES, &len) ||
	    len < LEAST)
		return false;
	*elements = bytes_first(document, len - 4);
	return true;
}

/* The bytes of a value whose type has always as many; 0: of no such type. */
static size_t fixed_length(uint8_t type)
{
	switch (type) {
	case BSON_DOUBLE: return 8;
	case BSON_INT32: return 4;
	case 0x07: return 12; /* ObjectId */
	case 0x08: return 1;  /* boolean */
	case 0x09:            /* date */
	case 0x11:            /* timestamp */
	case 0x12: return 8;  /* 64 bits */
	default: return 0;
	}
}

static bool take_string(struct bytes *from, struct bytes *value)
{
	struct bytes rest = *from;

	if (!take_counted(&rest, 4, LITTLE_ENDIAN_BYTES, value) ||
	    value->len == 0 || value->data[value->len - 1] != '\0')
		return false;
	*value = bytes_first(*value, value->len - 1);
	*from = rest;
	return true;
}

static bool take_document(struct bytes *from, struct bytes *value)
{
	uint32_t len = bytes_number(*from, 0, 4, LITTLE_ENDIAN_BYTES);

	return len >= 5 && take_bytes(from, len, value);
}

static bool take_binary(struct bytes *from, struct bytes *value)
{
	uint32_t len, subtype;

	return take_number(from, 4, LITTLE_ENDIAN_BYTES, &len) &&
	       take_number(from, 1, LITTLE_ENDIAN_BYTES, &subtype) &&
	       take_bytes(from, len, value);
}

static bool take_value(struct bytes *from, uint8_t type, struct bytes *value)
{
	enum { BINARY = 0x05, UNDEFINED = 0x06, NOTHING = 0x0a };
	size_t len = fixed_length(type);

	if (len > 0)
		return take_bytes(from, len, value);
	switch (type) {
	case BSON_STRING: return take_string(from, value);
	case BSON_DOCUMENT:
	case BSON_ARRAY: return take_document(from, value);
	case BINARY: return take_binary(from, value);
	case UNDEFINED:
	case NOTHING: *value = (struct bytes){ NULL, 0 }; return true;
	default: return false;
	}
}

bool bson_take(struct bytes *elements, struct bson_element *element)
{
	struct bytes rest = *elements;
	uint32_t type;

	if (!take_number(&rest, 1, LITTLE_ENDIAN_BYTES, &type) || type == 0 ||
	    !take_until(&rest, '\0', &element->name) ||
	    !take_value(&rest, (uint8_t)type, &element->value))
		return false;
	element->type = (uint8_t)type;
	*elements = rest;
	return true;
}
