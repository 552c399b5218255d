// SPDX-License-Identifier: Apache-2.0
#include "audit/notify_command.h"

#include "base/count.h"
#include "tests/audit/notify_sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static void run(const char *script, unsigned limit_ms, struct text *problems)
{
	const char *const command[] = {
		"/bin/sh", "-c", script, "sh", "an argument; exit 9", NULL
	};
	const struct notify_plan plan = {
		.command = command,
		.command_ms = limit_ms,
	};
	struct notify_sample sample;
	struct text json;

	text_init(&json);
	text_append_string(&json, "{\"audit\":\"office\"}\n");
	notify_sample_init(&sample);
	notify_command(&plan, &sample.account, &json, problems);
	text_release(&json);
}

static const struct {
	const char *script, *problems;
} cases[] = {
	{ "test \"$(cat)\" = '{\"audit\":\"office\"}'", "" },
	{ "test \"$PORTSCAN_AUDIT\" = office", "" },
	{ "test \"$PORTSCAN_RUN\" = 17", "" },
	{ "test \"$PORTSCAN_HEADLINE\" = "
	  "'office: 6 new, 2 open, 3 changes; run 17 complete'",
	  "" },
	{ "test \"$1\" = 'an argument; exit 9'", "" },
	{ "exit 1", "command /bin/sh: exit status 1\n" },
	{ "exec <&-; echo 'no pager' >&2; exit 75",
	  "command /bin/sh: exit status 75: no pager\n" },
};

Test(notify_command, is_given_the_json_and_the_run)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct text problems;

		text_init(&problems);
		run(cases[i].script, 0, &problems);
		cr_expect(eq(str, problems.data, (char *)cases[i].problems),
		          "%s", cases[i].script);
		text_release(&problems);
	}
}

Test(notify_command, is_ended_when_it_hangs)
{
	struct text problems;

	text_init(&problems);
	run("exec tail -f /dev/null", 50, &problems);
	cr_expect(eq(str, problems.data,
	             "command /bin/sh: ended for not being done after 0.1 "
	             "s\n"));
	text_release(&problems);
}

Test(notify_command, one_that_is_not_there_is_one_line)
{
	const char *const command[] = { "/nonexistent/\033[2J", NULL };
	const struct notify_plan plan = { .command = command };
	struct notify_sample sample;
	struct text json, problems;

	text_init(&json);
	text_init(&problems);
	notify_sample_init(&sample);
	notify_command(&plan, &sample.account, &json, &problems);
	cr_expect(eq(str, problems.data,
	             "command /nonexistent/\\x1b[2J: cannot be run: no such "
	             "file or directory\n"));
	text_release(&json);
	text_release(&problems);
}
