// SPDX-License-Identifier: Apache-2.0
#include "audit/metrics.h"

#include "base/count.h"
#include "base/read_file.h"
#include "tests/audit/notify_sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *take_name(const char *at)
{
	if (!isalpha((unsigned char)*at) && *at != '_')
		return NULL;
	while (isalnum((unsigned char)*at) || *at == '_')
		at++;
	return at;
}

/* A value in double quotes, in which \ is before one of \ " n. */
static const char *take_value(const char *at)
{
	if (*at++ != '"')
		return NULL;
	for (; *at != '"'; at++) {
		if (*at == '\0' || *at == '\n')
			return NULL;
		if (*at == '\\' && (*++at == '\0' || !strchr("\\\"n", *at)))
			return NULL;
	}
	return at + 1;
}

static const char *take_labels(const char *at)
{
	do {
		at = take_name(at + 1);
		if (at == NULL || *at != '=')
			return NULL;
		at = take_value(at + 1);
	} while (at != NULL && *at == ',');
	return at != NULL && *at == '}' ? at + 1 : NULL;
}

/* NAME{LABEL="VALUE",…} NUMBER, where NAME is the one just declared. */
static bool is_sample(const char *line, const char *declared)
{
	size_t len = strlen(declared);
	char *end = NULL;

	if (strncmp(line, declared, len) != 0 || line[len] != '{')
		return false;
	line = take_labels(line + len);
	if (line == NULL || line[0] != ' ' || !isdigit((unsigned char)line[1]))
		return false;
	strtod(line + 1, &end);
	return *end == '\n';
}

/* "# HELP NAME words", then "# TYPE NAME gauge"; NULL if not so, or else what
 * follows, with the name. */
static const char *take_declaration(const char *text, char name[64])
{
	char type[16];
	char again[64];
	int len = 0;

	if (sscanf(text, "# HELP %63s %*[^\n]\n# TYPE %63s %15s%n", name, again,
	           type, &len) != 3 ||
	    text[len] != '\n' || strcmp(name, again) != 0 ||
	    (strcmp(type, "gauge") != 0 && strcmp(type, "counter") != 0))
		return NULL;
	return text + len + 1;
}

/* Strictly, and so that each metric is declared once and its samples stand
 * together. */
static bool is_exposition(const char *text)
{
	struct text seen;
	bool valid = true;

	text_init(&seen);
	while (*text != '\0' && valid) {
		char name[64], key[70];

		text = take_declaration(text, name);
		if (text == NULL || take_name(name) != name + strlen(name)) {
			valid = false;
			break;
		}
		snprintf(key, sizeof(key), " %s ", name);
		valid = strstr(seen.data, key) == NULL;
		text_append_string(&seen, key);
		do {
			valid = valid && is_sample(text, name);
			text = strchr(text, '\n');
			text = text == NULL ? "" : text + 1;
		} while (*text != '\0' && *text != '#' && valid);
	}
	text_release(&seen);
	return valid;
}

static const char *const samples[] = {
	"portscan_audit_runs_total{audit=\"office\"} 17\n",
	"portscan_audit_last_run_complete{audit=\"office\"} 1\n",
	"portscan_audit_last_run_duration_seconds{audit=\"office\"} 61.500\n",
	"portscan_audit_last_run_timestamp_seconds{audit=\"office\"} "
	"1795564800.250\n",
	"portscan_audit_last_success_timestamp_seconds{audit=\"office\"} "
	"1795564800.250\n",
	"portscan_audit_findings{audit=\"office\",verdict=\"expected\"} 10\n",
	"portscan_audit_findings{audit=\"office\",verdict=\"unconfirmed\"} 2\n",
	"portscan_audit_findings{audit=\"office\",verdict=\"investigate\"} 7\n",
	"portscan_audit_findings{audit=\"office\",verdict=\"approved\"} 1\n",
	"portscan_audit_issues{audit=\"office\",state=\"new\"} 6\n",
	"portscan_audit_issues{audit=\"office\",state=\"open\"} 2\n",
	"portscan_audit_issues{audit=\"office\",state=\"approved\"} 0\n",
	"portscan_audit_issues{audit=\"office\",state=\"resolved\"} 1\n",
	"portscan_audit_changes{audit=\"office\",kind=\"opened\"} 1\n",
	"portscan_audit_changes{audit=\"office\",kind=\"closed\"} 1\n",
	"portscan_audit_changes{audit=\"office\",kind=\"changed\"} 0\n",
	"portscan_audit_changes{audit=\"office\",kind=\"appeared\"} 0\n",
	"portscan_audit_changes{audit=\"office\",kind=\"vanished\"} 1\n",
	"portscan_audit_changes{audit=\"office\",kind=\"not-comparable\"} 1\n",
};

Test(metrics, each_number_of_the_run_is_a_sample)
{
	struct notify_sample sample;
	struct text text;
	size_t lines = 0;

	notify_sample_init(&sample);
	text_init(&text);
	metrics_append(&sample.account, &text);
	for (size_t i = 0; i < COUNT(samples); i++)
		cr_expect(ne(ptr, strstr(text.data, samples[i]), NULL), "%s",
		          samples[i]);
	for (size_t i = 0; i < text.len; i++)
		lines += text.data[i] == '\n';
	/* Two lines more for each of eight metrics. */
	cr_expect(eq(sz, lines, COUNT(samples) + 16));
	cr_expect(is_exposition(text.data), "%s", text.data);
	text_release(&text);
}

static const struct {
	const char *audit, *label;
} names[] = {
	{ "a\"b", "a\\\"b" },
	{ "a\\b", "a\\\\b" },
	{ "a\nb", "a\\nb" },
	{ "gr\303\274n", "gr\303\274n" },
	{ "a\377b", "a\357\277\275b" },
	{ "a} 1", "a} 1" },
};

Test(metrics, any_name_of_an_audit_is_a_label)
{
	for (size_t i = 0; i < COUNT(names); i++) {
		struct notify_sample sample;
		struct text text, wanted;

		notify_sample_init(&sample);
		sample.account.audit = names[i].audit;
		text_init(&text);
		text_init(&wanted);
		metrics_append(&sample.account, &text);
		text_printf(&wanted,
		            "portscan_audit_runs_total{audit=\"%s\"} 17\n",
		            names[i].label);
		cr_expect(ne(ptr, strstr(text.data, wanted.data), NULL), "%zu",
		          i);
		cr_expect(is_exposition(text.data), "%s", text.data);
		text_release(&text);
		text_release(&wanted);
	}
}

#define SUCCESS                                                                \
	"portscan_audit_last_success_timestamp_seconds{audit=\"office\"} "

static const struct {
	enum run_end end;
	bool before; /* did the runs before complete? */
	const char *line;
} ends[] = {
	{ RUN_COMPLETE, false, SUCCESS "1795564800.250\n" },
	{ RUN_INCOMPLETE, true, SUCCESS "1795478400.250\n" },
	{ RUN_FAILED, true, SUCCESS "1795478400.250\n" },
	{ RUN_INTERRUPTED, false, SUCCESS "0.000\n" },
};

Test(metrics, only_a_complete_run_is_a_success)
{
	for (size_t i = 0; i < COUNT(ends); i++) {
		struct notify_sample sample;
		struct text text;

		notify_sample_init(&sample);
		sample.run.end = ends[i].end;
		sample.trend[0].complete = sample.trend[1].complete =
			ends[i].before;
		sample.trend[2].complete = ends[i].end == RUN_COMPLETE;
		text_init(&text);
		metrics_append(&sample.account, &text);
		cr_expect(ne(ptr, strstr(text.data, ends[i].line), NULL), "%zu",
		          i);
		cr_expect(eq(int,
		             strstr(text.data,
		                    "complete{audit=\"office\"} 1") != NULL,
		             ends[i].end == RUN_COMPLETE));
		text_release(&text);
	}
}

Test(metrics, the_file_is_replaced_whole_and_everyone_may_read_it)
{
	char folder[] = "/tmp/portscan-metrics-XXXXXX";
	struct notify_sample sample;
	struct text path, content, problems;
	struct stat status;

	cr_assert(ne(ptr, mkdtemp(folder), NULL));
	notify_sample_init(&sample);
	text_init(&path);
	text_init(&content);
	text_init(&problems);
	text_printf(&path, "%s/office.prom", folder);
	metrics_write(path.data, &sample.account, &problems);
	sample.run.id = 18;
	metrics_write(path.data, &sample.account, &problems);
	cr_expect(eq(str, problems.data, ""));
	cr_expect(eq(int, read_file(path.data, 65536, &content), 0));
	cr_expect(is_exposition(content.data));
	cr_expect(ne(ptr, strstr(content.data, "\"office\"} 18\n"), NULL));
	cr_expect(eq(int, stat(path.data, &status), 0));
	cr_expect(eq(int, status.st_mode & 0777, 0644));
	unlink(path.data);
	cr_expect(eq(int, rmdir(folder), 0)); /* nothing else is there */
	text_release(&path);
	text_release(&content);
	text_release(&problems);
}

Test(metrics, a_file_that_cannot_be_written_is_one_line)
{
	struct notify_sample sample;
	struct text problems;

	notify_sample_init(&sample);
	text_init(&problems);
	metrics_write("/nonexistent/a.prom", &sample.account, &problems);
	cr_expect(eq(str, problems.data,
	             "metrics /nonexistent/a.prom: No such file or "
	             "directory\n"));
	text_release(&problems);
}
