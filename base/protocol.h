// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_BASE_PROTOCOL_H
#define PORTSCAN_BASE_PROTOCOL_H

/* The transports a port number belongs to; usable as an array index. */
enum protocol { PROTOCOL_TCP, PROTOCOL_UDP };

enum { PROTOCOL_COUNT = 2 };

/* "tcp" or "udp", as IANA, the command line and every report spell it. */
static inline const char *protocol_name(enum protocol protocol)
{
	return protocol == PROTOCOL_TCP ? "tcp" : "udp";
}

#endif
