// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_DATAGRAMS_H
#define PORTSCAN_PROBES_DATAGRAMS_H

#include "probes/outcome.h"
#include "targets/address.h"

#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/* UDP over an unconnected socket, many datagrams a system call. */
enum {
	DATAGRAMS_SENT_MAX = 64,     /* a call */
	DATAGRAMS_RECEIVED_MAX = 16, /* a call */
	DATAGRAM_KEPT_MAX = 4096,    /* of what arrives; the rest is cut off */
};

/*
 * A non-blocking socket of IP `version` 4 or 6, bound to a port that the
 * kernel picks and that nobody else can be bound to: `*port`.  It keeps the
 * ICMP errors of what it sends, and as much as the kernel lets it.  -1 with
 * errno set when it cannot be had.
 */
int datagrams_open(uint8_t version, uint16_t *port);

/* One to send. */
struct datagram {
	struct address to;
	uint16_t port;
	const void *bytes; /* not owned */
	size_t len;
	int error; /* filled: 0, or the errno that kept it from leaving */
};

/* Send `count` <= DATAGRAMS_SENT_MAX; each that fails fails for itself. */
void datagrams_send(int fd, struct datagram *datagrams, size_t count);

/* One that arrived, or that brought an ICMP error. */
struct datagram_received {
	struct address address; /* whence it came, or where ours was to go */
	uint16_t port;
	const uint8_t *bytes; /* in the inbox; NULL with an ICMP error */
	size_t len;
	struct icmp_error icmp;
};

/* Room for what one call receives; opaque. */
struct datagrams_inbox {
	struct mmsghdr messages[DATAGRAMS_RECEIVED_MAX];
	struct iovec parts[DATAGRAMS_RECEIVED_MAX];
	struct sockaddr_storage names[DATAGRAMS_RECEIVED_MAX];
	_Alignas(struct cmsghdr) uint8_t controls[DATAGRAMS_RECEIVED_MAX][256];
	uint8_t bytes[DATAGRAMS_RECEIVED_MAX][DATAGRAM_KEPT_MAX];
	struct datagram_received received[DATAGRAMS_RECEIVED_MAX];
};

/*
 * Fill `inbox->received` with the oldest datagrams, or the oldest ICMP errors,
 * that wait at the socket.  True when there was something at all, so that it
 * is worth asking again; `*count` is how many of it are of use.
 */
bool datagrams_receive(int fd, struct datagrams_inbox *inbox, size_t *count);
bool datagrams_receive_icmp(int fd, struct datagrams_inbox *inbox,
                            size_t *count);

#endif
