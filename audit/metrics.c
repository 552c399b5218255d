// SPDX-License-Identifier: Apache-2.0
#include "audit/metrics.h"

#include "base/count.h"
#include "base/replace_file.h"
#include "base/utf8.h"
#include "report/escape.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

/* A value is in double quotes, and UTF-8. */
static void append_label(struct text *text, const char *name, const char *value)
{
	const uint8_t *bytes = (const uint8_t *)value;
	size_t len = strlen(value), step;
	uint32_t code_point;

	text_printf(text, "%s=\"", name);
	for (size_t i = 0; i < len; i += step) {
		step = utf8_decode(bytes + i, len - i, &code_point);
		if (step == 0) {
			text_append_string(text, "\uFFFD");
			step = 1;
		} else if (bytes[i] == '\n') {
			text_append_string(text, "\\n");
		} else {
			if (bytes[i] == '\\' || bytes[i] == '"')
				text_append_char(text, '\\');
			text_append(text, bytes + i, step);
		}
	}
	text_append_char(text, '"');
}

/* The rest of the name, behind "portscan_audit_". */
static void begin(struct text *text, const char *name, const char *type,
                  const char *help)
{
	text_printf(text,
	            "# HELP portscan_audit_%s %s\n"
	            "# TYPE portscan_audit_%s %s\n",
	            name, help, name, type);
}

/* The sample up to its value; `label` may be NULL. */
static void begin_sample(const struct account *account, struct text *text,
                         const char *name, const char *label, const char *value)
{
	text_printf(text, "portscan_audit_%s{", name);
	append_label(text, "audit", account->audit);
	if (label != NULL) {
		text_append_char(text, ',');
		append_label(text, label, value);
	}
	text_append_string(text, "} ");
}

static void add_count(const struct account *account, struct text *text,
                      const char *name, const char *label, const char *value,
                      uint64_t count)
{
	begin_sample(account, text, name, label, value);
	text_printf(text, "%" PRIu64 "\n", count);
}

/* Seconds: printf's decimal point follows the locale. */
static void add_time(const struct account *account, struct text *text,
                     const char *name, int64_t us)
{
	uint64_t ms = us > 0 ? (uint64_t)us / 1000 : 0;

	begin_sample(account, text, name, NULL, NULL);
	text_printf(text, "%" PRIu64 ".%03" PRIu64 "\n", ms / 1000, ms % 1000);
}

static void add_findings(const struct account *account, struct text *text)
{
	const struct run *run = account->run;
	const struct {
		const char *verdict;
		uint64_t count;
	} findings[] = {
		{ "expected", run->expected },
		{ "unconfirmed", run->unconfirmed },
		{ "investigate", run->investigate },
		{ "approved", run->approved },
	};

	begin(text, "findings", "gauge",
	      "Open ports that the last run found, by verdict.");
	for (size_t i = 0; i < COUNT(findings); i++)
		add_count(account, text, "findings", "verdict",
		          findings[i].verdict, findings[i].count);
}

static void add_issues(const struct account *account, struct text *text)
{
	begin(text, "issues", "gauge",
	      "What has to be accounted for, by its state after the last run.");
	for (int state = ISSUE_NEW; state <= ISSUE_RESOLVED; state++)
		add_count(account, text, "issues", "state",
		          issue_state_name((enum issue_state)state),
		          issue_list_count(account->issues,
		                           (enum issue_state)state));
}

static void add_changes(const struct account *account, struct text *text)
{
	begin(text, "changes", "gauge",
	      "What the last run saw otherwise than the one before, by kind.");
	for (int kind = 0; kind < CHANGE_KIND_COUNT; kind++)
		add_count(account, text, "changes", "kind",
		          change_kind_name((enum change_kind)kind),
		          change_list_count(account->changes,
		                            (enum change_kind)kind));
}

/* When the newest complete run began; 0: there is none, or it is not known. */
static int64_t last_success_us(const struct account *account)
{
	if (account->run->end == RUN_COMPLETE)
		return account->run->started_us;
	for (size_t i = account->trend_count; i > 0; i--)
		if (account->trend[i - 1].complete)
			return account->trend[i - 1].started_us;
	return 0;
}

static void add_times(const struct account *account, struct text *text)
{
	const struct run *run = account->run;

	begin(text, "last_run_duration_seconds", "gauge",
	      "How long the last run took.");
	add_time(account, text, "last_run_duration_seconds",
	         run->finished_us - run->started_us);
	begin(text, "last_run_timestamp_seconds", "gauge",
	      "When the last run began.");
	add_time(account, text, "last_run_timestamp_seconds", run->started_us);
	begin(text, "last_success_timestamp_seconds", "gauge",
	      "When the newest complete run began; 0: none is known.");
	add_time(account, text, "last_success_timestamp_seconds",
	         last_success_us(account));
}

void metrics_append(const struct account *account, struct text *text)
{
	const struct run *run = account->run;

	begin(text, "runs_total", "counter", "Runs that were begun.");
	add_count(account, text, "runs_total", NULL, NULL, (uint64_t)run->id);
	begin(text, "last_run_complete", "gauge",
	      "Whether the last run asked every question.");
	add_count(account, text, "last_run_complete", NULL, NULL,
	          run->end == RUN_COMPLETE);
	add_times(account, text);
	add_findings(account, text);
	add_issues(account, text);
	add_changes(account, text);
}

void metrics_write(const char *path, const struct account *account,
                   struct text *problems)
{
	struct text metrics, draft;
	int error = ENOMEM;

	text_init(&metrics);
	text_init(&draft);
	metrics_append(account, &metrics);
	text_printf(&draft, "%s.draft", path);
	if (!metrics.failed && !draft.failed) {
		const struct iovec part = { metrics.data, metrics.len };

		error = replace_file(path, draft.data, 0644, &part, 1);
	}
	if (error != 0) {
		text_append_string(problems, "metrics ");
		escape_terminal(problems, path, strlen(path));
		text_printf(problems, ": %s\n", strerror(error));
	}
	text_release(&metrics);
	text_release(&draft);
}
