// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TARGETS_PORT_SPEC_H
#define PORTSCAN_TARGETS_PORT_SPEC_H

#include "targets/port_set.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Ports as a user writes them, items between commas:
 *
 *   22  80-90       a port; a range with both ends
 *   -1023  60000-   from 1 (port 0 only where it is written); up to 65535
 *   -               1-65535
 *   http  common    whatever the caller's look-up knows
 *   T:22  U:53      TCP or UDP only, this item and those behind it until the
 *                   next such prefix; in front of the first one, items stand
 *                   for the caller's default protocols
 */
enum port_spec_error {
	PORT_SPEC_OK = 0,
	PORT_SPEC_EMPTY = -1,        /* "", "22,,80", "U:" */
	PORT_SPEC_NOT_A_PORT = -2,   /* 70000, 80-90-100 */
	PORT_SPEC_BACKWARDS = -3,    /* 90-80 */
	PORT_SPEC_UNKNOWN_NAME = -4, /* htpp */
	PORT_SPEC_PREFIX = -5,       /* S:22 */
	PORT_SPEC_SUFFIX = -6,       /* 22/tcp */
};

enum { PORT_SPEC_NAME_MAX = 63 };

/*
 * Add the ports that `protocol` has under `name` (at most PORT_SPEC_NAME_MAX
 * bytes, as the user wrote them) to `set`; false when there are none.
 */
typedef bool (*port_spec_name_cb)(void *arg, enum protocol protocol,
                                  const char *name, struct port_set *set);

/* Protocols for items without prefix: PORT_SPEC_TCP, PORT_SPEC_UDP, or both. */
enum {
	PORT_SPEC_TCP = 1 << PROTOCOL_TCP,
	PORT_SPEC_UDP = 1 << PROTOCOL_UDP,
};

/*
 * Add every port named by `spec` to `plan`.  A name has to be known to one of
 * the protocols it stands for.  On error `plan` is unchanged and `*error_at` is
 * the offset of the offending item, for the caller to point at; the item ends
 * at the next comma.
 */
enum port_spec_error port_spec_parse(const char *spec, unsigned protocols,
                                     port_spec_name_cb look_up, void *arg,
                                     struct port_plan *plan, size_t *error_at);

/* "range ends before it starts", to stand behind the item and a colon. */
const char *port_spec_strerror(enum port_spec_error error);

#endif
