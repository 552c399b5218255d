// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_NOTIFY_COMMAND_H
#define PORTSCAN_AUDIT_NOTIFY_COMMAND_H

#include "audit/notify.h"

/*
 * Run the plan's command with `json` as its standard input, and with
 * PORTSCAN_AUDIT, PORTSCAN_RUN and PORTSCAN_HEADLINE in its environment.
 */
void notify_command(const struct notify_plan *plan,
                    const struct account *account, const struct text *json,
                    struct text *problems);

#endif
