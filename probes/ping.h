// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_PING_H
#define PORTSCAN_PROBES_PING_H

#include "targets/address.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

/*
 * ICMP and ICMPv6 echo (RFC 792, RFC 4443 4) by Linux's ping sockets, which
 * take no privilege where net.ipv4.ping_group_range has one of our groups.
 * One socket for each IP version asks every address; nothing is kept of what
 * was sent, since a reply says by itself whom it is from.  An echo that is not
 * answered means nothing, and neither do ICMP errors: they do not come here.
 */
struct ping;

/* `from` answered an echo request of this ping; more than once if it does.
 * From the loop only. */
typedef void (*ping_reply_cb)(void *arg, const struct address *from);

/*
 * NULL with errno set when neither version can be had: EACCES where the kernel
 * does not let us.
 */
struct ping *ping_create(uv_loop_t *loop, ping_reply_cb reply, void *arg);

/*
 * Send an echo request, number `sequence` of those to `address`.  0, or the
 * errno that kept it from leaving; EACCES also when only the other version
 * of IP can be asked.
 */
int ping_send(struct ping *ping, const struct address *address,
              uint16_t sequence);

/* The memory goes once the loop has run; no reply is told any more. */
void ping_close(struct ping *ping);

/* What makes an echo ours, whoever is asked. */
enum { PING_COOKIE_LEN = 16 };

/*
 * Is this message, of IP version 4 or 6 and from its type on, an echo reply
 * that carries `cookie` and no more?
 */
bool ping_is_reply(uint8_t version, const uint8_t *message, size_t len,
                   const uint8_t cookie[PING_COOKIE_LEN]);

#endif
