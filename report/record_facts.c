// SPDX-License-Identifier: Apache-2.0
#include "report/record_facts.h"

#include "base/count.h"
#include "report/fact_groups.h"
#include "report/json_text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The groups that are members of the record itself. */
static const char *const members[] = { "tls", "ssh", "http" };

static bool is_member(const struct fact_group *group)
{
	for (size_t i = 0; i < COUNT(members); i++)
		if (strcmp(group->name, members[i]) == 0)
			return true;
	return false;
}

/* Decimal it is, but perhaps with zeros before it, which JSON forbids. */
static void append_number(struct text *text, const char *name,
                          struct bytes value)
{
	char digits[24] = { 0 };
	long long number;

	memcpy(digits, value.data, bytes_first(value, sizeof(digits) - 1).len);
	errno = 0;
	number = strtoll(digits, NULL, 10);
	if (errno != 0) {
		json_text_null(text, name);
		return;
	}
	json_text_key(text, name);
	text_printf(text, "%lld", number);
}

static void append_list(struct text *text, const struct facts *facts,
                        enum fact_key key)
{
	struct bytes value;
	size_t at = 0;

	json_text_open(text, fact_row(key)->name, '[');
	while (fact_value_next(facts, key, &at, &value))
		json_text_bytes(text, NULL, value.data, value.len);
	json_text_close(text, ']');
}

static void append_fact(struct text *text, const struct facts *facts,
                        enum fact_key key)
{
	const struct fact_row *row = fact_row(key);
	struct bytes value;

	if (!facts_get(facts, key, &value))
		return;
	switch (row->kind) {
	case FACT_TEXT:
		json_text_bytes(text, row->name, value.data, value.len);
		break;
	case FACT_NUMBER: append_number(text, row->name, value); break;
	case FACT_FLAG:
		json_text_bool(text, row->name, bytes_have(value, 0, "true"));
		break;
	case FACT_LIST: append_list(text, facts, key); break;
	}
}

static void append_group(struct text *text, const struct facts *facts,
                         const struct fact_group *group)
{
	json_text_open(text, group->name, '{');
	for (int key = (int)group->first; key <= (int)group->last; key++)
		append_fact(text, facts, (enum fact_key)key);
	json_text_close(text, '}');
}

static void append_members(struct text *text, const struct facts *facts)
{
	struct fact_group group = { .name = NULL };

	while (fact_group_next(&group)) {
		if (!is_member(&group))
			continue;
		if (fact_group_is_known(&group, facts))
			append_group(text, facts, &group);
		else
			json_text_null(text, group.name);
	}
}

static void append_details(struct text *text, const struct facts *facts)
{
	struct fact_group group = { .name = NULL };
	bool any = false;

	while (fact_group_next(&group)) {
		if (is_member(&group) || !fact_group_is_known(&group, facts))
			continue;
		if (!any)
			json_text_open(text, "details", '{');
		any = true;
		append_group(text, facts, &group);
	}
	if (any)
		json_text_close(text, '}');
	else
		json_text_null(text, "details");
}

void record_facts(struct text *text, const struct facts *facts)
{
	append_members(text, facts);
	append_details(text, facts);
}
