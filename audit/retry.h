// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_RETRY_H
#define PORTSCAN_AUDIT_RETRY_H

#include <stdbool.h>
#include <stdint.h>

/* When to ask an HTTP server again that did not take a message. */

enum { RETRY_MAX_MS = 60000 }; /* the longest wait */

/* May the server take later what it answered so to (RFC 9110 15, RFC 6585 4,
 * RFC 8470 5.2)? */
bool retry_is_worth_it(long status);

/*
 * The wait after so many failures, 1 for the first: `base_ms`, doubled each
 * time, of which `random`, any number, decides the second half, so that those
 * who failed together do not come back together; and no less than the
 * `asked_s` that the server asked for, but for RETRY_MAX_MS.
 */
uint32_t retry_wait_ms(uint32_t base_ms, unsigned failures, int64_t asked_s,
                       uint32_t random);

#endif
