// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_REGISTRY_COMMAND_H
#define PORTSCAN_CLI_REGISTRY_COMMAND_H

/*
 * portscan registry info | export | import FILE | update [--url URL]: the table
 * of port numbers that scans are judged by, and where it comes from.
 * `argv[0]` is "registry".  Prints; returns the exit code.
 */
int registry_command(int argc, char **argv);

#endif
