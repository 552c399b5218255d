// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_SIMNET_PACKET_H
#define PORTSCAN_TESTS_SIMNET_PACKET_H

#include "targets/address.h"
#include "tests/simnet/tcp.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * IP packets as a layer 3 device gives them: IPv4 (RFC 791), IPv6 (RFC 8200)
 * without extension headers, and in them TCP, UDP, and echo requests.
 */
enum {
	IPV4_HEADER_LEN = 20,
	IPV6_HEADER_LEN = 40,
	TCP_HEADER_LEN = 20,
	UDP_HEADER_LEN = 8,
	ICMP_HEADER_LEN = 8,
};

enum packet_kind {
	PACKET_TCP,
	PACKET_UDP,
	PACKET_ECHO,
	PACKET_OTHER, /* well-formed as far as the addresses */
};

/* Points into the bytes that it was parsed from. */
struct packet {
	enum packet_kind kind;
	struct address from;
	struct address to;
	uint16_t from_port; /* TCP and UDP */
	uint16_t to_port;
	struct tcp_segment tcp;
	const uint8_t *echo; /* identifier, sequence number and data */
	size_t echo_len;
	const uint8_t *bytes; /* the whole packet */
	size_t len;
};

/*
 * False when a host would throw the packet away: cut short, a fragment, or with
 * a checksum that does not fit.
 */
bool packet_parse(const uint8_t *bytes, size_t len, struct packet *packet);

#endif
