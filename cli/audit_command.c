// SPDX-License-Identifier: Apache-2.0
#include "cli/audit_command.h"

#include "base/count.h"
#include "cli/audit_history.h"
#include "cli/audit_init.h"
#include "cli/audit_list.h"
#include "cli/audit_port.h"
#include "cli/audit_report.h"
#include "cli/audit_run.h"
#include "cli/audit_schedule.h"
#include "cli/complain.h"
#include "cli/standard_streams.h"

#include <stdio.h>
#include <string.h>

static const char usage[] =
	"usage: portscan audit COMMAND\n"
	"  init NAME --targets LIST [-p PORTS] [options of a scan]\n"
	"                           write NAME.ini, and NAME.policy beside it\n"
	"  run NAME [--fail-on change|investigate] [--quiet]\n"
	"                           scan, store, compare, judge and notify\n"
	"  schedule NAME \"daily 02:00\" [--user] [--cron]\n"
	"                           have systemd run it; or a line for cron\n"
	"  unschedule NAME [--user]\n"
	"  list                     every audit, its last and its next run\n"
	"  history NAME             its runs\n"
	"  show NAME [RUN]          what a run came to (RUN: 17, last, "
	"baseline)\n"
	"  diff NAME [OLD NEW]      what changed between two runs\n"
	"  baseline NAME RUN        what later runs are held against, too\n"
	"  explain NAME ADDRESS:PORT[/udp]\n"
	"                           all that is known of one port\n"
	"  approve NAME ADDRESS:PORT[/udp] --owner WHO --reason WHY --until "
	"DATE\n"
	"                           document it in the policy, as it answers "
	"now\n"
	"  report NAME [RUN] --html FILE | --csv | --json | --md\n"
	"NAME is that of NAME.ini, here or known from before, or the file's "
	"path.\n"
	"Exit: 0 done, 1 --fail-on met, 2 usage, 3 incomplete or failed\n";

static int help(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	fputs(usage, stdout);
	return standard_output_finish();
}

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} actions[] = {
	{ "init", audit_init_command },
	{ "run", audit_run_command },
	{ "schedule", audit_schedule_command },
	{ "unschedule", audit_schedule_command },
	{ "list", audit_list_command },
	{ "history", audit_history_command },
	{ "show", audit_show_command },
	{ "diff", audit_diff_command },
	{ "baseline", audit_baseline_command },
	{ "explain", audit_explain_command },
	{ "approve", audit_approve_command },
	{ "report", audit_report_command },
	{ "--help", help },
	{ "-h", help },
	{ "help", help },
};

int audit_command(int argc, char **argv)
{
	if (argc < 2) {
		complain("audit what? see portscan audit --help");
		return EXIT_USAGE;
	}
	for (size_t i = 0; i < COUNT(actions); i++)
		if (strcmp(argv[1], actions[i].name) == 0)
			return actions[i].run(argc - 1, argv + 1);
	complain("%s: no command of portscan audit; see portscan audit --help",
	         argv[1]);
	return EXIT_USAGE;
}
