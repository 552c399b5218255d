// SPDX-License-Identifier: Apache-2.0
#include "report/xml_script.h"

#include "report/escape.h"
#include "report/fact_groups.h"
#include "report/process.h"
#include "report/xml_text.h"

#include <stdio.h>
#include <string.h>

/* A line feed within an attribute. */
#define LINE "&#10;"

/* All but open ports have nothing to tell. */
static bool has_verdict(const struct finding *finding)
{
	return finding->verdict.label != VERDICT_NONE;
}

static const char *first_code(unsigned why)
{
	return verdict_why_code((enum verdict_why)(why & (~why + 1)));
}

static void append_verdict_output(struct text *text,
                                  const struct verdict *verdict)
{
	const char *separator = ": ";

	text_append_string(text, verdict_label_name(verdict->label));
	for (unsigned why = verdict->why; why != 0; why &= why - 1) {
		text_printf(text, "%s%s", separator, first_code(why));
		separator = ", ";
	}
}

static void append_process_output(struct text *text,
                                  const struct process *process)
{
	struct text words;

	text_init(&words);
	process_append_words(&words, process);
	escape_xml(text, words.data, words.len);
	text_release(&words);
}

/* "  tls names: DNS:a, DNS:b" */
static void append_fact_output(struct text *text, const struct facts *facts,
                               enum fact_key key)
{
	const struct fact_row *row = fact_row(key);
	const char *separator = ": ";
	struct bytes value;
	size_t at = 0;

	while (fact_value_next(facts, key, &at, &value)) {
		if (separator[0] == ':')
			text_printf(text, LINE "  %s %s", row->group,
			            row->name);
		text_append_string(text, separator);
		escape_xml(text, value.data, value.len);
		separator = ", ";
	}
}

void xml_script_append_output(struct text *text, const struct finding *finding)
{
	struct fact_group group = { .name = NULL };

	if (!has_verdict(finding))
		return;
	text_printf(text, LINE "%u/%s ", finding->port,
	            protocol_name(finding->protocol));
	append_verdict_output(text, &finding->verdict);
	append_process_output(text, &finding->process);
	while (fact_group_next(&group))
		for (int key = (int)group.first; key <= (int)group.last; key++)
			append_fact_output(text, &finding->facts,
			                   (enum fact_key)key);
}

static void append_verdict_table(struct text *text,
                                 const struct verdict *verdict)
{
	const char *label = verdict_label_name(verdict->label);

	xml_text_elem(text, "verdict", label, strlen(label));
	xml_text_open_table(text, "why");
	for (unsigned why = verdict->why; why != 0; why &= why - 1)
		xml_text_elem(text, NULL, first_code(why),
		              strlen(first_code(why)));
	xml_text_close(text, "table");
}

static void append_known_elem(struct text *text, const char *key,
                              const char *string)
{
	if (string[0] != '\0')
		xml_text_elem(text, key, string, strlen(string));
}

static void append_process_table(struct text *text,
                                 const struct process *process)
{
	char pid[16] = "";

	if (!process_is_known(process))
		return;
	if (process->pid != 0)
		snprintf(pid, sizeof(pid), "%d", process->pid);
	xml_text_open_table(text, "process");
	append_known_elem(text, "pid", pid);
	append_known_elem(text, "name", process->name);
	append_known_elem(text, "executable", process->executable);
	append_known_elem(text, "user", process->user);
	xml_text_close(text, "table");
}

static void append_fact_table(struct text *text, const struct facts *facts,
                              enum fact_key key)
{
	const struct fact_row *row = fact_row(key);
	bool is_list = row->kind == FACT_LIST;
	struct bytes value;
	size_t at = 0;

	if (!facts_get(facts, key, &value))
		return;
	if (is_list)
		xml_text_open_table(text, row->name);
	while (fact_value_next(facts, key, &at, &value))
		xml_text_elem(text, is_list ? NULL : row->name, value.data,
		              value.len);
	if (is_list)
		xml_text_close(text, "table");
}

void xml_script_append_table(struct text *text, const struct finding *finding)
{
	const struct facts *facts = &finding->facts;
	struct fact_group group = { .name = NULL };

	if (!has_verdict(finding))
		return;
	text_printf(text, "<table key=\"%u/%s\">", finding->port,
	            protocol_name(finding->protocol));
	append_verdict_table(text, &finding->verdict);
	append_process_table(text, &finding->process);
	while (fact_group_next(&group)) {
		if (!fact_group_is_known(&group, facts))
			continue;
		xml_text_open_table(text, group.name);
		for (int key = (int)group.first; key <= (int)group.last; key++)
			append_fact_table(text, facts, (enum fact_key)key);
		xml_text_close(text, "table");
	}
	xml_text_close(text, "table");
}
