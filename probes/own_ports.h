// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_OWN_PORTS_H
#define PORTSCAN_PROBES_OWN_PORTS_H

#include "targets/address.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * The ports that the UDP sockets of this process sit on.  A question to one
 * of them at an address of this machine would arrive at ourselves, and our
 * own silence, or the next question, be taken for a service.  Such a question
 * waits until the owner of the socket has moved.
 *
 * One table for the process, since the kernel has one; any thread may call.
 * `version` is that of IP: 4 or 6.
 */
void own_ports_add(uint8_t version, uint16_t port);
void own_ports_remove(uint8_t version, uint16_t port);

/* Would a datagram for `port` of `address` arrive at a socket of ours?  Then
 * its owner has been asked to give the port up. */
bool own_ports_would_hear(const struct address *address, uint16_t port);

/* Has somebody asked for this port of ours? */
bool own_ports_is_wanted(uint8_t version, uint16_t port);

#endif
