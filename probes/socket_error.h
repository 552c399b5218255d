// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_SOCKET_ERROR_H
#define PORTSCAN_PROBES_SOCKET_ERROR_H

#include "probes/outcome.h"
#include "targets/probe_space.h"

#include <stdbool.h>
#include <sys/socket.h>

/*
 * Ask the kernel to keep the ICMP errors that concern this socket: a RST and
 * a firewall's "port unreachable" share an errno, and only the error queue
 * tells them apart (Linux IP_RECVERR, IPV6_RECVERR).  `family` is AF_INET or
 * AF_INET6.
 */
void socket_error_enable(int fd, int family);

/* The ICMP error in a message read from an error queue, whose name must be
 * where the probe went; false when it holds none. */
bool socket_error_icmp(struct msghdr *message, struct icmp_error *icmp);

/*
 * What the failure `error` (SO_ERROR, or what a call on the socket gave) of a
 * probe that had been sent says about the port of `question`.  Empties the
 * socket's queue of ICMP errors; those of other questions count for nothing.
 */
struct outcome socket_error_outcome(int fd, const struct question *question,
                                    int error);

/* Take SO_ERROR; 0 when there is none. */
int socket_error_take(int fd);

#endif
