// SPDX-License-Identifier: Apache-2.0
#include "cli/audit_run.h"

#include "audit/accounting.h"
#include "audit/blackout.h"
#include "audit/ending.h"
#include "audit/lock.h"
#include "audit/notify.h"
#include "audit/policy_date.h"
#include "base/count.h"
#include "base/wall_clock.h"
#include "cli/audit_print.h"
#include "cli/audit_request.h"
#include "cli/audit_scan.h"
#include "cli/audit_subject.h"
#include "cli/complain.h"
#include "cli/pause.h"
#include "cli/registry_in_use.h"
#include "cli/standard_streams.h"
#include "cli/words.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One run of an audit, filled in by its steps. */
struct audit_run {
	const char *word; /* that names the audit */
	bool fail_on_change, fail_on_investigate;
	bool quiet;

	struct audit_subject subject;
	struct audit_request request;
	struct lock *lock;
	struct run run;      /* this one */
	struct run previous; /* that it is held against; id 0: none */
	struct snapshot before;
	struct audit_scan scan;
	struct accounting accounting;
	int code; /* of the scan */
	struct text error;
};

/* The steps, in the order they are taken. */
static int open_audit(struct audit_run *run);
static int take_lock(struct audit_run *run);
static int mind_blackout(struct audit_run *run);
static int claim_history(struct audit_run *run);
static int read_history(struct audit_run *run);
static int begin(struct audit_run *run);
static int scan(struct audit_run *run);
static int store(struct audit_run *run);
static int account(struct audit_run *run);
static int tell(struct audit_run *run);
static int forget(struct audit_run *run);
static int conclude(struct audit_run *run);

static int fail(struct audit_run *run, int code)
{
	complain("%s", run->error.data);
	return code;
}

static int open_audit(struct audit_run *run)
{
	struct audit_subject *subject = &run->subject;
	int code = audit_subject_open(subject, run->word, STORE_WRITE);

	if (code != GO_ON)
		return code;
	/* Files that the profile names are beside it. */
	if (chdir(subject->profile.folder) != 0) {
		complain("%s: %s", subject->profile.folder, strerror(errno));
		return EXIT_INCOMPLETE;
	}
	if (!audit_request_make(&run->request, &subject->profile, &run->error))
		return fail(run, EXIT_USAGE);
	run->request.request.quiet = run->quiet;
	return GO_ON;
}

static int take_lock(struct audit_run *run)
{
	run->lock = lock_take(run->subject.database.data,
	                      run->subject.name.data, &run->error);
	return run->lock != NULL ? GO_ON : fail(run, EXIT_INCOMPLETE);
}

/* After hours the profile and the policy may be others. */
static int open_anew(struct audit_run *run)
{
	int code;

	audit_request_release(&run->request);
	audit_subject_close(&run->subject);
	code = open_audit(run);
	return code == GO_ON ? mind_blackout(run) : code;
}

static int mind_blackout(struct audit_run *run)
{
	const struct profile *profile = &run->subject.profile;
	time_t now = time(NULL);
	time_t end =
		blackout_end(profile->blackouts, profile->blackout_count, now);
	char when[32];
	struct tm local;
	struct text why;
	bool waited;

	if (end == now)
		return GO_ON;
	if (end < 0) {
		complain("%s: not run: its blackouts never end",
		         run->subject.name.data);
		return EXIT_USAGE;
	}
	localtime_r(&end, &local);
	strftime(when, sizeof(when), "%Y-%m-%d %H:%M", &local);
	if (!profile->waits_in_blackout) {
		complain("%s: not run: a blackout lasts until %s",
		         run->subject.name.data, when);
		return EXIT_DONE;
	}
	text_init(&why);
	text_printf(&why, "%s: waiting: a blackout lasts until %s",
	            run->subject.name.data, when);
	waited = pause_ms((uint64_t)(end - now) * 1000, why.data);
	text_release(&why);
	if (waited)
		return open_anew(run);
	complain("%s: not run: interrupted while it waited",
	         run->subject.name.data);
	return EXIT_INCOMPLETE;
}

/* Is the newest run of before, as clocks go? */
static int check_clock(struct audit_run *run)
{
	struct run_list runs;
	char began[AUDIT_TIME_SIZE];
	int code = GO_ON;

	if (!store_runs(run->subject.store, 1, &runs, &run->error))
		return fail(run, EXIT_INCOMPLETE);
	if (runs.count > 0 && runs.items[0].started_us > wall_clock_us()) {
		complain("%s: not run: run %" PRId64 " began %s, so the clock "
		         "went back; set it right",
		         run->subject.name.data, runs.items[0].id,
		         audit_time(runs.items[0].started_us, began));
		code = EXIT_INCOMPLETE;
	}
	run_list_release(&runs);
	return code;
}

/* A history is that of one profile: another, which still is there, would mix
 * its runs with ours. */
static int claim_history(struct audit_run *run)
{
	struct audit_subject *subject = &run->subject;
	struct text owner;
	bool foreign, claimed;

	text_init(&owner);
	if (!store_profile(subject->store, &owner, &run->error)) {
		text_release(&owner);
		return fail(run, EXIT_INCOMPLETE);
	}
	foreign = owner.len > 0 && access(owner.data, F_OK) == 0 &&
	          strcmp(owner.data, subject->path.data) != 0;
	if (foreign)
		text_printf(&run->error,
		            "%s: is the history of %s; give each profile a "
		            "database of its own",
		            subject->database.data, owner.data);
	text_release(&owner);
	claimed =
		!foreign && store_set_profile(subject->store,
	                                      subject->path.data, &run->error);
	return claimed ? GO_ON : fail(run, EXIT_INCOMPLETE);
}

static int read_history(struct audit_run *run)
{
	struct store *store = run->subject.store;

	if (!store_settle(store, &run->error) ||
	    !store_basis(store, INT64_MAX,
	                 audit_scan_depth(&run->request.request),
	                 &run->previous, &run->error))
		return fail(run, EXIT_INCOMPLETE);
	if (run->previous.id != 0 &&
	    !store_snapshot(store, run->previous.id, &run->before, &run->error))
		return fail(run, EXIT_INCOMPLETE);
	return check_clock(run);
}

/* The table that verdicts rest on: "2026-11-20 sha256:…"; NULL when out of
 * memory. */
static char *describe_registry(void)
{
	struct registry_in_use in_use;
	struct registry_source source;
	struct text text;
	char *description;

	registry_in_use_init(&in_use);
	source = registry_source(in_use.registry);
	text_init(&text);
	text_printf(&text, "%s sha256:%s",
	            source.date != NULL ? source.date : "undated",
	            source.sha256);
	description = text.failed ? NULL : strdup(text.data);
	text_release(&text);
	registry_in_use_release(&in_use);
	return description;
}

static int begin(struct audit_run *run)
{
	struct text settings;
	bool begun;

	text_init(&settings);
	audit_request_format(&run->request, &settings);
	run->run.started_us = wall_clock_us();
	run->run.settings = strdup(settings.data);
	run->run.version = strdup(PORTSCAN_VERSION);
	run->run.registry = describe_registry();
	text_release(&settings);
	begun = run->run.settings != NULL && run->run.version != NULL &&
	        run->run.registry != NULL &&
	        store_begin(run->subject.store, &run->run, &run->error);
	return begun ? GO_ON : fail(run, EXIT_INCOMPLETE);
}

static int scan(struct audit_run *run)
{
	run->code =
		audit_scan_run(&run->scan, &run->request, &run->subject.profile,
	                       run->previous.id != 0 ? &run->before : NULL);
	return GO_ON;
}

/* Nothing was scanned: the run says so. */
static int store_failure(struct audit_run *run)
{
	static const struct issue_list no_issues = { 0 };
	struct snapshot nothing = { .coverage = coverage_create() };

	run->run.end = RUN_FAILED;
	run->run.finished_us = wall_clock_us();
	if (nothing.coverage == NULL ||
	    !store_end(run->subject.store, &run->run, &nothing, NULL, 0,
	               &no_issues, &run->error))
		complain("%s", run->error.data);
	snapshot_release(&nothing);
	if (run->code == EXIT_DONE)
		run->code = EXIT_INCOMPLETE;
	return GO_ON;
}

/* What is to be judged before it is stored. */
static bool judge(struct audit_run *run, struct issue_list *issues)
{
	struct issue_list earlier = { 0 };
	struct run last = { 0 };
	char today[POLICY_DATE_SIZE];
	bool judged;

	policy_date_today(today);
	judged = store_run_before(run->subject.store, run->run.id, &last,
	                          &run->error) &&
	         (last.id == 0 || store_issues(run->subject.store, last.id,
	                                       &earlier, &run->error));
	run_release(&last);
	if (judged && !issue_list_make(issues, run->subject.name.data,
	                               run->run.id, &run->scan.seen,
	                               &run->subject.policy, today, &earlier)) {
		text_append_string(&run->error, "out of memory");
		judged = false;
	}
	issue_list_release(&earlier);
	return judged;
}

static bool store_all(struct audit_run *run, const struct issue_list *issues)
{
	const struct audit_scan *scan = &run->scan;
	struct ending_changes changes;
	bool stored = false;

	if (ending_of_run(&run->run, &scan->first, &scan->seen, issues,
	                  &scan->changes) &&
	    ending_changes_make(
		    &changes, &scan->changes, &scan->denied,
		    scan->looked_twice ? &scan->first.snapshot : &scan->seen,
		    scan->looked_twice ? &scan->second.snapshot : NULL)) {
		run->run.finished_us = wall_clock_us();
		if (scan->interrupted)
			run->run.end = RUN_INTERRUPTED;
		stored = store_end(run->subject.store, &run->run, &scan->seen,
		                   changes.items, changes.count, issues,
		                   &run->error);
		ending_changes_release(&changes);
	} else {
		text_append_string(&run->error, "out of memory");
	}
	return stored;
}

static bool prune(struct audit_run *run)
{
	const struct profile *profile = &run->subject.profile;
	int64_t day_us = INT64_C(86400) * 1000000;
	int64_t before_us =
		profile->keep_days == 0
			? 0
			: run->run.started_us -
				  (int64_t)profile->keep_days * day_us;
	size_t pruned;

	return store_prune(run->subject.store, before_us, profile->keep_runs,
	                   &pruned, &run->error);
}

static int store(struct audit_run *run)
{
	struct issue_list issues = { 0 };
	bool stored;

	if (run->scan.seen.coverage == NULL)
		return store_failure(run);
	stored = judge(run, &issues) && store_all(run, &issues);
	issue_list_release(&issues);
	return stored ? GO_ON : fail(run, EXIT_INCOMPLETE);
}

static int account(struct audit_run *run)
{
	struct accounting_choice choice = { .run = run->run.id };

	return accounting_load(&run->accounting, run->subject.store,
	                       run->subject.name.data, &choice,
	                       &run->subject.policy, &run->error)
	               ? GO_ON
	               : fail(run, EXIT_INCOMPLETE);
}

static struct notify_plan notify_plan_of(const struct profile_notify *notify)
{
	return (struct notify_plan){
		.always = notify->always,
		.webhooks = (const char *const *)notify->webhooks,
		.webhook_count = notify->webhook_count,
		.secret_file = notify->webhook_secret_file,
		.syslog = notify->syslog,
		.command = (const char *const *)notify->command,
		.mail_to = notify->mail_to,
		.mail_from = notify->mail_from,
		.metrics = notify->metrics,
	};
}

/* One complaint a line. */
static void complain_lines(char *lines)
{
	char *line;

	while ((line = strsep(&lines, "\n")) != NULL)
		if (*line != '\0')
			complain("%s", line);
}

static int tell(struct audit_run *run)
{
	const struct account *account = &run->accounting.account;
	struct notify_plan plan;
	struct text problems;

	audit_print_account(account, NOTICE_NEWS);
	text_init(&problems);
	plan = notify_plan_of(&run->subject.profile.notify);
	notify_run(&plan, account, &problems);
	complain_lines(problems.data);
	text_release(&problems);
	return GO_ON;
}

/* What is too old, once all is told. */
static int forget(struct audit_run *run)
{
	if (!prune(run)) {
		complain("%s", run->error.data);
		run->code = EXIT_INCOMPLETE;
	}
	return GO_ON;
}

static int conclude(struct audit_run *run)
{
	const struct account *account = &run->accounting.account;
	bool changed = account->run->changes > 0;
	bool unaccounted = account->run->unaccounted > 0;
	int code = standard_output_finish();

	if (code != EXIT_DONE)
		return code;
	if ((run->fail_on_change && changed) ||
	    (run->fail_on_investigate && unaccounted))
		return EXIT_FAIL_ON;
	return run->code;
}

static void close_run(struct audit_run *run)
{
	accounting_release(&run->accounting);
	audit_scan_release(&run->scan);
	snapshot_release(&run->before);
	run_release(&run->run);
	run_release(&run->previous);
	audit_request_release(&run->request);
	audit_subject_close(&run->subject);
	lock_release(run->lock);
	text_release(&run->error);
}

static bool read_words(int argc, char **argv, struct audit_run *run)
{
	const char *fail_on = NULL;
	const struct word_option options[] = {
		{ "fail-on", &fail_on, NULL },
		{ "quiet", NULL, &run->quiet },
	};
	size_t count;

	if (!words_take(argc, argv, options, COUNT(options), &run->word, 1,
	                &count, &run->error))
		return false;
	if (count == 0) {
		text_append_string(&run->error,
		                   "audit run: which audit?  portscan audit "
		                   "list");
		return false;
	}
	run->fail_on_change = fail_on != NULL && strcmp(fail_on, "change") == 0;
	run->fail_on_investigate =
		fail_on != NULL && strcmp(fail_on, "investigate") == 0;
	if (fail_on == NULL || run->fail_on_change || run->fail_on_investigate)
		return true;
	text_printf(&run->error, "--fail-on %s: neither change nor investigate",
	            fail_on);
	return false;
}

int audit_run_command(int argc, char **argv)
{
	static int (*const steps[])(struct audit_run *) = {
		open_audit,   mind_blackout, take_lock, claim_history,
		read_history, begin,         scan,      store,
		account,      tell,          forget,    conclude,
	};
	struct audit_run run = { .code = EXIT_DONE };
	int code = GO_ON;

	text_init(&run.error);
	if (!read_words(argc, argv, &run)) {
		code = fail(&run, EXIT_USAGE);
		text_release(&run.error);
		return code;
	}
	for (size_t i = 0; code == GO_ON; i++)
		code = steps[i](&run);
	close_run(&run);
	return code;
}
