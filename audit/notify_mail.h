// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_NOTIFY_MAIL_H
#define PORTSCAN_AUDIT_NOTIFY_MAIL_H

#include "audit/notify.h"

/* One message to all of the plan's addresses, handed to the local sendmail. */
void notify_mail(const struct notify_plan *plan, const struct account *account,
                 struct text *problems);

#endif
