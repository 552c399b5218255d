// SPDX-License-Identifier: Apache-2.0
#include "identify/detail.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void add_detail(struct identity *who, const char *name, struct bytes value)
{
	uint8_t text[FACT_VALUE_MAX];
	size_t len = (size_t)snprintf((char *)text, sizeof(text), "%s: ", name);

	if (value.len == 0)
		return;
	value = bytes_first(value, sizeof(text) - len);
	memcpy(text + len, value.data, value.len);
	facts_add(&who->facts, FACT_APP_DETAIL,
	          (struct bytes){ text, len + value.len });
}

void add_detail_string(struct identity *who, const char *name,
                       const char *value)
{
	add_detail(who, name,
	           (struct bytes){ (const uint8_t *)value, strlen(value) });
}

void add_detail_number(struct identity *who, const char *name, uint32_t value)
{
	char text[16];

	snprintf(text, sizeof(text), "%" PRIu32, value);
	add_detail_string(who, name, text);
}

void add_known_fact(struct identity *who, enum fact_key key, struct bytes value)
{
	if (value.len > 0)
		facts_add(&who->facts, key, value);
}
