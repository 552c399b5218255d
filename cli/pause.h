// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_PAUSE_H
#define PORTSCAN_CLI_PAUSE_H

#include <stdbool.h>
#include <stdint.h>

/* Wait for so long, and complain() `why` before (NULL: nothing), when signals
 * are heeded already.  False at once on SIGINT or SIGTERM, which then are not
 * deadly, or when it cannot wait. */
bool pause_ms(uint64_t duration_ms, const char *why);

#endif
