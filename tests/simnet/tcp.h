// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_SIMNET_TCP_H
#define PORTSCAN_TESTS_SIMNET_TCP_H

#include "tests/simnet/world.h"

#include <stddef.h>
#include <stdint.h>

/*
 * TCP without connections (RFC 9293): what a segment deserves follows from the
 * segment, and from an initial sequence number that is the same for every
 * segment of a connection.  Nothing is sent twice unless it was asked twice.
 */
enum {
	TCP_FIN = 0x01,
	TCP_SYN = 0x02,
	TCP_RST = 0x04,
	TCP_PSH = 0x08,
	TCP_ACK = 0x10,
};

struct tcp_segment {
	uint32_t seq;
	uint32_t ack;
	uint8_t flags;
	size_t data_len;
};

enum tcp_say {
	SAY_NOTHING,
	SAY_BANNER, /* the line of a port that speaks first */
	SAY_ANSWER, /* to what was sent */
};

struct tcp_answer {
	uint8_t flags; /* 0: no answer */
	uint32_t seq;
	uint32_t ack;
	enum tcp_say say;
};

struct tcp_answer tcp_closed(const struct tcp_segment *segment);
struct tcp_answer tcp_open(const struct tcp_segment *segment, uint32_t isn,
                           enum port_manner manner);

#endif
