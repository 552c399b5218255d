// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_EXPLAIN_H
#define PORTSCAN_CLI_EXPLAIN_H

#include "base/text.h"
#include "registry/registry.h"

/*
 * portscan explain PORT[/tcp|/udp]... [--json]: what a number is for and who
 * listens on it here.  PORT may be the name of a service; argv[0] is skipped.
 * Prints; returns the exit code.
 */
int explain_command(int argc, char **argv);

/*
 * The same without its surroundings, the registry in use and the place of the
 * proc file system: what is for standard output is appended to `out`, and the
 * line for complain() to `complaint`, which holds the user's bytes as they are.
 */
int explain_run(const struct registry *registry, const char *proc, int argc,
                char **argv, struct text *out, struct text *complaint);

#endif
