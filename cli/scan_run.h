// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_SCAN_RUN_H
#define PORTSCAN_CLI_SCAN_RUN_H

#include "base/text.h"
#include "cli/scan_options.h"
#include "scan/sink.h"
#include "targets/name_map.h"

/*
 * Where the findings go: called once all that can be known to be wrong before
 * the first packet is known.  A tee (report/tee.h), which the run frees.  NULL
 * with one line in `error`.
 */
typedef struct sink *(*scan_run_open_cb)(void *arg,
                                         const struct scan_request *request,
                                         struct text *error);

struct scan_job {
	int argc; /* the command line that goes on record */
	char **argv;
	struct scan_request *request; /* completed by the run: its seed */
	scan_run_open_cb open;
	void *arg;
	/* What the user calls which addresses, that TLS asks by: an earlier
	 * scan's is used where this one has addresses only, and this one's is
	 * left there.  NULL: it is nobody's business. */
	struct name_map *names;
};

/* Scan as the request says, from the names of its targets to the end of the
 * sink.  Prints what goes wrong; returns the exit code. */
int scan_run(const struct scan_job *job);

#endif
