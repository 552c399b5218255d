// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_NOTIFY_WEBHOOK_H
#define PORTSCAN_AUDIT_NOTIFY_WEBHOOK_H

#include "audit/notify.h"

/*
 * POST `json` to each of the plan's webhooks: docs/notifications.md says with
 * which headers.  A proxy is used where libcurl's variables name one
 * (https_proxy, no_proxy, …), as by `portscan registry update`.
 */
void notify_webhooks(const struct notify_plan *plan,
                     const struct account *account, const struct text *json,
                     struct text *problems);

#endif
