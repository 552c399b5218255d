// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_SIMNET_CHECKSUM_H
#define PORTSCAN_TESTS_SIMNET_CHECKSUM_H

#include "targets/address.h"

#include <stddef.h>
#include <stdint.h>

/*
 * The Internet checksum (RFC 1071): add up the pieces, of which only the last
 * may have an odd length, and finish.  Over bytes that include their checksum
 * it finishes as 0.
 */
uint32_t checksum_add(uint32_t sum, const uint8_t *bytes, size_t len);
uint16_t checksum_finish(uint32_t sum);

/* The pseudo header of RFC 9293 3.1 (IPv4) and RFC 8200 8.1 (IPv6). */
uint32_t checksum_pseudo(const struct address *from, const struct address *to,
                         uint8_t protocol, size_t len);

#endif
