// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_METRICS_H
#define PORTSCAN_AUDIT_METRICS_H

#include "audit/account.h"
#include "base/text.h"

/*
 * Append what a run came to in Prometheus' text format, version 0.0.4, for the
 * textfile collector of its node exporter.  The metrics are a promise:
 * docs/notifications.md.
 */
void metrics_append(const struct account *account, struct text *text);

/* Make the file at `path` hold that, in one step.  A failure is a line appended
 * to `problems`. */
void metrics_write(const char *path, const struct account *account,
                   struct text *problems);

#endif
