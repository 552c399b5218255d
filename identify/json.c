// SPDX-License-Identifier: Apache-2.0
#include "identify/json.h"

#include <string.h>

static void skip_spaces(struct bytes *rest)
{
	size_t len = 0;

	while (len < rest->len && memchr(" \t\r\n", rest->data[len], 4) != NULL)
		len++;
	*rest = bytes_from(*rest, len);
}

static bool take(struct bytes *rest, const char *sign)
{
	skip_spaces(rest);
	if (!bytes_equal_at(*rest, 0, sign, 1))
		return false;
	*rest = bytes_from(*rest, 1);
	return true;
}

/* The bytes of a string with its quotes; 0 when its end is not there. */
static size_t string_length(struct bytes text)
{
	for (size_t at = 1; at < text.len; at++) {
		if (text.data[at] == '"')
			return at + 1;
		if (text.data[at] == '\\')
			at++;
	}
	return 0;
}

/* The bytes of an object or array.  Only depth is counted, not which bracket
 * it is, so that no nesting costs more than its length. */
static size_t nest_length(struct bytes text)
{
	size_t depth = 0, at = 0, len;

	while (at < text.len) {
		uint8_t c = text.data[at];

		len = c == '"' ? string_length(bytes_from(text, at)) : 1;
		if (len == 0)
			return 0;
		at += len;
		if (c == '{' || c == '[')
			depth++;
		if ((c == '}' || c == ']') && --depth == 0)
			return at;
	}
	return 0;
}

/* The bytes of a number, true, false or null, which another sign ends. */
static size_t word_length(struct bytes text)
{
	size_t len = 0;

	while (len < text.len &&
	       memchr(" \t\r\n,}]:[{\"", text.data[len], 11) == NULL)
		len++;
	return len < text.len ? len : 0;
}

/* Take a value, without the quotes of a string; false when it is not whole. */
static bool take_value(struct bytes *rest, struct bytes *value)
{
	size_t len;

	skip_spaces(rest);
	if (bytes_have(*rest, 0, "\""))
		len = string_length(*rest);
	else if (bytes_have(*rest, 0, "{") || bytes_have(*rest, 0, "["))
		len = nest_length(*rest);
	else
		len = word_length(*rest);
	*value = bytes_first(*rest, len);
	if (bytes_have(*value, 0, "\""))
		*value = bytes_first(bytes_from(*value, 1), len - 2);
	*rest = bytes_from(*rest, len);
	return len > 0;
}

static bool find_member(struct bytes object, const char *name, size_t len,
                        struct bytes *value)
{
	struct bytes key;

	if (!take(&object, "{"))
		return false;
	do {
		skip_spaces(&object);
		if (!bytes_have(object, 0, "\"") ||
		    !take_value(&object, &key) || !take(&object, ":"))
			return false;
		skip_spaces(&object);
		if (key.len == len && bytes_equal_at(key, 0, name, len)) {
			/* An object may be cut off behind what is looked for
			 * in it. */
			*value = object;
			return true;
		}
		if (!take_value(&object, value))
			return false;
	} while (take(&object, ","));
	return false;
}

bool json_find(struct bytes text, const char *path, struct bytes *value)
{
	struct bytes rest = text;

	while (path[0] != '\0') {
		size_t len = strcspn(path, ".");

		if (!find_member(rest, path, len, &rest))
			return false;
		path += len + (path[len] == '.');
	}
	return take_value(&rest, value);
}
