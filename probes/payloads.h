// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_PAYLOADS_H
#define PORTSCAN_PROBES_PAYLOADS_H

#include "base/protocol.h"

#include <stddef.h>
#include <stdint.h>

/*
 * The bytes that make one service answer.  None logs in, changes what the
 * service holds, or makes it print.
 */
struct payload {
	const char *service; /* whom it addresses, as identify/identify.h names
	                        it */
	const void *bytes;
	size_t len;
};

/*
 * What to send to `port`: its own payload, else the generic one.  NULL when
 * silence is all we may offer: a UDP probe is then an empty datagram, and raw
 * print ports (9100-9107, 515), log receivers and industrial controllers are
 * never sent anything over TCP, for they print, log or obey it.
 * Static storage.
 */
const struct payload *payload_find(enum protocol protocol, uint16_t port);

/*
 * What attempt number `attempt`, from 0, sends to `port` over UDP.  Where one
 * datagram speaks one dialect only (SNMP v3, v1 and v2c), the attempts go
 * round the dialects; elsewhere, and at attempt 0, this is payload_find().
 */
const struct payload *payload_for_attempt(enum protocol protocol, uint16_t port,
                                          uint32_t attempt);

#endif
