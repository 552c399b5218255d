// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_NOTIFY_SYSLOG_H
#define PORTSCAN_AUDIT_NOTIFY_SYSLOG_H

#include "audit/notify.h"

/*
 * One entry in systemd's journal, with fields of its own, or where there is no
 * journal one message to the system's log.
 */
void notify_syslog(const struct notify_plan *plan,
                   const struct account *account, struct text *problems);

#endif
