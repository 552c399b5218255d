// SPDX-License-Identifier: Apache-2.0
#include "cli/audit_history.h"

#include "audit/accounting.h"
#include "base/count.h"
#include "cli/audit_print.h"
#include "cli/audit_subject.h"
#include "cli/complain.h"
#include "cli/standard_streams.h"
#include "cli/words.h"

#include <inttypes.h>
#include <stdio.h>

enum { WORDS_MAX = 3 };

/* One of these commands: the audit it is about, and its words. */
struct asking {
	const char *words[WORDS_MAX];
	size_t count;
	struct audit_subject subject;
	struct text error;
};

/* Between `least` and `most` words, the first of them an audit. */
static int ask(struct asking *asking, int argc, char **argv, size_t least,
               size_t most, enum store_mode mode)
{
	*asking = (struct asking){ .count = 0 };
	text_init(&asking->error);
	if (!words_take(argc, argv, NULL, 0, asking->words, most,
	                &asking->count, &asking->error)) {
		complain("%s", asking->error.data);
		return EXIT_USAGE;
	}
	if (asking->count < least) {
		complain("audit %s: %s; see portscan audit --help", argv[0],
		         asking->count == 0 ? "which audit?" : "which run?");
		return EXIT_USAGE;
	}
	return audit_subject_open(&asking->subject, asking->words[0], mode);
}

static int answered(struct asking *asking, int code)
{
	audit_subject_close(&asking->subject);
	text_release(&asking->error);
	return code == EXIT_DONE ? standard_output_finish() : code;
}

static int fail(struct asking *asking)
{
	complain("%s", asking->error.data);
	return EXIT_INCOMPLETE;
}

static int list_runs(struct asking *asking)
{
	struct run_list runs;

	if (!store_runs(asking->subject.store, 0, &runs, &asking->error))
		return fail(asking);
	audit_print_run_titles();
	for (size_t i = 0; i < runs.count; i++)
		audit_print_run(&runs.items[i]);
	run_list_release(&runs);
	return EXIT_DONE;
}

int audit_history_command(int argc, char **argv)
{
	struct asking asking;
	int code = ask(&asking, argc, argv, 1, 1, STORE_READ);

	return answered(&asking, code == GO_ON ? list_runs(&asking) : code);
}

/* Print the account of one run, held against another. */
static int print_account(struct asking *asking,
                         const struct accounting_choice *choice,
                         enum notice_extent extent)
{
	struct audit_subject *subject = &asking->subject;
	struct accounting accounting;
	int code = EXIT_DONE;

	if (accounting_load(&accounting, subject->store, subject->name.data,
	                    choice, &subject->policy, &asking->error))
		audit_print_account(&accounting.account, extent);
	else
		code = fail(asking);
	accounting_release(&accounting);
	return code;
}

static int show(struct asking *asking)
{
	struct accounting_choice choice = { 0 };

	if (!audit_subject_run_id(asking->words[1], 0, &choice.run))
		return EXIT_USAGE;
	return print_account(asking, &choice, NOTICE_WHOLE);
}

int audit_show_command(int argc, char **argv)
{
	struct asking asking;
	int code = ask(&asking, argc, argv, 1, 2, STORE_READ);

	return answered(&asking, code == GO_ON ? show(&asking) : code);
}

static int diff(struct asking *asking)
{
	struct accounting_choice choice = { 0 };

	if (asking->count == 2) {
		complain("audit diff: two runs, or none for the last two");
		return EXIT_USAGE;
	}
	if (!audit_subject_run_id(asking->words[1], 0, &choice.since) ||
	    !audit_subject_run_id(asking->words[2], 0, &choice.run))
		return EXIT_USAGE;
	return print_account(asking, &choice, NOTICE_CHANGES);
}

int audit_diff_command(int argc, char **argv)
{
	struct asking asking;
	int code = ask(&asking, argc, argv, 1, 3, STORE_READ);

	return answered(&asking, code == GO_ON ? diff(&asking) : code);
}

static int set_baseline(struct asking *asking)
{
	struct store *store = asking->subject.store;
	struct run run = { 0 };
	char began[AUDIT_TIME_SIZE];
	int64_t id;
	int code = EXIT_DONE;

	if (!audit_subject_run_id(asking->words[1], 0, &id))
		return EXIT_USAGE;
	if (!store_run(store, id, &run, &asking->error) ||
	    !store_set_baseline(store, run.id, &asking->error))
		code = fail(asking);
	else
		printf("%s: the baseline is run %" PRId64 " of %s%s\n",
		       asking->subject.name.data, run.id,
		       audit_time(run.started_us, began),
		       run.end == RUN_COMPLETE
		               ? ""
		               : ", which did not ask everything");
	run_release(&run);
	return code;
}

int audit_baseline_command(int argc, char **argv)
{
	struct asking asking;
	int code = ask(&asking, argc, argv, 2, 2, STORE_WRITE);

	return answered(&asking, code == GO_ON ? set_baseline(&asking) : code);
}
