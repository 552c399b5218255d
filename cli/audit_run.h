// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_AUDIT_RUN_H
#define PORTSCAN_CLI_AUDIT_RUN_H

/* portscan audit run NAME [--fail-on change|investigate] [--quiet]: scan,
 * store, compare, judge, notify.  Prints; returns the exit code. */
int audit_run_command(int argc, char **argv);

#endif
