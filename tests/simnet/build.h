// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_SIMNET_BUILD_H
#define PORTSCAN_TESTS_SIMNET_BUILD_H

#include "tests/simnet/packet.h"

#include <stddef.h>
#include <stdint.h>

/*
 * Answers to a packet, whole and with their checksums.  Each writes to `out`
 * and returns the length.  No answer is longer than what RFC 1812 4.3.2.3 has
 * for ICMP errors; those to IPv6, which might quote more, are not either.
 */
enum { ANSWER_MAX = 576 };

/* `text` may be at most ANSWER_TEXT_MAX bytes. */
enum { ANSWER_TEXT_MAX = 256 };

size_t build_tcp(const struct packet *packet, const struct tcp_answer *answer,
                 const char *text, size_t text_len, uint8_t out[ANSWER_MAX]);

/* From the port that was asked. */
size_t build_udp(const struct packet *packet, const char *text, size_t text_len,
                 uint8_t out[ANSWER_MAX]);

/* 0: the request was too long to be answered. */
size_t build_echo_reply(const struct packet *packet, uint8_t out[ANSWER_MAX]);

enum unreachable {
	UNREACHABLE_PORT,
	UNREACHABLE_PROHIBITED,
};

/* An ICMP error of `from` that quotes the packet (RFC 792, RFC 4443 3.1). */
size_t build_unreachable(const struct packet *packet,
                         const struct address *from, enum unreachable what,
                         uint8_t out[ANSWER_MAX]);

#endif
