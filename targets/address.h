// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TARGETS_ADDRESS_H
#define PORTSCAN_TARGETS_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/*
 * An IPv4 or IPv6 address as a number, so that ranges can be counted.  Host
 * byte order; an IPv4 address lives in the low 32 bits of `lo`.  Plain value.
 *
 * An IPv4-mapped IPv6 address (::ffff:192.0.2.7, RFC 4291 2.5.5.2) is read as
 * the IPv4 address that the kernel would connect to, so that an exclusion
 * cannot be bypassed by spelling.
 */
struct address {
	uint64_t hi;
	uint64_t lo;
	uint8_t version; /* 4 or 6 */
};

enum { ADDRESS_TEXT_MAX = 46 }; /* INET6_ADDRSTRLEN */

/* Read exactly one numeric address; false, and `*address` untouched, if not. */
bool address_parse(const char *text, struct address *address);

/* Write the canonical text (RFC 5952 for IPv6) and return `text`. */
const char *address_format(const struct address *address,
                           char text[ADDRESS_TEXT_MAX]);

/* Order: all of IPv4 before all of IPv6, then by number. */
int address_compare(const struct address *a, const struct address *b);

bool address_equal(const struct address *a, const struct address *b);

/* The address `n` after, or one before, `*address`; there must be one. */
struct address address_add(const struct address *address, uint64_t n);
struct address address_previous(const struct address *address);

/* Fill `storage` for connect(2); return its length. */
socklen_t address_to_sockaddr(const struct address *address, uint16_t port,
                              struct sockaddr_storage *storage);

/* The address in `sockaddr`; false when it is neither IPv4 nor IPv6. */
bool address_from_sockaddr(const struct sockaddr *sockaddr,
                           struct address *address);

#endif
