// SPDX-License-Identifier: Apache-2.0
#include "tests/simnet/build.h"

#include "tests/simnet/checksum.h"

#include <assert.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <string.h>

enum {
	TCP_MSS_LEN = 4,
	HOP_LIMIT = 57,
	WINDOW = 65535,
	MSS = 1220, /* RFC 8200 5: 1280 bytes pass everywhere */
};

static void write_u16(uint8_t *bytes, size_t value)
{
	bytes[0] = (uint8_t)(value >> 8);
	bytes[1] = (uint8_t)value;
}

static void write_u32(uint8_t *bytes, uint32_t value)
{
	write_u16(bytes, value >> 16);
	write_u16(bytes + 2, value & 0xffff);
}

static void write_u64(uint8_t *bytes, uint64_t value)
{
	write_u32(bytes, (uint32_t)(value >> 32));
	write_u32(bytes + 4, (uint32_t)value);
}

static size_t ip_header_len(const struct address *address)
{
	return address->version == 4 ? IPV4_HEADER_LEN : IPV6_HEADER_LEN;
}

static void write_ipv4(const struct address *from, const struct address *to,
                       uint8_t protocol, size_t len, uint8_t *out)
{
	memset(out, 0, IPV4_HEADER_LEN);
	out[0] = 0x45; /* version 4, five words of header */
	write_u16(out + 2, len);
	out[6] = 0x40; /* don't fragment */
	out[8] = HOP_LIMIT;
	out[9] = protocol;
	write_u32(out + 12, (uint32_t)from->lo);
	write_u32(out + 16, (uint32_t)to->lo);
	write_u16(out + 10,
	          checksum_finish(checksum_add(0, out, IPV4_HEADER_LEN)));
}

static void write_ipv6(const struct address *from, const struct address *to,
                       uint8_t protocol, size_t len, uint8_t *out)
{
	memset(out, 0, IPV6_HEADER_LEN);
	out[0] = 0x60;
	write_u16(out + 4, len - IPV6_HEADER_LEN);
	out[6] = protocol;
	out[7] = HOP_LIMIT;
	write_u64(out + 8, from->hi);
	write_u64(out + 16, from->lo);
	write_u64(out + 24, to->hi);
	write_u64(out + 32, to->lo);
}

/*
 * Put the IP header in front of `len` bytes that are in their place, and the
 * checksum into the field, zero so far, `checksum_at` bytes behind it.
 */
static size_t wrap(const struct address *from, const struct address *to,
                   uint8_t protocol, size_t len, size_t checksum_at,
                   uint8_t *out)
{
	size_t header_len = ip_header_len(to);
	uint8_t *content = out + header_len;
	uint32_t sum = protocol == IPPROTO_ICMP
	                       ? 0
	                       : checksum_pseudo(from, to, protocol, len);
	uint16_t checksum = checksum_finish(checksum_add(sum, content, len));

	if (checksum == 0 && protocol == IPPROTO_UDP)
		checksum = 0xffff; /* RFC 768: zero says that there is none */
	write_u16(content + checksum_at, checksum);
	if (to->version == 4)
		write_ipv4(from, to, protocol, header_len + len, out);
	else
		write_ipv6(from, to, protocol, header_len + len, out);
	return header_len + len;
}

size_t build_tcp(const struct packet *packet, const struct tcp_answer *answer,
                 const char *text, size_t text_len, uint8_t out[ANSWER_MAX])
{
	uint8_t *tcp = out + ip_header_len(&packet->to);
	size_t header_len = TCP_HEADER_LEN;

	assert(text_len <= ANSWER_TEXT_MAX);
	memset(tcp, 0, TCP_HEADER_LEN);
	write_u16(tcp, packet->to_port);
	write_u16(tcp + 2, packet->from_port);
	write_u32(tcp + 4, answer->seq);
	write_u32(tcp + 8, answer->ack);
	tcp[13] = answer->flags;
	if (!(answer->flags & TCP_RST))
		write_u16(tcp + 14, WINDOW);
	if (answer->flags & TCP_SYN) {
		tcp[TCP_HEADER_LEN] = 2; /* RFC 9293 3.2: the MSS option */
		tcp[TCP_HEADER_LEN + 1] = TCP_MSS_LEN;
		write_u16(tcp + TCP_HEADER_LEN + 2, MSS);
		header_len += TCP_MSS_LEN;
	}
	tcp[12] = (uint8_t)(header_len / 4 << 4);
	memcpy(tcp + header_len, text, text_len);
	return wrap(&packet->to, &packet->from, IPPROTO_TCP,
	            header_len + text_len, 16, out);
}

size_t build_udp(const struct packet *packet, const char *text, size_t text_len,
                 uint8_t out[ANSWER_MAX])
{
	uint8_t *udp = out + ip_header_len(&packet->to);

	assert(text_len <= ANSWER_TEXT_MAX);
	write_u16(udp, packet->to_port);
	write_u16(udp + 2, packet->from_port);
	write_u16(udp + 4, UDP_HEADER_LEN + text_len);
	write_u16(udp + 6, 0);
	memcpy(udp + UDP_HEADER_LEN, text, text_len);
	return wrap(&packet->to, &packet->from, IPPROTO_UDP,
	            UDP_HEADER_LEN + text_len, 6, out);
}

static uint8_t icmp_of(const struct address *address)
{
	return address->version == 4 ? IPPROTO_ICMP : IPPROTO_ICMPV6;
}

size_t build_echo_reply(const struct packet *packet, uint8_t out[ANSWER_MAX])
{
	uint8_t *icmp = out + ip_header_len(&packet->to);

	if (packet->len > ANSWER_MAX)
		return 0;
	memset(icmp, 0, 4);
	icmp[0] = packet->to.version == 4 ? ICMP_ECHOREPLY : ICMP6_ECHO_REPLY;
	memcpy(icmp + 4, packet->echo, packet->echo_len);
	return wrap(&packet->to, &packet->from, icmp_of(&packet->to),
	            4 + packet->echo_len, 2, out);
}

static void write_type(const struct address *to, enum unreachable what,
                       uint8_t *icmp)
{
	static const struct {
		uint8_t type, code;
	} ipv4[] = {
		[UNREACHABLE_PORT] = { ICMP_DEST_UNREACH, ICMP_PORT_UNREACH },
		[UNREACHABLE_PROHIBITED] = { ICMP_DEST_UNREACH,
			                     ICMP_PKT_FILTERED },
	}, ipv6[] = {
		[UNREACHABLE_PORT] = { ICMP6_DST_UNREACH,
			               ICMP6_DST_UNREACH_NOPORT },
		[UNREACHABLE_PROHIBITED] = { ICMP6_DST_UNREACH,
			                     ICMP6_DST_UNREACH_ADMIN },
	};

	icmp[0] = to->version == 4 ? ipv4[what].type : ipv6[what].type;
	icmp[1] = to->version == 4 ? ipv4[what].code : ipv6[what].code;
}

size_t build_unreachable(const struct packet *packet,
                         const struct address *from, enum unreachable what,
                         uint8_t out[ANSWER_MAX])
{
	size_t header_len = ip_header_len(&packet->to);
	size_t quoted_max = ANSWER_MAX - header_len - ICMP_HEADER_LEN;
	size_t quoted = packet->len < quoted_max ? packet->len : quoted_max;
	uint8_t *icmp = out + header_len;

	memset(icmp, 0, ICMP_HEADER_LEN);
	write_type(&packet->to, what, icmp);
	memcpy(icmp + ICMP_HEADER_LEN, packet->bytes, quoted);
	return wrap(from, &packet->from, icmp_of(&packet->to),
	            ICMP_HEADER_LEN + quoted, 2, out);
}
