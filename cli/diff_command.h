// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_DIFF_COMMAND_H
#define PORTSCAN_CLI_DIFF_COMMAND_H

/*
 * portscan diff OLD NEW [--all] [--json] [--fail-on change]: what became
 * different between two result files, and what cannot be compared.
 * `argv[0]` is "diff".  Prints; returns the exit code.
 */
int diff_command(int argc, char **argv);

#endif
