// SPDX-License-Identifier: Apache-2.0
#include "cli/scan_options.h"

#include "base/count.h"
#include "scan/shard.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum option_id {
	OPT_TARGET_FILE = 256, /* beyond every letter */
	OPT_EXCLUDE,
	OPT_EXCLUDE_FILE,
	OPT_V4,
	OPT_V6,
	OPT_LIST,
	OPT_PORTS,
	OPT_EXCLUDE_PORTS,
	OPT_TCP,
	OPT_UDP,
	OPT_TIMING,
	OPT_RATE,
	OPT_MAX_IN_FLIGHT,
	OPT_PER_HOST,
	OPT_TIMEOUT,
	OPT_RETRIES,
	OPT_SEED,
	OPT_SHARD,
	OPT_CHECKPOINT,
	OPT_RESUME,
	OPT_IDENTIFY,
	OPT_NO_BANNER,
	OPT_ALL_PORTS_TALK,
	OPT_SERVICE_DB,
	OPT_NO_DISCOVERY,
	OPT_NO_DNS,
	OPT_CSV,
	OPT_JSON,
	OPT_JSONL,
	OPT_XML,
	OPT_HTML,
	OPT_SHOW,
	OPT_FAIL_ON,
	OPT_NO_COLOR,
	OPT_VERBOSE,
	OPT_QUIET,
	OPT_HELP,
	OPT_VERSION,
};

/*
 * Every option, in the order of the help.  `letter` stands behind one dash;
 * `name` behind two, or behind one as nmap's two-letter options do.
 */
struct option_row {
	enum option_id id;
	const char *name;
	char letter;
	const char *argument; /* what the help calls it; NULL: takes none */
	const char *help;     /* with the default in brackets; NULL: the row
	                       * before tells it */
};

static const struct option_row rows[] = {
	{ OPT_TARGET_FILE, "iL", 0, "FILE",
	  "read targets from FILE (-: stdin)" },
	{ OPT_EXCLUDE, "exclude", 0, "LIST",
	  "never ask these (--exclude-file FILE: the same)" },
	{ OPT_EXCLUDE_FILE, "exclude-file", 0, "FILE", NULL },
	{ OPT_V4, "ipv4", '4', NULL,
	  "only the IPv4 (-6: IPv6) addresses of names" },
	{ OPT_V6, "ipv6", '6', NULL, NULL },
	{ OPT_LIST, "sL", 0, NULL, "list the targets and send nothing" },
	{ OPT_PORTS, "ports", 'p', "PORTS",
	  "22,80-90,http,T:22,U:53; - is all [common]" },
	{ OPT_EXCLUDE_PORTS, "exclude-ports", 0, "PORTS", "never ask these" },
	{ OPT_TCP, "sT", 0, NULL,
	  "TCP by connect, the default (-sU: UDP; or both)" },
	{ OPT_UDP, "sU", 0, NULL, NULL },
	{ OPT_TIMING, "timing", 'T', "0-5",
	  "a pace, from paranoid (0) to insane (5) [normal]" },
	{ OPT_RATE, "rate", 0, "N", "at most N probes a second [no limit]" },
	{ OPT_MAX_IN_FLIGHT, "max-in-flight", 0, "N",
	  "at most N at a time [4000]" },
	{ OPT_PER_HOST, "per-host", 0, "N",
	  "at most N at a time for one host [512]" },
	{ OPT_TIMEOUT, "timeout", 0, "MS",
	  "longest wait for one attempt [900]" },
	{ OPT_RETRIES, "retries", 0, "N",
	  "up to N after the first [as loss requires, 1 to 6]" },
	{ OPT_SEED, "seed", 0, "N",
	  "repeat the order of an earlier scan [random]" },
	{ OPT_SHARD, "shard", 0, "I/N",
	  "ask part I of N, with one --seed for all" },
	{ OPT_CHECKPOINT, "checkpoint", 0, "FILE",
	  "keep in FILE how far it has come (--resume FILE)" },
	{ OPT_RESUME, "resume", 0, "FILE", NULL },
	{ OPT_IDENTIFY, "sV", 0, NULL,
	  "find out all that open ports tell; takes longer" },
	{ OPT_NO_BANNER, "no-banner", 0, NULL,
	  "do not talk to open TCP ports" },
	{ OPT_ALL_PORTS_TALK, "all-ports-talk", 0, NULL,
	  "talk to printers and controllers as well" },
	{ OPT_SERVICE_DB, "service-db", 0, "FILE",
	  "know services by FILE too, of nmap's format" },
	{ OPT_NO_DISCOVERY, "Pn", 0, NULL,
	  "no host discovery: ask every address" },
	{ OPT_NO_DNS, "no-dns", 'n', NULL, "no reverse DNS" },
	{ OPT_CSV, "csv", 0, "FILE", "write CSV (-: stdout, as for all)" },
	{ OPT_JSON, "json", 0, "FILE",
	  "write JSON (--jsonl: an object a line)" },
	{ OPT_JSONL, "jsonl", 0, "FILE", NULL },
	{ OPT_XML, "xml", 0, "FILE",
	  "write nmap's XML (--html: a page for a browser)" },
	{ OPT_XML, "oX", 0, "FILE", NULL },
	{ OPT_HTML, "html", 0, "FILE", NULL },
	{ OPT_SHOW, "show", 0, "WHAT", "report open ports, or all [open]" },
	{ OPT_FAIL_ON, "fail-on", 0, "investigate",
	  "exit 1 when a port needs it" },
	{ OPT_NO_COLOR, "no-color", 0, NULL, "plain text (as does NO_COLOR)" },
	{ OPT_VERBOSE, "verbose", 'v', NULL,
	  "say on stderr what will be done" },
	{ OPT_QUIET, "quiet", 'q', NULL, "no progress on stderr" },
	{ OPT_HELP, "help", 'h', NULL, "this help (--version: the version)" },
	{ OPT_VERSION, "version", 0, NULL, NULL },
};

/* Where the groups of the help begin. */
static const struct {
	enum option_id first;
	const char *heading;
} groups[] = {
	{ OPT_PORTS, "Ports" },
	{ OPT_TIMING, "Pace and manner" },
	{ OPT_CSV, "Reports" },
};

/* Options whose value is a number. */
static const struct {
	enum option_id id;
	uint32_t min, max;
} numbers[] = {
	{ OPT_RATE, 1, 10000000 },   { OPT_MAX_IN_FLIGHT, 1, 100000 },
	{ OPT_PER_HOST, 1, 100000 }, { OPT_TIMEOUT, 10, 60000 },
	{ OPT_RETRIES, 0, 20 },
};

/* Options of later versions and of nmap that people type: what to do instead.
 */
static const struct {
	const char *option;
	const char *hint;
} hints[] = {
	{ "-sn", "a scan of many addresses leaves out the silent ones" },
	{ "-sS", "no raw packets yet; -sT needs no privilege" },
	{ "-F", "without -p the common ports are asked" },
	{ "--top-ports", "without -p the common ports are asked" },
	{ "-sC", "no scripts; -sV finds out all that is told" },
	{ "-A", "-sV finds out all that is told without a login" },
	{ "--version-intensity",
	  "-sV asks for all, without it two connections" },
	{ "--version-all", "-sV asks for all" },
	{ "--version-light", "without -sV two connections are made" },
	{ "--max-rate", "the pace is set by --rate and -T" },
	{ "--open", "only open ports are shown, unless --show all" },
	{ "-oN", "send the table to a file with >" },
	{ "-oG", "write --csv" },
	{ "-oA", "write --xml FILE --csv FILE" },
	{ "-V", "the version is told by --version" },
};

static void build_getopt_tables(struct option *longs, char *shorts)
{
	*shorts++ = '-'; /* hand over targets in their place, as option 1 */
	*shorts++ = ':'; /* tell a missing argument from an unknown option */
	for (size_t i = 0; i < COUNT(rows); i++) {
		*longs++ = (struct option){
			.name = rows[i].name,
			.has_arg = rows[i].argument != NULL,
			.val = rows[i].id,
		};
		if (rows[i].letter != 0) {
			*shorts++ = rows[i].letter;
			if (rows[i].argument != NULL)
				*shorts++ = ':';
		}
	}
	*longs = (struct option){ 0 };
	*shorts = '\0';
}

/* The row that getopt's answer stands for: an id, or a letter. */
static const struct option_row *row_of(int answer)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		if ((int)rows[i].id == answer || rows[i].letter == answer)
			return &rows[i];
	return NULL;
}

static bool append(struct string_list *list, const char *item)
{
	const char **items =
		reallocarray(list->items, list->count + 1, sizeof(*items));

	if (items == NULL)
		return false;
	list->items = items;
	list->items[list->count++] = item;
	return true;
}

/* Digits only: strtoull() would take " -1" for a large number. */
static bool parse_number(const char *string, uint64_t max, uint64_t *number)
{
	char *end;

	if (*string < '0' || *string > '9')
		return false;
	errno = 0;
	*number = strtoull(string, &end, 10);
	return *end == '\0' && errno == 0 && *number <= max;
}

static bool set_number(uint32_t *to, const struct option_row *row,
                       const char *value, struct text *error)
{
	size_t i = 0;
	uint64_t number;

	while (numbers[i].id != row->id)
		i++;
	if (!parse_number(value, numbers[i].max, &number) ||
	    number < numbers[i].min) {
		text_printf(error,
		            "--%s %s: not a number from %" PRIu32
		            " to %" PRIu32,
		            row->name, value, numbers[i].min, numbers[i].max);
		return false;
	}
	*to = (uint32_t)number;
	return true;
}

/* A second list of ports replaces the first for some programs, and is added to
 * it by others. */
static bool set_once(const char **to, const struct option_row *row,
                     const char *value, struct text *error)
{
	if (*to != NULL) {
		text_printf(error, "--%s %s: a second list; write --%s %s,%s",
		            row->name, value, row->name, *to, value);
		return false;
	}
	*to = value;
	return true;
}

static bool set_service_db(struct scan_request *request, const char *value,
                           struct text *error)
{
	if (request->service_db != NULL) {
		text_printf(error,
		            "--service-db %s: a second file; put both "
		            "in one",
		            value);
		return false;
	}
	request->service_db = value;
	return true;
}

static bool set_seed(struct scan_request *request, const char *value,
                     struct text *error)
{
	if (!parse_number(value, UINT64_MAX, &request->seed)) {
		text_printf(error, "--seed %s: not a number from 0 to 2^64-1",
		            value);
		return false;
	}
	request->has_seed = true;
	return true;
}

/* "2/5": the second of five parts. */
static bool set_shard(struct scan_request *request, const char *value,
                      struct text *error)
{
	char which[8] = { 0 };
	size_t len = strcspn(value, "/");
	uint64_t shard, shards;

	if (len < sizeof(which))
		memcpy(which, value, len);
	if (value[len] != '/' ||
	    !parse_number(value + len + 1, SHARDS_MAX, &shards) ||
	    !parse_number(which, shards, &shard) || shard == 0) {
		text_printf(error,
		            "--shard %s: not I/N, a part I of N parts, N up "
		            "to %d",
		            value, SHARDS_MAX);
		return false;
	}
	request->shard_index = (uint32_t)shard - 1;
	request->shard_count = (uint32_t)shards;
	return true;
}

static bool add_report(struct scan_request *request, enum report_format format,
                       const char *path, struct text *error)
{
	for (size_t i = 0; i < request->report_count; i++)
		if (strcmp(request->reports[i].path, path) == 0) {
			text_printf(error, "%s: two reports to the same file",
			            path);
			return false;
		}
	if (request->report_count == REPORTS_MAX) {
		text_printf(error, "%s: more than %d reports", path,
		            REPORTS_MAX);
		return false;
	}
	request->reports[request->report_count++] =
		(struct report_request){ format, path };
	return true;
}

static bool set_show(struct scan_request *request, const char *value,
                     struct text *error)
{
	request->show_all = strcmp(value, "all") == 0;
	if (request->show_all || strcmp(value, "open") == 0)
		return true;
	text_printf(error, "--show %s: neither open nor all", value);
	return false;
}

static bool set_fail_on(struct scan_request *request, const char *value,
                        struct text *error)
{
	request->fail_on_investigate = strcmp(value, "investigate") == 0;
	if (!request->fail_on_investigate)
		text_printf(error,
		            "--fail-on %s: can only be investigate; what "
		            "changed is told by portscan audit and diff",
		            value);
	return request->fail_on_investigate;
}

static bool set_timing(struct scan_request *request, const char *value,
                       struct text *error)
{
	request->timing = timing_find(value);
	if (request->timing == NULL)
		timing_explain_unknown(value, error);
	return request->timing != NULL;
}

static bool out_of_memory(struct text *error)
{
	text_append_string(error, "out of memory");
	return false;
}

static bool apply(struct scan_request *request, const struct option_row *row,
                  const char *value, struct text *error)
{
	struct scan_options *scan = &request->scan;

	switch (row->id) {
	case OPT_TARGET_FILE:
		return append(&request->target_files, value) ||
		       out_of_memory(error);
	case OPT_EXCLUDE:
		return append(&request->excludes, value) ||
		       out_of_memory(error);
	case OPT_EXCLUDE_FILE:
		return append(&request->exclude_files, value) ||
		       out_of_memory(error);
	case OPT_V4: request->only_v4 = true; break;
	case OPT_V6: request->only_v6 = true; break;
	case OPT_LIST: request->list_only = true; break;
	case OPT_PORTS: return set_once(&request->ports, row, value, error);
	case OPT_EXCLUDE_PORTS:
		return set_once(&request->exclude_ports, row, value, error);
	case OPT_TCP: request->tcp = true; break;
	case OPT_UDP: request->udp = true; break;
	case OPT_TIMING: return set_timing(request, value, error);
	case OPT_RATE: return set_number(&scan->rate, row, value, error);
	case OPT_MAX_IN_FLIGHT:
		request->has_max_in_flight = true;
		return set_number(&scan->max_in_flight, row, value, error);
	case OPT_PER_HOST:
		return set_number(&scan->per_host, row, value, error);
	case OPT_TIMEOUT:
		return set_number(&scan->timeout_ms, row, value, error);
	case OPT_RETRIES:
		scan->adaptive_retries = false;
		return set_number(&scan->retries, row, value, error);
	case OPT_SEED: return set_seed(request, value, error);
	case OPT_SHARD: return set_shard(request, value, error);
	case OPT_CHECKPOINT: request->checkpoint = value; break;
	case OPT_RESUME: request->resume = value; break;
	case OPT_IDENTIFY: request->identify = true; break;
	case OPT_NO_BANNER: request->no_banner = true; break;
	case OPT_ALL_PORTS_TALK: scan->all_ports_talk = true; break;
	case OPT_SERVICE_DB: return set_service_db(request, value, error);
	case OPT_NO_DISCOVERY: request->discovery = false; break;
	case OPT_NO_DNS: request->reverse_dns = false; break;
	case OPT_CSV: return add_report(request, FORMAT_CSV, value, error);
	case OPT_JSON: return add_report(request, FORMAT_JSON, value, error);
	case OPT_JSONL: return add_report(request, FORMAT_JSONL, value, error);
	case OPT_HTML: return add_report(request, FORMAT_HTML, value, error);
	case OPT_XML: return add_report(request, FORMAT_XML, value, error);
	case OPT_SHOW: return set_show(request, value, error);
	case OPT_FAIL_ON: return set_fail_on(request, value, error);
	case OPT_NO_COLOR: request->no_color = true; break;
	case OPT_VERBOSE: request->verbose = true; break;
	case OPT_QUIET: request->quiet = true; break;
	case OPT_HELP: request->help = true; break;
	case OPT_VERSION: request->version = true; break;
	}
	return true;
}

/* What is wrong with `word`, which getopt did not know. */
static void explain_unknown(const char *word, struct text *error)
{
	size_t len = strcspn(word, "=");

	for (size_t i = 0; i < COUNT(hints); i++)
		if (len == strlen(hints[i].option) &&
		    strncmp(word, hints[i].option, len) == 0) {
			text_printf(error, "%s: %s", word, hints[i].hint);
			return;
		}
	text_printf(error, "%s: unknown option; see portscan --help", word);
}

/* May `path` be the file of a checkpoint?  NULL is none. */
static bool check_checkpoint(const struct scan_request *request,
                             const char *path, struct text *error)
{
	if (path == NULL)
		return true;
	if (request->list_only) {
		text_printf(error, "%s: -sL scans nothing to go on with", path);
		return false;
	}
	if (strcmp(path, "-") == 0) {
		text_append_string(error, "-: a checkpoint has to be a file");
		return false;
	}
	for (size_t i = 0; i < request->report_count; i++)
		if (strcmp(request->reports[i].path, path) == 0) {
			text_printf(error, "%s: both a report and a checkpoint",
			            path);
			return false;
		}
	return true;
}

static bool check_whole(const struct scan_request *request, struct text *error)
{
	if (request->help || request->version)
		return true;
	if (request->shard_count > 1 && !request->has_seed &&
	    request->resume == NULL && !request->list_only) {
		text_printf(error,
		            "--shard %" PRIu32 "/%" PRIu32
		            ": needs --seed, the same for every part",
		            request->shard_index + 1, request->shard_count);
		return false;
	}
	if (request->only_v4 && request->only_v6) {
		text_append_string(error, "-4 and -6: only one of them");
		return false;
	}
	if (request->identify && request->no_banner) {
		text_append_string(error,
		                   "-sV and --no-banner: only one of them");
		return false;
	}
	if (!check_checkpoint(request, request->checkpoint, error) ||
	    !check_checkpoint(request, request->resume, error))
		return false;
	if (request->list_only && request->report_count > 0) {
		text_printf(error, "%s: -sL scans nothing to report",
		            request->reports[0].path);
		return false;
	}
	if (request->targets.count == 0 && request->target_files.count == 0) {
		text_append_string(error, "no target; for example: portscan "
		                          "10.0.0.0/24 -p 2076");
		return false;
	}
	return true;
}

/* Act on what getopt made of `word`. */
static bool take(struct scan_request *request, int answer, const char *word,
                 struct text *error)
{
	const struct option_row *row = row_of(answer);

	if (answer == 1)
		return append(&request->targets, optarg) ||
		       out_of_memory(error);
	if (answer == ':') {
		text_printf(error, "%s: needs a value", word);
		return false;
	}
	if (row == NULL) {
		explain_unknown(word, error);
		return false;
	}
	return apply(request, row, optarg, error);
}

static enum talk_level talk_level(const struct scan_request *request)
{
	if (request->no_banner)
		return TALK_NONE;
	return request->identify ? TALK_FULL : TALK_LIGHT;
}

bool scan_request_parse(int argc, char **argv, struct scan_request *request,
                        struct text *error)
{
	struct option longs[COUNT(rows) + 1];
	char shorts[2 * COUNT(rows) + 3];

	*request = (struct scan_request){ .scan = timing_untold(),
		                          .shard_count = 1,
		                          .timing = timing_find("normal"),
		                          .discovery = true,
		                          .reverse_dns = true };
	build_getopt_tables(longs, shorts);
	opterr = 0;
	optind = 0; /* start afresh, as glibc wants it said */
	for (;;) {
		const char *word = argv[optind > 0 ? optind : 1];
		int answer = getopt_long_only(argc, argv, shorts, longs, NULL);

		if (answer == -1)
			break;
		if (!take(request, answer, word, error))
			return false;
	}
	timing_complete(&request->scan, request->timing);
	request->scan.talk = talk_level(request);
	for (int i = optind; i < argc; i++) /* behind "--" */
		if (!append(&request->targets, argv[i]))
			return out_of_memory(error);
	return check_whole(request, error);
}

void scan_request_release(struct scan_request *request)
{
	free(request->targets.items);
	free(request->target_files.items);
	free(request->excludes.items);
	free(request->exclude_files.items);
	*request = (struct scan_request){ 0 };
}

const char *scan_option_find(const char *name, bool *takes_value)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char letter[] = { rows[i].letter, '\0' };

		if (strcmp(rows[i].name, name) != 0 &&
		    (rows[i].letter == 0 || strcmp(letter, name) != 0))
			continue;
		*takes_value = rows[i].argument != NULL;
		return rows[i].name;
	}
	return NULL;
}

static void append_heading(struct text *text, enum option_id id)
{
	for (size_t i = 0; i < COUNT(groups); i++)
		if (groups[i].first == id)
			text_printf(text, "%s:\n", groups[i].heading);
}

static void append_row(struct text *text, const struct option_row *row)
{
	char usage[40];
	const char *dashes = strlen(row->name) == 2 ? "-" : "--";

	snprintf(usage, sizeof(usage), "%c%c%s%s%s %s", row->letter ? '-' : ' ',
	         row->letter ? row->letter : ' ', row->letter ? ", " : "  ",
	         dashes, row->name, row->argument ? row->argument : "");
	text_printf(text, "  %-27s %s\n", usage, row->help);
}

void scan_options_help(struct text *text)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		append_heading(text, rows[i].id);
		if (rows[i].help != NULL)
			append_row(text, &rows[i]);
	}
}
