// SPDX-License-Identifier: Apache-2.0
#include "cli/audit_report.h"

#include "audit/accounting.h"
#include "audit/csv_report.h"
#include "audit/html_report.h"
#include "audit/json_report.h"
#include "audit/markdown_report.h"
#include "base/count.h"
#include "cli/audit_subject.h"
#include "cli/complain.h"
#include "cli/words.h"
#include "report/output.h"

#include <string.h>

typedef void (*report_writer)(const struct account *account, struct text *text);

/* What was asked for. */
struct report_choice {
	report_writer write;
	const char *path; /* "-": standard output */
	const char *audit;
	struct accounting_choice run;
};

static int write_report(const struct report_choice *choice,
                        const struct account *account)
{
	struct text error;
	struct output *output;
	int code;

	text_init(&error);
	output = output_open(choice->path, &error);
	if (output == NULL) {
		complain("%s", error.data);
		text_release(&error);
		return EXIT_INCOMPLETE;
	}
	output_begin(output);
	choice->write(account, output_text(output));
	output_commit(output);
	code = output_end(output);
	output_free(output);
	text_release(&error);
	if (code == 0)
		return EXIT_DONE;
	complain("%s: %s", choice->path, strerror(code));
	return EXIT_INCOMPLETE;
}

static int report(const struct report_choice *choice)
{
	struct audit_subject subject;
	struct accounting accounting = { 0 };
	int code = audit_subject_open(&subject, choice->audit, STORE_READ);

	if (code == GO_ON) {
		if (accounting_load(&accounting, subject.store,
		                    subject.name.data, &choice->run,
		                    &subject.policy, &subject.error)) {
			code = write_report(choice, &accounting.account);
		} else {
			complain("%s", subject.error.data);
			code = EXIT_INCOMPLETE;
		}
	}
	accounting_release(&accounting);
	audit_subject_close(&subject);
	return code;
}

static bool choose(int argc, char **argv, struct report_choice *choice,
                   struct text *error)
{
	bool csv = false, json = false, markdown = false;
	const char *html = NULL, *words[2] = { NULL, NULL };
	const struct word_option options[] = {
		{ "html", &html, NULL },
		{ "csv", NULL, &csv },
		{ "json", NULL, &json },
		{ "md", NULL, &markdown },
	};
	size_t count;

	if (!words_take(argc, argv, options, COUNT(options), words, 2, &count,
	                error))
		return false;
	if (count == 0 || (html != NULL) + csv + json + markdown != 1) {
		text_append_string(error,
		                   "audit report NAME [RUN] and one of --html "
		                   "FILE, --csv, --json and --md");
		return false;
	}
	if (!audit_subject_run_id(words[1], 0, &choice->run.run))
		return false;
	choice->audit = words[0];
	choice->path = html != NULL ? html : "-";
	choice->write = html != NULL ? html_report
	                : csv        ? csv_report
	                : json       ? json_report
	                             : markdown_report;
	return true;
}

int audit_report_command(int argc, char **argv)
{
	struct report_choice choice = { .path = NULL };
	struct text error;
	int code = EXIT_USAGE;

	text_init(&error);
	if (choose(argc, argv, &choice, &error))
		code = report(&choice);
	else if (error.len > 0)
		complain("%s", error.data);
	text_release(&error);
	return code;
}
