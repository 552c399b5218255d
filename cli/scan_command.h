// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_SCAN_COMMAND_H
#define PORTSCAN_CLI_SCAN_COMMAND_H

/* portscan [scan] TARGET... [options]: `argv[0]` is not looked at.  Prints;
 * returns the exit code. */
int scan_command(int argc, char **argv);

#endif
