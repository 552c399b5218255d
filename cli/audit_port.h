// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_AUDIT_PORT_H
#define PORTSCAN_CLI_AUDIT_PORT_H

/* What concerns one port.  Each prints, and returns the exit code. */

/* NAME ADDRESS:PORT: all that is known of it. */
int audit_explain_command(int argc, char **argv);

/* NAME ADDRESS:PORT --owner O --reason R --until DATE: document it. */
int audit_approve_command(int argc, char **argv);

#endif
