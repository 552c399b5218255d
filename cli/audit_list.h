// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_AUDIT_LIST_H
#define PORTSCAN_CLI_AUDIT_LIST_H

/* portscan audit list: every audit that is known, when it ran last, and when
 * it runs next.  Prints; returns the exit code. */
int audit_list_command(int argc, char **argv);

#endif
