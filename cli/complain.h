// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_COMPLAIN_H
#define PORTSCAN_CLI_COMPLAIN_H

/* Exit codes, of every subcommand. */
enum {
	GO_ON = -1, /* what a step returns that did not end the run with one */
	EXIT_DONE = 0,
	EXIT_FAIL_ON = 1, /* what --fail-on names was found */
	EXIT_USAGE = 2,
	EXIT_INCOMPLETE = 3, /* something stayed untested, or we failed */
};

/* Print one line on standard error, "portscan: …", with nothing in it that a
 * terminal would act on. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
