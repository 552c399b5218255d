// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_AUDIT_COMMAND_H
#define PORTSCAN_CLI_AUDIT_COMMAND_H

/* portscan audit COMMAND ...: argv[0] is "audit".  Prints; returns the exit
 * code. */
int audit_command(int argc, char **argv);

#endif
