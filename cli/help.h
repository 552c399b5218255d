// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_HELP_H
#define PORTSCAN_CLI_HELP_H

/* Print them on standard output. */
void help_print(void);
void version_print(void);

#endif
