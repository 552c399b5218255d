// SPDX-License-Identifier: Apache-2.0
#include "cli/diff_command.h"

#include "audit/change.h"
#include "audit/result_file.h"
#include "cli/complain.h"
#include "cli/diff_json.h"
#include "cli/diff_table.h"
#include "cli/standard_streams.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char usage[] =
	"usage: portscan diff OLD NEW [--all] [--json] [--fail-on change]\n"
	"       OLD and NEW are results of portscan (--json, --jsonl, --xml), "
	"of nmap -oX\n"
	"       or of masscan -oJ\n"
	"  --all             list what cannot be compared, too (also -v)\n"
	"  --json            one JSON document\n"
	"  --fail-on change  exit 1 when anything changed\n"
	"Exit: 0 done, 1 --fail-on met, 2 usage, 3 a file cannot be read\n";

/* What was asked for. */
struct request {
	const char *files[2]; /* the older one first */
	size_t count;
	bool all, json, fail_on_change, help;
};

static bool read_fail_on(struct request *request, const char *value)
{
	request->fail_on_change = true;
	if (value != NULL && strcmp(value, "change") == 0)
		return true;
	complain("--fail-on: diff knows only change");
	return false;
}

/* Read the argument at `*i`, and its value behind it. */
static bool read_argument(struct request *request, char **argv, int *i)
{
	const char *argument = argv[*i];

	if (strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0) {
		request->help = true;
	} else if (strcmp(argument, "--all") == 0 ||
	           strcmp(argument, "-v") == 0) {
		request->all = true;
	} else if (strcmp(argument, "--json") == 0) {
		request->json = true;
	} else if (strcmp(argument, "--fail-on") == 0) {
		if (argv[*i + 1] != NULL)
			++*i;
		return read_fail_on(request,
		                    argv[*i] != argument ? argv[*i] : NULL);
	} else if (strncmp(argument, "--fail-on=", 10) == 0) {
		return read_fail_on(request, argument + 10);
	} else if (argument[0] == '-') {
		complain("%s: diff knows --all, --json and --fail-on change",
		         argument);
		return false;
	} else if (request->count == 2) {
		complain("%s: diff takes two files, OLD and NEW", argument);
		return false;
	} else {
		request->files[request->count++] = argument;
	}
	return true;
}

static bool read_arguments(struct request *request, int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (!read_argument(request, argv, &i))
			return false;
	if (request->count == 2 || request->help)
		return true;
	complain("diff takes two files, OLD and NEW");
	return false;
}

static bool read_result(const char *path, struct snapshot *snapshot)
{
	struct text error;
	bool good;

	text_init(&error);
	good = result_file_read(path, snapshot, &error);
	if (!good)
		complain("%s", error.data);
	text_release(&error);
	return good;
}

static int print(const struct request *request, const struct diff *diff)
{
	size_t changes =
		diff->changes->count -
		change_list_count(diff->changes, CHANGE_NOT_COMPARABLE);
	struct text text;
	int status;

	text_init(&text);
	if (request->json)
		diff_json_append(&text, diff);
	else
		diff_table_append(&text, diff, request->all);
	if (text.failed) {
		complain("out of memory");
		text_release(&text);
		return EXIT_INCOMPLETE;
	}
	fwrite(text.data, 1, text.len, stdout);
	text_release(&text);
	status = standard_output_finish();
	if (status == EXIT_DONE && request->fail_on_change && changes > 0)
		return EXIT_FAIL_ON;
	return status;
}

static int compare(const struct request *request, const struct snapshot *before,
                   const struct snapshot *after)
{
	struct change_list changes;
	struct diff diff = { before, after, &changes };
	int status;

	/* Some files have whole seconds. */
	if (after->time_us > 0 &&
	    after->time_us / 1000000 < before->time_us / 1000000)
		complain("%s began before %s: is it the older one?",
		         request->files[1], request->files[0]);
	if (!change_list_make(&changes, before, after)) {
		complain("out of memory");
		return EXIT_INCOMPLETE;
	}
	status = print(request, &diff);
	change_list_release(&changes);
	return status;
}

int diff_command(int argc, char **argv)
{
	struct request request = { .count = 0 };
	struct snapshot before = { 0 }, after = { 0 };
	int status = EXIT_INCOMPLETE;

	if (!read_arguments(&request, argc, argv))
		return EXIT_USAGE;
	if (request.help) {
		fputs(usage, stdout);
		return standard_output_finish();
	}
	if (read_result(request.files[0], &before) &&
	    read_result(request.files[1], &after))
		status = compare(&request, &before, &after);
	snapshot_release(&before);
	snapshot_release(&after);
	return status;
}
