// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_AUDIT_INIT_H
#define PORTSCAN_CLI_AUDIT_INIT_H

/* portscan audit init NAME [options of a scan]: write NAME.ini and NAME.policy.
 * Prints; returns the exit code. */
int audit_init_command(int argc, char **argv);

#endif
