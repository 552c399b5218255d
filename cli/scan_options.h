// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_SCAN_OPTIONS_H
#define PORTSCAN_CLI_SCAN_OPTIONS_H

#include "base/text.h"
#include "cli/timing.h"
#include "scan/scan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum report_format {
	FORMAT_CSV,
	FORMAT_JSON,
	FORMAT_JSONL,
	FORMAT_XML,
	FORMAT_HTML
};

/* What the command line of `portscan scan` asks for.  The strings belong to
 * argv; an empty list has count 0. */
struct string_list {
	const char **items;
	size_t count;
};

struct report_request {
	enum report_format format;
	const char *path; /* "-": standard output */
};

enum { REPORTS_MAX = 16 };

struct scan_request {
	bool help;
	bool version;

	struct string_list targets;
	struct string_list target_files;
	struct string_list excludes;
	struct string_list exclude_files;
	bool only_v4;
	bool only_v6;
	bool list_only;

	const char *ports; /* NULL: the common ones */
	const char *exclude_ports;
	bool tcp;
	bool udp;

	struct scan_options scan;
	const struct timing *timing; /* completes `scan` */
	bool has_max_in_flight;      /* the user's, not the default */
	uint64_t seed;
	bool has_seed;
	uint32_t shard_index;   /* below shard_count; scan/shard.h */
	uint32_t shard_count;   /* 1: the whole scan */
	bool discovery;         /* when it pays */
	const char *checkpoint; /* the file to keep it in, or NULL */
	const char *resume;     /* the one to go on from, or NULL */
	bool identify;          /* in full */
	bool no_banner;
	const char *service_db; /* one of the user's, or NULL */
	bool reverse_dns;

	struct report_request reports[REPORTS_MAX];
	size_t report_count;
	bool show_all;
	bool no_color;
	bool verbose;
	bool quiet;
	bool fail_on_investigate;
};

/*
 * Read argv (argv[0] is skipped) into `request`.  False, with one line in
 * `error` that points at the offending piece, when it is no valid command
 * line.  scan_request_release() either way.
 */
bool scan_request_parse(int argc, char **argv, struct scan_request *request,
                        struct text *error);

void scan_request_release(struct scan_request *request);

/* The long name of the option that goes by `name` or by such a letter, and
 * whether it takes a value; NULL: there is none. */
const char *scan_option_find(const char *name, bool *takes_value);

/* Append the list of options in groups, the first of which (the targets') is
 * without its heading, from the table that they are parsed by. */
void scan_options_help(struct text *text);

#endif
