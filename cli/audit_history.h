// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_AUDIT_HISTORY_H
#define PORTSCAN_CLI_AUDIT_HISTORY_H

/* What was seen by and by.  Each prints, and returns the exit code. */

int audit_history_command(int argc, char **argv);  /* NAME */
int audit_show_command(int argc, char **argv);     /* NAME [RUN] */
int audit_diff_command(int argc, char **argv);     /* NAME [OLD NEW] */
int audit_baseline_command(int argc, char **argv); /* NAME RUN */

#endif
