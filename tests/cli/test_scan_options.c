// SPDX-License-Identifier: Apache-2.0
#include "cli/scan_options.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

enum { WORDS_MAX = 40 };

/* A command line split at blanks; the words live in `buffer`. */
static int split(const char *line, char *buffer, char **argv)
{
	int argc = 0;

	strcpy(buffer, line);
	for (char *word = strtok(buffer, " "); word != NULL;
	     word = strtok(NULL, " "))
		argv[argc++] = word;
	argv[argc] = NULL;
	return argc;
}

static struct scan_request parsed(const char *line, char *buffer)
{
	static char *argv[WORDS_MAX];
	int argc = split(line, buffer, argv);
	struct scan_request request;
	struct text error;

	text_init(&error);
	cr_assert(scan_request_parse(argc, argv, &request, &error), "%s: %s",
	          line, error.data);
	text_release(&error);
	return request;
}

Test(scan_options, targets_stand_anywhere_and_keep_their_order)
{
	char buffer[256];
	struct scan_request request =
		parsed("scan 10.0.0.1 -p 22 10.0.0.2 -- -odd", buffer);

	cr_assert(eq(sz, request.targets.count, 3));
	cr_expect(eq(str, (char *)request.targets.items[0], "10.0.0.1"));
	cr_expect(eq(str, (char *)request.targets.items[1], "10.0.0.2"));
	cr_expect(eq(str, (char *)request.targets.items[2], "-odd"));
	cr_expect(eq(str, (char *)request.ports, "22"));
	scan_request_release(&request);
}

Test(scan_options, nmaps_letters_mean_what_they_mean_there)
{
	char buffer[256];
	struct scan_request request = parsed(
		"scan -sT -sU -sL -Pn -n -4 -iL - -p22,80 --exclude-ports=25 x",
		buffer);

	cr_expect(request.tcp && request.udp && request.list_only);
	cr_expect(request.only_v4 && !request.reverse_dns);
	cr_expect(not(request.discovery));
	cr_expect(eq(str, (char *)request.target_files.items[0], "-"));
	cr_expect(eq(str, (char *)request.ports, "22,80"));
	cr_expect(eq(str, (char *)request.exclude_ports, "25"));
	scan_request_release(&request);
}

Test(scan_options, a_dash_is_all_ports_and_standard_output)
{
	char buffer[256];
	struct scan_request request =
		parsed("scan -p- --csv - --json a.json x", buffer);

	cr_expect(eq(str, (char *)request.ports, "-"));
	cr_assert(eq(sz, request.report_count, 2));
	cr_expect(eq(str, (char *)request.reports[0].path, "-"));
	cr_expect(eq(int, request.reports[1].format, FORMAT_JSON));
	scan_request_release(&request);
}

Test(scan_options, nmaps_xml_goes_by_its_name_there_too)
{
	static const char *const lines[] = { "scan --xml a.xml x",
		                             "scan -oX a.xml x",
		                             "scan x -oX=a.xml" };

	for (size_t i = 0; i < COUNT(lines); i++) {
		char buffer[256];
		struct scan_request request = parsed(lines[i], buffer);

		cr_assert(eq(sz, request.report_count, 1), "%s", lines[i]);
		cr_expect(eq(int, request.reports[0].format, FORMAT_XML));
		cr_expect(eq(str, (char *)request.reports[0].path, "a.xml"));
		cr_expect(eq(sz, request.targets.count, 1), "%s", lines[i]);
		scan_request_release(&request);
	}
}

Test(scan_options, numbers_reach_their_fields)
{
	char buffer[256];
	struct scan_request request = parsed(
		"scan --rate 100 --max-in-flight 7 --per-host 3 --timeout 500 "
		"--retries 0 --seed 18446744073709551615 x",
		buffer);

	cr_expect(eq(u32, request.scan.rate, 100));
	cr_expect(eq(u32, request.scan.max_in_flight, 7));
	cr_expect(eq(u32, request.scan.per_host, 3));
	cr_expect(eq(u32, request.scan.timeout_ms, 500));
	cr_expect(eq(u32, request.scan.retries, 0));
	cr_expect(not(request.scan.adaptive_retries));
	cr_expect(eq(u64, request.seed, UINT64_MAX));
	cr_expect(request.has_seed && request.has_max_in_flight);
	scan_request_release(&request);
}

Test(scan_options, a_shard_counts_from_one)
{
	char buffer[256];
	struct scan_request request =
		parsed("scan --shard 65535/65535 --seed 1 x", buffer);

	cr_expect(eq(u32, request.shard_index, 65534));
	cr_expect(eq(u32, request.shard_count, 65535));
	scan_request_release(&request);
	request = parsed("scan --shard 1/1 x", buffer);
	cr_expect(eq(u32, request.shard_index, 0));
	cr_expect(eq(u32, request.shard_count, 1));
	scan_request_release(&request);
}

Test(scan_options, a_part_that_is_resumed_has_its_seed_in_the_file)
{
	char buffer[256];
	struct scan_request request =
		parsed("scan --shard 2/3 --resume a --checkpoint b x", buffer);

	cr_expect(eq(str, (char *)request.resume, "a"));
	cr_expect(eq(str, (char *)request.checkpoint, "b"));
	cr_expect(not(request.has_seed));
	scan_request_release(&request);
}

Test(scan_options, nothing_given_is_the_gentle_default)
{
	char buffer[256];
	struct scan_request request = parsed("scan x", buffer);
	struct scan_options usual = scan_options_default();

	cr_expect(eq(int, memcmp(&request.scan, &usual, sizeof(usual)), 0));
	cr_expect(request.reverse_dns && !request.show_all);
	cr_expect(request.checkpoint == NULL && request.resume == NULL);
	cr_expect(eq(u32, request.shard_count, 1));
	cr_expect(request.discovery);
	cr_expect(eq(ptr, (void *)request.ports, NULL));
	scan_request_release(&request);
}

Test(scan_options, timing_is_taken_in_every_spelling)
{
	static const char *const lines[] = {
		"scan -T1 x",       "scan -T 1 x",       "scan -Tsneaky x",
		"scan -T sneaky x", "scan --timing 1 x", "scan --timing=1 x",
		"scan -T5 x -T1",   "scan -n -T1 x",
	};

	for (size_t i = 0; i < COUNT(lines); i++) {
		char buffer[256];
		struct scan_request request = parsed(lines[i], buffer);

		cr_expect(eq(u32, request.scan.rate, 10), "%s", lines[i]);
		cr_expect(eq(sz, request.targets.count, 1), "%s", lines[i]);
		scan_request_release(&request);
	}
}

Test(scan_options, explicit_pace_wins_whatever_the_order)
{
	static const char *const lines[] = {
		"scan -T5 --rate 7 --per-host 3 --retries 9 x",
		"scan --rate 7 --per-host 3 --retries 9 x -T5",
		"scan --retries 9 -T5 --rate 7 x --per-host 3",
	};

	for (size_t i = 0; i < COUNT(lines); i++) {
		char buffer[256];
		struct scan_request request = parsed(lines[i], buffer);

		cr_expect(eq(u32, request.scan.rate, 7), "%s", lines[i]);
		cr_expect(eq(u32, request.scan.per_host, 3), "%s", lines[i]);
		cr_expect(eq(u32, request.scan.retries, 9), "%s", lines[i]);
		cr_expect(not(request.scan.adaptive_retries), "%s", lines[i]);
		cr_expect(eq(u32, request.scan.timeout_ms, 400), "%s",
		          lines[i]);
		cr_expect(eq(u32, request.scan.max_in_flight, 100000), "%s",
		          lines[i]);
		cr_expect(not(request.has_max_in_flight), "%s", lines[i]);
		scan_request_release(&request);
	}
}

Test(scan_options, help_and_version_need_no_target)
{
	char buffer[256];
	struct scan_request request = parsed("scan --help", buffer);

	cr_expect(request.help);
	scan_request_release(&request);
	request = parsed("scan --version", buffer);
	cr_expect(request.version);
	scan_request_release(&request);
}

#define SHARD_ERROR(value)                                                     \
	"--shard " value ": not I/N, a part I of N parts, N up to 65535"

Test(scan_options, what_is_wrong_is_named_in_one_line)
{
	static const struct {
		const char *line;
		const char *error;
	} rows[] = {
		{ "scan", "no target; for example: portscan 10.0.0.0/24 -p "
		          "2076" },
		{ "scan x --rate abc",
		  "--rate abc: not a number from 1 to 10000000" },
		{ "scan x --rate 0", "--rate 0: not a number from 1 to "
		                     "10000000" },
		{ "scan x --rate -5",
		  "--rate -5: not a number from 1 to 10000000" },
		{ "scan x -T6",
		  "-T 6: neither 0 to 5 nor one of paranoid, sneaky, polite, "
		  "normal, aggressive, insane" },
		{ "scan x -T", "-T: needs a value" },
		{ "scan x --retries 21",
		  "--retries 21: not a number from 0 to 20" },
		{ "scan x --timeout 99999999999999999999",
		  "--timeout 99999999999999999999: not a number from 10 to "
		  "60000" },
		{ "scan x --seed 18446744073709551616",
		  "--seed 18446744073709551616: not a number from 0 to "
		  "2^64-1" },
		{ "scan x --shard 0/2", SHARD_ERROR("0/2") },
		{ "scan x --shard 3/2", SHARD_ERROR("3/2") },
		{ "scan x --shard 1", SHARD_ERROR("1") },
		{ "scan x --shard 1/", SHARD_ERROR("1/") },
		{ "scan x --shard /2", SHARD_ERROR("/2") },
		{ "scan x --shard 1/2/3", SHARD_ERROR("1/2/3") },
		{ "scan x --shard +1/2", SHARD_ERROR("+1/2") },
		{ "scan x --shard 1/65536", SHARD_ERROR("1/65536") },
		{ "scan x --shard 00000001/2", SHARD_ERROR("00000001/2") },
		{ "scan x --shard 2/3",
		  "--shard 2/3: needs --seed, the same for every part" },
		{ "scan x --rate", "--rate: needs a value" },
		{ "scan x -p", "-p: needs a value" },
		{ "scan x --frobnicate",
		  "--frobnicate: unknown option; see portscan --help" },
		{ "scan x -z", "-z: unknown option; see portscan --help" },
		{ "scan -nz x", "-nz: unknown option; see portscan --help" },
		{ "scan x --show closed",
		  "--show closed: neither open nor all" },
		{ "scan x --fail-on change",
		  "--fail-on change: can only be investigate; what changed is "
		  "told by "
		  "portscan audit and diff" },
		{ "scan x --top-ports=10",
		  "--top-ports=10: without -p the common ports are asked" },
		{ "scan x -p 22 -p 80",
		  "--ports 80: a second list; write --ports 22,80" },
		{ "scan x --exclude-ports 1 --exclude-ports 2",
		  "--exclude-ports 2: a second list; write --exclude-ports "
		  "1,2" },
		{ "scan x --service-db a --service-db b",
		  "--service-db b: a second file; put both in one" },
		{ "scan x -sV --no-banner",
		  "-sV and --no-banner: only one of them" },
		{ "scan x -sC",
		  "-sC: no scripts; -sV finds out all that is told" },
		{ "scan -sL x --json a", "a: -sL scans nothing to report" },
		{ "scan -sL x --resume a",
		  "a: -sL scans nothing to go on with" },
		{ "scan x --checkpoint -", "-: a checkpoint has to be a file" },
		{ "scan x --resume a --json a",
		  "a: both a report and a checkpoint" },
		{ "scan x --checkpoint", "--checkpoint: needs a value" },
		{ "scan x --csv a --json a",
		  "a: two reports to the same file" },
		{ "scan x -oX a --xml a", "a: two reports to the same file" },
		{ "scan x -oX", "-oX: needs a value" },
		{ "scan x -oA a", "-oA: write --xml FILE --csv FILE" },
		{ "scan x -4 -6", "-4 and -6: only one of them" },
		{ "scan x -sn", "-sn: a scan of many addresses leaves out the "
		                "silent ones" },
		{ "scan x -sS",
		  "-sS: no raw packets yet; -sT needs no privilege" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char buffer[256];
		char *argv[WORDS_MAX];
		int argc = split(rows[i].line, buffer, argv);
		struct scan_request request;
		struct text error;

		text_init(&error);
		cr_expect(not(scan_request_parse(argc, argv, &request, &error)),
		          "%s", rows[i].line);
		cr_expect(eq(str, error.data, (char *)rows[i].error), "%s",
		          rows[i].line);
		text_release(&error);
		scan_request_release(&request);
	}
}

Test(scan_options, the_help_names_the_defaults)
{
	struct scan_options usual = scan_options_default();
	const struct {
		const char *option;
		uint32_t usual;
	} rows[] = {
		{ "--max-in-flight N", usual.max_in_flight },
		{ "--per-host N", usual.per_host },
		{ "--timeout MS", usual.timeout_ms },
	};
	struct text help;

	text_init(&help);
	scan_options_help(&help);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *line = strstr(help.data, rows[i].option);
		char bracketed[20];

		cr_assert(ne(ptr, (void *)line, NULL), "%s", rows[i].option);
		snprintf(bracketed, sizeof(bracketed), "[%u]\n", rows[i].usual);
		cr_expect(eq(ptr, strchr(line, '['), strstr(line, bracketed)),
		          "%s", rows[i].option);
	}
	cr_expect(ne(ptr, strstr(help.data, "[as loss requires, 1 to 6]\n"),
	             NULL));
	cr_expect(eq(u32, usual.retries, 6));
	cr_expect(eq(u32, usual.rate, 0), "no limit");
	text_release(&help);
}

Test(scan_options, the_help_keeps_to_eighty_columns)
{
	struct text help;

	text_init(&help);
	scan_options_help(&help);
	for (char *line = strtok(help.data, "\n"); line != NULL;
	     line = strtok(NULL, "\n"))
		cr_expect(le(sz, strlen(line), 80), "%s", line);
	text_release(&help);
}
