// SPDX-License-Identifier: Apache-2.0
#include "audit/html_record.h"

#include "report/html_port.h"
#include "report/html_text.h"

#include <jansson.h>

enum { VALUES_SHOWN = 6 }; /* of a list */

/* Groups are members of the record, or of its details. */
static const json_t *find_fact(const json_t *record, enum fact_key key)
{
	const struct fact_row *row = fact_row(key);
	const json_t *group = json_object_get(record, row->group);

	if (group == NULL)
		group = json_object_get(json_object_get(record, "details"),
		                        row->group);
	return json_object_get(group, row->name);
}

static void append_string(const json_t *value, struct text *text)
{
	html_text_bytes(text, json_string_value(value),
	                json_string_length(value));
}

static void append_list(const json_t *list, struct text *text)
{
	size_t count = json_array_size(list);

	for (size_t i = 0; i < count && i < VALUES_SHOWN; i++) {
		text_append_string(text, i > 0 ? ", " : "");
		append_string(json_array_get(list, i), text);
	}
	if (count > VALUES_SHOWN)
		text_printf(text, " and %zu more", count - VALUES_SHOWN);
}

static void append_validity(const json_t *record, struct text *text)
{
	html_port_append_validity(
		text, json_string_value(find_fact(record, FACT_TLS_VALIDITY)),
		json_is_true(find_fact(record, FACT_TLS_SELF_SIGNED)));
}

static void append_fact(const json_t *record, const struct html_fact *fact,
                        struct text *text)
{
	const json_t *value = find_fact(record, fact->key);

	if (!json_is_string(value) && json_array_size(value) == 0)
		return;
	html_text_element(text, "dt", NULL, fact->term);
	html_text_open(text, "dd", NULL);
	if (json_is_string(value))
		append_string(value, text);
	else
		append_list(value, text);
	if (fact->key == FACT_TLS_NOT_AFTER)
		append_validity(record, text);
	text_append_string(text, "</dd>\n");
}

static void append_process(const json_t *process, struct text *text)
{
	const json_t *name = json_object_get(process, "name");
	const json_t *user = json_object_get(process, "user");

	if (!json_is_string(user))
		return;
	html_text_element(text, "dt", NULL, "Process");
	html_text_open(text, "dd", NULL);
	if (json_is_string(name)) {
		append_string(name, text);
		text_printf(
			text, " (pid %" JSON_INTEGER_FORMAT "), ",
			json_integer_value(json_object_get(process, "pid")));
	}
	text_append_string(text, "user ");
	append_string(user, text);
	text_append_string(text, "</dd>\n");
}

bool html_record_append_terms(const char *record, struct text *text)
{
	json_t *root = json_loads(record, JSON_ALLOW_NUL, NULL);
	const struct html_fact *fact;

	if (root == NULL)
		return false;
	for (size_t i = 0; (fact = html_port_fact(i)) != NULL; i++)
		append_fact(root, fact, text);
	append_process(json_object_get(root, "process"), text);
	json_decref(root);
	return true;
}
