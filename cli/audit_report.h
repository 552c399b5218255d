// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_AUDIT_REPORT_H
#define PORTSCAN_CLI_AUDIT_REPORT_H

/* portscan audit report NAME [RUN] --html FILE | --csv | --json | --md: what a
 * run came to, as a file or on standard output.  Returns the exit code. */
int audit_report_command(int argc, char **argv);

#endif
