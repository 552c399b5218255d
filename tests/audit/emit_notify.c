// SPDX-License-Identifier: Apache-2.0
/*
 * Tell those on the command line of the sample run, for programs that are not
 * ours to look at what comes:
 *
 *   emit_notify [webhook=URL] [secret=FILE] [mail=ADDRESS] [sendmail=PROGRAM]
 *               [command=PROGRAM] [metrics=FILE]
 *               [journal=SOCKET] [log=SOCKET]
 *
 * Problems are what it prints.
 */
#include "audit/notify.h"
#include "base/count.h"
#include "tests/audit/notify_sample.h"

#include <stdio.h>
#include <string.h>

struct targets {
	const char *webhook, *secret, *mail, *sendmail, *command, *metrics,
		*journal, *log;
};

static void take(const char *argument, struct targets *targets)
{
	const struct {
		const char *name;
		const char **value;
	} names[] = {
		{ "webhook=", &targets->webhook },
		{ "secret=", &targets->secret },
		{ "mail=", &targets->mail },
		{ "sendmail=", &targets->sendmail },
		{ "command=", &targets->command },
		{ "metrics=", &targets->metrics },
		{ "journal=", &targets->journal },
		{ "log=", &targets->log },
	};

	for (size_t i = 0; i < COUNT(names); i++)
		if (strncmp(argument, names[i].name, strlen(names[i].name)) ==
		    0)
			*names[i].value = argument + strlen(names[i].name);
}

int main(int argc, char **argv)
{
	struct notify_sample sample;
	struct targets targets = { 0 };
	struct text problems;

	for (int i = 1; i < argc; i++)
		take(argv[i], &targets);
	const char *const command[] = { targets.command, NULL };
	const struct notify_plan plan = {
		.webhooks = &targets.webhook,
		.webhook_count = targets.webhook != NULL,
		.secret_file = targets.secret,
		.retry_ms = 1,
		.syslog = targets.journal != NULL || targets.log != NULL,
		.journal = targets.journal != NULL ? targets.journal
		                                   : "/nonexistent",
		.log = targets.log,
		.mail_to = targets.mail,
		.sendmail = targets.sendmail,
		.command = targets.command != NULL ? command : NULL,
		.metrics = targets.metrics,
	};

	notify_sample_init(&sample);
	text_init(&problems);
	notify_run(&plan, &sample.account, &problems);
	fputs(problems.data, stdout);
	text_release(&problems);
	return 0;
}
