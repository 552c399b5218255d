// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_RECORD_TIME_H
#define PORTSCAN_AUDIT_RECORD_TIME_H

#include <stdbool.h>
#include <stdint.h>

/* Read a time as records have it, "2026-11-23T16:05:07.250Z", into microseconds
 * since the epoch.  False when it is no such time. */
bool record_time_parse(const char *text, int64_t *time_us);

#endif
