// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_WHOLENESS_H
#define PORTSCAN_PROBES_WHOLENESS_H

#include "identify/bytes.h"

#include <stdbool.h>

/*
 * Is nothing to come behind what was said?  For struct turn: a yes ends the
 * turn at once, a no leaves it to the clock.
 */

/* A greeting: a line, the last of several, or a packet that says how long it
 * is. */
bool greeting_is_whole(struct bytes said);

/* At least one line, and its end. */
bool line_is_whole(struct bytes said);

/* A reply in lines, "250-" to "250 " (RFC 5321 4.2.1, RFC 959 4.2). */
bool coded_reply_is_whole(struct bytes said);

#endif
