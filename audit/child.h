// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_CHILD_H
#define PORTSCAN_AUDIT_CHILD_H

#include "base/text.h"

#include <stdbool.h>

/* What to run, and for how long. */
struct child_order {
	/* The program, a path or a name to look for in $PATH, and its
	 * arguments; NULL ends them.  No shell. */
	const char *const *argv;
	const char *const *extra; /* NAME=VALUE beside our own environment, for
	                           * the same; NULL: none */
	const struct text *input; /* what its standard input holds */
	unsigned limit_ms;        /* then it is asked to end (SIGTERM), … */
	unsigned grace_ms;        /* … and after that made to (SIGKILL) */
};

/*
 * Run a program, in a session of its own, and wait for it.  False, and one line
 * in `why` without a line feed, unless it ran and its status was 0: the first
 * line it wrote to its standard error is in there, escaped.
 *
 * Its input is a file in memory: it may read it or not.  What it writes to its
 * standard output is dropped.  What it leaves running is left running.
 */
bool child_run(const struct child_order *order, struct text *why);

#endif
