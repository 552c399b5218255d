// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "cli/audit_command.h"
#include "cli/diff_command.h"
#include "cli/explain.h"
#include "cli/registry_command.h"
#include "cli/scan_command.h"
#include "cli/standard_streams.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} commands[] = {
	{ "scan", scan_command },         { "explain", explain_command },
	{ "registry", registry_command }, { "audit", audit_command },
	{ "diff", diff_command },
};

static int run(int argc, char **argv)
{
	for (size_t i = 0; i < COUNT(commands); i++)
		if (argc > 1 && strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(argc - 1, argv + 1);
	return scan_command(argc, argv);
}

/* "help explain" is "explain --help". */
static int help(int argc, char **argv)
{
	char *asked[] = { argv[0], argc > 2 ? argv[2] : "scan", "--help",
		          NULL };

	return run(COUNT(asked) - 1, asked);
}

int main(int argc, char **argv)
{
	/* A reader that goes away, or a file that grows too large, is an
	 * errno for the report that meets it. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	standard_streams_hold();
	if (argc > 1 && strcmp(argv[1], "help") == 0)
		return help(argc, argv);
	return run(argc, argv);
}
