// SPDX-License-Identifier: Apache-2.0
#include "tests/simnet/packet.h"

#include "tests/simnet/checksum.h"

#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>

static uint16_t read_u16(const uint8_t *bytes)
{
	return (uint16_t)(bytes[0] << 8 | bytes[1]);
}

static uint32_t read_u32(const uint8_t *bytes)
{
	return (uint32_t)read_u16(bytes) << 16 | read_u16(bytes + 2);
}

static uint64_t read_u64(const uint8_t *bytes)
{
	return (uint64_t)read_u32(bytes) << 32 | read_u32(bytes + 4);
}

static struct address read_ipv6(const uint8_t *bytes)
{
	return (struct address){ .hi = read_u64(bytes),
		                 .lo = read_u64(bytes + 8),
		                 .version = 6 };
}

static bool parse_tcp(const uint8_t *bytes, size_t len, struct packet *packet)
{
	size_t header_len;

	if (len < TCP_HEADER_LEN)
		return false;
	header_len = (size_t)(bytes[12] >> 4) * 4;
	if (header_len < TCP_HEADER_LEN || header_len > len)
		return false;
	packet->kind = PACKET_TCP;
	packet->from_port = read_u16(bytes);
	packet->to_port = read_u16(bytes + 2);
	packet->tcp = (struct tcp_segment){ .seq = read_u32(bytes + 4),
		                            .ack = read_u32(bytes + 8),
		                            .flags = bytes[13],
		                            .data_len = len - header_len };
	return true;
}

static bool parse_udp(const uint8_t *bytes, size_t len, struct packet *packet)
{
	if (len < UDP_HEADER_LEN || read_u16(bytes + 4) != len)
		return false;
	packet->kind = PACKET_UDP;
	packet->from_port = read_u16(bytes);
	packet->to_port = read_u16(bytes + 2);
	return true;
}

static bool parse_icmp(const uint8_t *bytes, size_t len, struct packet *packet)
{
	uint8_t echo = packet->to.version == 4 ? ICMP_ECHO : ICMP6_ECHO_REQUEST;

	if (len < ICMP_HEADER_LEN)
		return false;
	if (bytes[0] == echo && bytes[1] == 0)
		packet->kind = PACKET_ECHO;
	packet->echo = bytes + 4;
	packet->echo_len = len - 4;
	return true;
}

/* RFC 768: a UDP checksum of zero is none; RFC 8200 8.1 wants one in IPv6. */
static bool has_no_checksum(const uint8_t *bytes, size_t len, uint8_t protocol,
                            const struct packet *packet)
{
	return protocol == IPPROTO_UDP && packet->to.version == 4 &&
	       len >= UDP_HEADER_LEN && read_u16(bytes + 6) == 0;
}

static bool parse_content(const uint8_t *bytes, size_t len, uint8_t protocol,
                          struct packet *packet)
{
	uint32_t sum = protocol == IPPROTO_ICMP
	                       ? 0
	                       : checksum_pseudo(&packet->from, &packet->to,
	                                         protocol, len);
	bool is_whole = has_no_checksum(bytes, len, protocol, packet) ||
	                checksum_finish(checksum_add(sum, bytes, len)) == 0;

	switch (protocol) {
	case IPPROTO_TCP: return is_whole && parse_tcp(bytes, len, packet);
	case IPPROTO_UDP: return is_whole && parse_udp(bytes, len, packet);
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6: return is_whole && parse_icmp(bytes, len, packet);
	default: return true;
	}
}

static bool parse_ipv4(const uint8_t *bytes, size_t len, struct packet *packet)
{
	size_t header_len = (size_t)(bytes[0] & 0x0f) * 4;

	if (len < IPV4_HEADER_LEN || header_len < IPV4_HEADER_LEN ||
	    header_len > len || read_u16(bytes + 2) != len)
		return false;
	if (read_u16(bytes + 6) & (IP_MF | IP_OFFMASK))
		return false;
	if (checksum_finish(checksum_add(0, bytes, header_len)) != 0)
		return false;
	packet->from =
		(struct address){ .lo = read_u32(bytes + 12), .version = 4 };
	packet->to =
		(struct address){ .lo = read_u32(bytes + 16), .version = 4 };
	return parse_content(bytes + header_len, len - header_len, bytes[9],
	                     packet);
}

static bool parse_ipv6(const uint8_t *bytes, size_t len, struct packet *packet)
{
	if (len < IPV6_HEADER_LEN ||
	    (size_t)read_u16(bytes + 4) + IPV6_HEADER_LEN != len)
		return false;
	packet->from = read_ipv6(bytes + 8);
	packet->to = read_ipv6(bytes + 24);
	return parse_content(bytes + IPV6_HEADER_LEN, len - IPV6_HEADER_LEN,
	                     bytes[6], packet);
}

bool packet_parse(const uint8_t *bytes, size_t len, struct packet *packet)
{
	*packet = (struct packet){ .kind = PACKET_OTHER,
		                   .bytes = bytes,
		                   .len = len };
	switch (len > 0 ? bytes[0] >> 4 : 0) {
	case 4: return parse_ipv4(bytes, len, packet);
	case 6: return parse_ipv6(bytes, len, packet);
	default: return false;
	}
}
