// SPDX-License-Identifier: Apache-2.0
#include "report/xml_text.h"

#include "report/escape.h"
#include "report/units.h"

#include <inttypes.h>
#include <string.h>

void xml_text_open(struct text *text, const char *element)
{
	text_printf(text, "<%s", element);
}

void xml_text_attribute(struct text *text, const char *name, const char *value)
{
	if (value == NULL || value[0] == '\0')
		return;
	text_printf(text, " %s=\"", name);
	escape_xml(text, value, strlen(value));
	text_append_char(text, '"');
}

void xml_text_count(struct text *text, const char *name, uint64_t count)
{
	text_printf(text, " %s=\"%" PRIu64 "\"", name, count);
}

void xml_text_time(struct text *text, const char *name, int64_t time_us)
{
	text_printf(text, " %s=\"", name);
	units_append_time(text, time_us);
	text_append_char(text, '"');
}

void xml_text_seconds(struct text *text, const char *name, int64_t time_us)
{
	text_printf(text, " %s=\"%" PRId64 "\"", name, time_us / 1000000);
}

void xml_text_end(struct text *text)
{
	text_append_char(text, '>');
}

void xml_text_end_empty(struct text *text)
{
	text_append_string(text, "/>");
}

void xml_text_close(struct text *text, const char *element)
{
	text_printf(text, "</%s>", element);
}

void xml_text_open_table(struct text *text, const char *key)
{
	xml_text_open(text, "table");
	xml_text_attribute(text, "key", key);
	xml_text_end(text);
}

void xml_text_elem(struct text *text, const char *key, const void *bytes,
                   size_t len)
{
	xml_text_open(text, "elem");
	xml_text_attribute(text, "key", key);
	xml_text_end(text);
	escape_xml(text, bytes, len);
	xml_text_close(text, "elem");
}
