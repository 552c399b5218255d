// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_CANARY_H
#define PORTSCAN_SCAN_CANARY_H

#include "registry/registry.h"
#include "targets/address.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Some hosts complete every TCP handshake: tarpits, and firewalls that answer
 * in place of what they guard.  There an open port says nothing.  So of a host
 * with an open port CANARIES more ports are asked, picked at random from the
 * numbers that IANA has assigned to nobody; when all of them are open too, the
 * host is suspect.
 */
enum { CANARIES = 3 };

/* Canary number `which` < CANARIES of `address`: the same for the same
 * `seed`. */
uint16_t canary_port(const struct registry *registry, uint64_t seed,
                     const struct address *address, uint32_t which);

#endif
