// SPDX-License-Identifier: Apache-2.0
#include "tests/simnet/packet.h"

#include "base/count.h"
#include "tests/simnet/build.h"
#include "tests/simnet/checksum.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

/* As the kernel sent them on a TUN device: SYNs to port 80 of 10.1.0.7 and of
 * 2001:db8:1::8, and an empty datagram to port 50 of 10.1.0.3. */
static const uint8_t syn4[] =
	"\x45\x00\x00\x3c\xf6\x89\x40\x00\x40\x06\x78\x29\xc0\x00\x02\x01"
	"\x0a\x01\x00\x07\xe0\x96\x00\x50\xe5\x73\xa1\xb7\x00\x00\x00\x00"
	"\xa0\x02\xfa\xf0\xab\xa9\x00\x00\x02\x04\x05\xb4\x04\x02\x08\x0a"
	"\xe5\xa2\x87\xa4\x00\x00\x00\x00\x01\x03\x03\x0a";
static const uint8_t syn6[] =
	"\x60\x05\xfb\x8a\x00\x28\x06\x40\x20\x01\x0d\xb8\xff\xff\x00\x00"
	"\x00\x00\x00\x00\x00\x00\x00\x01\x20\x01\x0d\xb8\x00\x01\x00\x00"
	"\x00\x00\x00\x00\x00\x00\x00\x08\xdf\x92\x00\x50\xb0\x35\x8b\xf2"
	"\x00\x00\x00\x00\xa0\x02\xfd\x20\x09\x31\x00\x00\x02\x04\x05\xa0"
	"\x04\x02\x08\x0a\xa0\xc0\x29\x78\x00\x00\x00\x00\x01\x03\x03\x0a";
static const uint8_t datagram4[] =
	"\x45\x00\x00\x1c\xb4\xc3\x00\x00\x25\x11\x15\x09\xc0\x00\x02\x01"
	"\x0a\x01\x00\x03\x8f\x03\x00\x32\x00\x08\xa4\xa3";

enum {
	SYN4_LEN = sizeof(syn4) - 1,
	SYN6_LEN = sizeof(syn6) - 1,
	DATAGRAM4_LEN = sizeof(datagram4) - 1,
};

static const struct {
	const uint8_t *bytes;
	size_t len;
} samples[] = {
	{ syn4, SYN4_LEN },
	{ syn6, SYN6_LEN },
	{ datagram4, DATAGRAM4_LEN },
};

static void expect_address(const struct address *address, const char *text)
{
	char formatted[ADDRESS_TEXT_MAX];

	cr_expect(eq(str, (char *)address_format(address, formatted),
	             (char *)text));
}

Test(packet, reads_what_the_kernel_sends)
{
	struct packet packet;

	cr_assert(packet_parse(syn4, SYN4_LEN, &packet));
	cr_expect(eq(int, packet.kind, PACKET_TCP));
	expect_address(&packet.from, "192.0.2.1");
	expect_address(&packet.to, "10.1.0.7");
	cr_expect(eq(u16, packet.from_port, 57494));
	cr_expect(eq(u16, packet.to_port, 80));
	cr_expect(eq(u32, packet.tcp.seq, 3849560503));
	cr_expect(eq(u8, packet.tcp.flags, TCP_SYN));
	cr_expect(eq(sz, packet.tcp.data_len, 0));

	cr_assert(packet_parse(syn6, SYN6_LEN, &packet));
	expect_address(&packet.from, "2001:db8:ffff::1");
	expect_address(&packet.to, "2001:db8:1::8");
	cr_expect(eq(u16, packet.from_port, 57234));
	cr_expect(eq(u16, packet.to_port, 80));

	cr_assert(packet_parse(datagram4, DATAGRAM4_LEN, &packet));
	cr_expect(eq(int, packet.kind, PACKET_UDP));
	cr_expect(eq(u16, packet.to_port, 50));
}

Test(packet, throws_away_what_is_cut_short)
{
	struct packet packet;

	for (size_t i = 0; i < COUNT(samples); i++)
		for (size_t len = 0; len < samples[i].len; len++)
			cr_expect(not(packet_parse(samples[i].bytes, len,
			                           &packet)),
			          "sample %zu, %zu bytes", i, len);
}

/* Any byte but those that no checksum covers: the traffic class, flow label
 * and hop limit of IPv6. */
static bool is_covered(const uint8_t *bytes, size_t at)
{
	return bytes[0] >> 4 == 4 || at >= 8 || at == 4 || at == 5 || at == 6;
}

Test(packet, throws_away_what_was_damaged)
{
	struct packet packet;
	uint8_t damaged[SYN6_LEN];

	for (size_t i = 0; i < COUNT(samples); i++)
		for (size_t at = 1; at < samples[i].len; at++) {
			memcpy(damaged, samples[i].bytes, samples[i].len);
			damaged[at] ^= 0x10;
			cr_expect(eq(int,
			             packet_parse(damaged, samples[i].len,
			                          &packet) &&
			                     packet.kind != PACKET_OTHER,
			             !is_covered(damaged, at)),
			          "sample %zu, byte %zu", i, at);
		}
}

/* Bits of the fragment field: more of them, and where this one belongs. */
Test(packet, throws_away_fragments)
{
	static const uint16_t fields[] = { 0x2000, 0x0001, 0x1000 };
	uint8_t fragment[DATAGRAM4_LEN];
	struct packet packet;

	for (size_t i = 0; i < COUNT(fields); i++) {
		uint16_t sum;

		memcpy(fragment, datagram4, DATAGRAM4_LEN);
		fragment[6] = (uint8_t)(fields[i] >> 8);
		fragment[7] = (uint8_t)fields[i];
		fragment[10] = fragment[11] = 0;
		sum = checksum_finish(checksum_add(0, fragment, 20));
		fragment[10] = (uint8_t)(sum >> 8);
		fragment[11] = (uint8_t)sum;
		cr_expect(not(packet_parse(fragment, DATAGRAM4_LEN, &packet)),
		          "%04x", fields[i]);
	}
}

/* The answer to a packet, taken for a packet to it. */
static struct packet parse_answer(const uint8_t *bytes, size_t len,
                                  const struct packet *asked)
{
	struct packet answer;

	cr_assert(packet_parse(bytes, len, &answer));
	cr_expect(address_equal(&answer.to, &asked->from));
	return answer;
}

Test(packet, tcp_answers_come_from_the_port_that_was_asked)
{
	static const char text[] = "hello";
	struct tcp_answer said = { TCP_PSH | TCP_ACK, 7, 8, SAY_BANNER };
	uint8_t out[ANSWER_MAX];

	for (size_t i = 0; i < 2; i++) {
		struct packet asked, answer;
		size_t len;

		cr_assert(
			packet_parse(samples[i].bytes, samples[i].len, &asked));
		len = build_tcp(&asked, &said, text, 5, out);
		answer = parse_answer(out, len, &asked);
		cr_expect(address_equal(&answer.from, &asked.to));
		cr_expect(eq(u16, answer.from_port, asked.to_port));
		cr_expect(eq(u16, answer.to_port, asked.from_port));
		cr_expect(eq(u32, answer.tcp.seq, 7));
		cr_expect(eq(u32, answer.tcp.ack, 8));
		cr_expect(eq(sz, answer.tcp.data_len, 5));
		cr_expect(eq(int, memcmp(out + len - 5, text, 5), 0));
	}
}

Test(packet, udp_answers_carry_their_text)
{
	uint8_t out[ANSWER_MAX];
	struct packet asked, answer;
	size_t len;

	cr_assert(packet_parse(datagram4, DATAGRAM4_LEN, &asked));
	len = build_udp(&asked, "odd", 3, out);
	cr_expect(eq(sz, len, 20 + 8 + 3));
	answer = parse_answer(out, len, &asked);
	cr_expect(eq(u16, answer.from_port, 50));
	cr_expect(eq(u16, answer.to_port, asked.from_port));
}

/* One of these texts would have the checksum 0, which says that there is none.
 */
Test(packet, udp_answers_never_go_without_a_checksum)
{
	uint8_t out[ANSWER_MAX];
	struct packet asked, answer;

	cr_assert(packet_parse(datagram4, DATAGRAM4_LEN, &asked));
	for (int i = 0; i < 65536; i++) {
		char text[] = { (char)(i >> 8), (char)i };
		size_t len = build_udp(&asked, text, 2, out);

		cr_assert(out[26] != 0 || out[27] != 0);
		cr_assert(packet_parse(out, len, &answer));
	}
}

static const struct {
	size_t sample;
	enum unreachable what;
	uint8_t type, code;
} errors[] = {
	{ 0, UNREACHABLE_PROHIBITED, 3, 13 }, /* RFC 1812 5.2.7.1 */
	{ 1, UNREACHABLE_PROHIBITED, 1, 1 },  /* RFC 4443 3.1 */
	{ 2, UNREACHABLE_PORT, 3, 3 },        /* RFC 792 */
	{ 1, UNREACHABLE_PORT, 1, 4 },
};

Test(packet, icmp_errors_quote_the_whole_probe)
{
	uint8_t out[ANSWER_MAX];

	for (size_t i = 0; i < COUNT(errors); i++) {
		const uint8_t *bytes = samples[errors[i].sample].bytes;
		size_t len = samples[errors[i].sample].len;
		size_t header_len = bytes[0] >> 4 == 4 ? 20 : 40;
		struct address router;
		struct packet asked, answer;

		cr_assert(packet_parse(bytes, len, &asked));
		router = address_add(&asked.to, 1);
		cr_expect(eq(
			sz,
			build_unreachable(&asked, &router, errors[i].what, out),
			header_len + 8 + len));
		answer = parse_answer(out, header_len + 8 + len, &asked);
		cr_expect(address_equal(&answer.from, &router));
		cr_expect(eq(u8, out[header_len], errors[i].type));
		cr_expect(eq(u8, out[header_len + 1], errors[i].code));
		cr_expect(eq(int, memcmp(out + header_len + 8, bytes, len), 0));
	}
}

Test(packet, icmp_errors_quote_no_more_than_there_is_room)
{
	static const char text[ANSWER_TEXT_MAX];
	struct packet asked, answer;
	uint8_t long_one[ANSWER_MAX], out[ANSWER_MAX];

	cr_assert(packet_parse(syn6, SYN6_LEN, &asked));
	asked.bytes = long_one;
	asked.len = 1400;
	memset(long_one, 7, sizeof(long_one));
	cr_expect(eq(
		sz, build_unreachable(&asked, &asked.to, UNREACHABLE_PORT, out),
		ANSWER_MAX));
	answer = parse_answer(out, ANSWER_MAX, &asked);
	cr_expect(eq(int, answer.kind, PACKET_OTHER));
	cr_expect(le(sz, build_udp(&asked, text, ANSWER_TEXT_MAX, out),
	             ANSWER_MAX));
}

/* An echo request with 5 bytes of data, from the scanner. */
static size_t build_request(int version, uint8_t *out)
{
	static const uint8_t content[] = { 0x12, 0x34, 0,   1,  'a',
		                           'b',  'c',  'd', 'e' };
	struct packet back;
	size_t header_len = version == 4 ? 20 : 40;
	size_t len;
	uint8_t *icmp = out + header_len;
	uint32_t sum = 0;

	cr_assert(packet_parse(version == 4 ? syn4 : syn6,
	                       version == 4 ? SYN4_LEN : SYN6_LEN, &back));
	back.echo = content;
	back.echo_len = sizeof(content);
	len = build_echo_reply(&back, out);
	icmp[0] = version == 4 ? 8 : 128;
	icmp[2] = icmp[3] = 0;
	if (version == 6)
		sum = checksum_pseudo(&back.to, &back.from, 58,
		                      len - header_len);
	sum = checksum_finish(checksum_add(sum, icmp, len - header_len));
	icmp[2] = (uint8_t)(sum >> 8);
	icmp[3] = (uint8_t)sum;
	return len;
}

Test(packet, echo_replies_give_back_what_was_sent)
{
	uint8_t request[ANSWER_MAX], out[ANSWER_MAX];

	for (int version = 4; version <= 6; version += 2) {
		size_t header_len = version == 4 ? 20 : 40;
		size_t len = build_request(version, request);
		struct packet asked;

		cr_assert(packet_parse(request, len, &asked));
		cr_expect(eq(int, asked.kind, PACKET_ECHO));
		cr_assert(eq(sz, build_echo_reply(&asked, out), len));
		parse_answer(out, len, &asked);
		cr_expect(eq(u8, out[header_len], version == 4 ? 0 : 129));
		cr_expect(eq(int,
		             memcmp(out + header_len + 4,
		                    request + header_len + 4, 9),
		             0));
		asked.len = ANSWER_MAX + 1;
		cr_expect(eq(sz, build_echo_reply(&asked, out), 0));
	}
}
