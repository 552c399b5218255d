// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_PROGRESS_H
#define PORTSCAN_CLI_PROGRESS_H

#include "base/text.h"
#include "scan/discovery.h"
#include "scan/scan.h"

#include <stdint.h>

/*
 * The progress line: "12.3 %  31488 of 256000  3 open  ETA 0:42".  Appended
 * without line end; elapsed_ms is since the first question.
 */
void progress_format(const struct scan_progress *progress, uint64_t elapsed_ms,
                     struct text *text);

/* "looking for hosts: ping 40.0 %  12 of 256 found", likewise. */
void progress_format_discovery(const struct discovery_progress *progress,
                               uint64_t addresses, struct text *text);

#endif
