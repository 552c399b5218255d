// SPDX-License-Identifier: Apache-2.0
#include "report/json_text.h"

#include "report/escape.h"
#include "report/units.h"

#include <inttypes.h>
#include <string.h>

/* Not behind what was just opened, a key, or the line feed that stands between
 * the records of a file. */
static bool needs_comma(const struct text *text)
{
	return text->len > 0 &&
	       strchr("{[:\n", text->data[text->len - 1]) == NULL;
}

void json_text_key(struct text *text, const char *key)
{
	if (needs_comma(text))
		text_append_char(text, ',');
	if (key != NULL)
		text_printf(text, "\"%s\":", key);
}

void json_text_open(struct text *text, const char *key, char bracket)
{
	json_text_key(text, key);
	text_append_char(text, bracket);
}

void json_text_close(struct text *text, char bracket)
{
	text_append_char(text, bracket);
}

void json_text_bytes(struct text *text, const char *key, const void *bytes,
                     size_t len)
{
	json_text_key(text, key);
	escape_json_string(text, bytes, len);
}

void json_text_string(struct text *text, const char *key, const char *string)
{
	if (string == NULL)
		json_text_null(text, key);
	else
		json_text_bytes(text, key, string, strlen(string));
}

void json_text_count(struct text *text, const char *key, uint64_t count)
{
	json_text_key(text, key);
	text_printf(text, "%" PRIu64, count);
}

void json_text_estimate(struct text *text, const char *key, double estimate)
{
	json_text_key(text, key);
	if (estimate < 0)
		text_append_string(text, "null");
	else
		units_append_decimal(text, estimate, 6);
}

void json_text_bool(struct text *text, const char *key, bool value)
{
	json_text_key(text, key);
	text_append_string(text, value ? "true" : "false");
}

void json_text_null(struct text *text, const char *key)
{
	json_text_key(text, key);
	text_append_string(text, "null");
}

void json_text_known(struct text *text, const char *key, const char *string)
{
	json_text_string(text, key,
	                 string == NULL || *string == '\0' ? NULL : string);
}

void json_text_list(struct text *text, const char *key, const char *list,
                    const char *separator)
{
	json_text_open(text, key, '[');
	while (*list != '\0') {
		const char *end = strstr(list, separator);
		size_t len = end != NULL ? (size_t)(end - list) : strlen(list);

		json_text_bytes(text, NULL, list, len);
		list += len;
		if (end != NULL)
			list += strlen(separator);
	}
	json_text_close(text, ']');
}

void json_text_time(struct text *text, const char *key, int64_t time_us)
{
	if (time_us == 0) {
		json_text_null(text, key);
		return;
	}
	json_text_key(text, key);
	text_append_char(text, '"');
	units_append_time(text, time_us);
	text_append_char(text, '"');
}
