// SPDX-License-Identifier: Apache-2.0
#include "audit/notify.h"

#include "base/count.h"
#include "base/read_file.h"
#include "tests/audit/hook_server.h"
#include "tests/audit/notify_sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
	bool calm, always, complete;
	bool told;
} cases[] = {
	{ false, false, true, true }, { true, false, true, false },
	{ true, true, true, true },   { true, false, false, true },
	{ false, true, true, true },
};

/* One that leaves a file behind, the metrics another. */
Test(notify, tells_only_of_what_needs_a_person)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		char folder[] = "/tmp/portscan-notify-XXXXXX";
		char told[64], metrics[64];
		const char *const command[] = { "/bin/cp", "/dev/stdin", told,
			                        NULL };
		const struct notify_plan plan = {
			.always = cases[i].always,
			.command = command,
			.metrics = metrics,
		};
		struct notify_sample sample;
		struct text problems;

		text_init(&problems);
		cr_assert(ne(ptr, mkdtemp(folder), NULL));
		snprintf(told, sizeof(told), "%s/told", folder);
		snprintf(metrics, sizeof(metrics), "%s/a.prom", folder);
		notify_sample_init(&sample);
		if (cases[i].calm)
			notify_sample_calm(&sample);
		if (!cases[i].complete)
			sample.run.end = RUN_INCOMPLETE;
		notify_run(&plan, &sample.account, &problems);
		cr_expect(eq(str, problems.data, ""));
		cr_expect(eq(int, access(told, F_OK) == 0, cases[i].told),
		          "%zu", i);
		cr_expect(eq(int, access(metrics, F_OK), 0), "%zu", i);
		unlink(told);
		unlink(metrics);
		rmdir(folder);
		text_release(&problems);
	}
}

Test(notify, each_failure_is_one_line_and_keeps_nobody_from_being_told)
{
	static const char *const answers[] = {
		"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", NULL
	};
	static struct hook_server server = { .answers = answers };
	const char *const hooks[] = { "gopher://127.0.0.1/", server.url };
	const char *const command[] = { "/bin/false", NULL };
	const struct notify_plan plan = {
		.webhooks = hooks,
		.webhook_count = COUNT(hooks),
		.syslog = true,
		.journal = "/nonexistent",
		.log = "/nonexistent",
		.command = command,
		.mail_to = "root",
		.sendmail = "/bin/false",
		.metrics = "/nonexistent/a.prom",
	};
	struct notify_sample sample;
	struct text problems;

	text_init(&problems);
	notify_sample_init(&sample);
	hook_server_start(&server);
	notify_run(&plan, &sample.account, &problems);
	hook_server_stop(&server);
	cr_expect(eq(int, server.count, 1));
	cr_expect(eq(str, problems.data,
	             "metrics /nonexistent/a.prom: No such file or directory\n"
	             "syslog /nonexistent: No such file or directory\n"
	             "mail by /bin/false: exit status 1\n"
	             "command /bin/false: exit status 1\n"
	             "webhook gopher://127.0.0.1/…: not an http:// or https:// "
	             "URL\n"));
	text_release(&problems);
}

Test(notify, a_plan_without_targets_does_nothing)
{
	const struct notify_plan plan = { .always = true };
	struct notify_sample sample;
	struct text problems;

	text_init(&problems);
	notify_sample_init(&sample);
	notify_run(&plan, &sample.account, &problems);
	cr_expect(eq(str, problems.data, ""));
	text_release(&problems);
}
