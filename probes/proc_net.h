// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_PROC_NET_H
#define PORTSCAN_PROBES_PROC_NET_H

#include "base/protocol.h"
#include "targets/address.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The text of Linux's socket tables, /proc/net/{tcp,tcp6,udp,udp6}: one
 * header line, then a line for each socket.  Only the parsing; listeners.h
 * reads the files.
 */

/* One socket of a table. */
struct proc_net_socket {
	struct address local; /* IPv4 where the kernel has it v4-mapped */
	uint16_t port;
	uint8_t state; /* the kernel's number, see proc_net_listens() */
	uint32_t uid;  /* of the user who created it */
	uint64_t inode;
};

/* Read one line; false, and `*socket` untouched, when it is the header, cut
 * short, or anything else that is no socket. */
bool proc_net_parse(const char *line, size_t len,
                    struct proc_net_socket *socket);

/* Does it take what strangers send: a TCP socket in LISTEN, or a UDP socket
 * that is not connected to one peer? */
bool proc_net_listens(const struct proc_net_socket *socket,
                      enum protocol protocol);

/* Read the target of a /proc/PID/fd link, "socket:[INODE]"; false, and
 * `*inode` untouched, when the descriptor is no socket. */
bool proc_net_parse_link(const char *link, size_t len, uint64_t *inode);

#endif
