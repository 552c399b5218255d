// SPDX-License-Identifier: Apache-2.0
#include "tests/simnet/network.h"

#include "tests/simnet/checksum.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

#define SECOND_NS UINT64_C(1000000000)
#define MS_NS UINT64_C(1000000)

enum { PACKETS_MAX = 1000, START = 5 };

static const uint64_t start_ns = START * SECOND_NS;

static struct world world;
static struct network_options options;
static struct network network;

/* A /16 in which every host is up, one round trip of 20 ms away, and closed. */
static void make_world(void)
{
	struct address first = { .lo = 0x0a010000, .version = 4 };
	struct address last = { .lo = 0x0a01ffff, .version = 4 };

	world_init(&world);
	cr_assert(eq(int, target_set_add(&world.nets, &first, &last), 0));
	world.open = world.udp_answers = 0;
	world.rtt_min_ns = world.rtt_max_ns = 20 * MS_NS;
	options = (struct network_options){ .icmp_burst = 6, .queue = 100 };
}

static void begin(void)
{
	cr_assert(network_init(&network, &world, &options, PACKETS_MAX));
}

static void end(void)
{
	network_release(&network);
	world_release(&world);
}

TestSuite(network, .init = make_world, .fini = end);

/* The scanner is the one who is answered by a packet of its own. */
static struct packet towards(uint32_t host, uint16_t port)
{
	return (struct packet){
		.from = { .lo = 0x0a010000 + host, .version = 4 },
		.to = { .lo = 0xc0000201, .version = 4 },
		.from_port = port,
		.to_port = 40000,
	};
}

static void send_tcp(uint32_t host, uint16_t port, uint8_t flags, uint32_t ack,
                     const char *data, uint64_t now_ns)
{
	struct packet ends = towards(host, port);
	struct tcp_answer segment = { .flags = flags, .seq = 1000, .ack = ack };
	uint8_t bytes[ANSWER_MAX];
	size_t len = build_tcp(&ends, &segment, data, strlen(data), bytes);

	network_receive(&network, bytes, len, now_ns);
}

static void send_syn(uint32_t host, uint16_t port, uint64_t now_ns)
{
	send_tcp(host, port, TCP_SYN, 0, "", now_ns);
}

static void send_udp(uint32_t host, uint16_t port, uint64_t now_ns)
{
	struct packet ends = towards(host, port);
	uint8_t bytes[ANSWER_MAX];

	network_receive(&network, bytes, build_udp(&ends, "?", 1, bytes),
	                now_ns);
}

static void send_echo(uint32_t host, uint64_t now_ns)
{
	static const uint8_t content[] = { 0x12, 0x34, 0, 1, 'a', 'b' };
	struct packet ends = towards(host, 0);
	uint8_t bytes[ANSWER_MAX];
	uint16_t sum;
	size_t len;

	ends.echo = content;
	ends.echo_len = sizeof(content);
	len = build_echo_reply(&ends, bytes);
	bytes[20] = 8;
	bytes[22] = bytes[23] = 0;
	sum = checksum_finish(checksum_add(0, bytes + 20, len - 20));
	bytes[22] = (uint8_t)(sum >> 8);
	bytes[23] = (uint8_t)sum;
	network_receive(&network, bytes, len, now_ns);
}

static struct packet take(uint64_t now_ns)
{
	const struct delayed *delayed = network_send(&network, now_ns);
	struct packet packet;

	cr_assert(ne(ptr, (void *)delayed, NULL));
	cr_assert(packet_parse(delayed->bytes, delayed->len, &packet));
	return packet;
}

static int count_sent(uint64_t now_ns)
{
	int count = 0;

	while (network_send(&network, now_ns) != NULL)
		count++;
	return count;
}

Test(network, answers_after_the_round_trip)
{
	struct packet packet;

	begin();
	send_syn(7, 80, start_ns);
	cr_expect(eq(u64, network_next_ns(&network), start_ns + 20 * MS_NS));
	cr_expect(eq(int, count_sent(start_ns + 20 * MS_NS - 1), 0));
	packet = take(start_ns + 20 * MS_NS);
	cr_expect(eq(u64, packet.from.lo, 0x0a010007));
	cr_expect(eq(u8, packet.tcp.flags, TCP_RST | TCP_ACK));
	cr_expect(eq(int, count_sent(UINT64_MAX), 0));
}

Test(network, jitter_is_added_to_the_round_trip)
{
	uint64_t end_ns = start_ns + 25 * MS_NS;

	options.jitter_ns = 5 * MS_NS;
	begin();
	for (uint32_t host = 0; host < PACKETS_MAX; host++)
		send_syn(host, 80, start_ns);
	cr_expect(eq(int, count_sent(start_ns + 20 * MS_NS), 0));
	cr_expect(gt(int, count_sent(end_ns - MS_NS), PACKETS_MAX / 2));
	cr_expect(gt(int, count_sent(end_ns), PACKETS_MAX / 8));
	cr_expect(eq(u64, network.counters.packets_out, PACKETS_MAX));
}

Test(network, a_port_that_speaks_first_does_so_after_the_handshake)
{
	struct packet packet;
	const struct delayed *banner;

	world.open = world.banner = 1;
	begin();
	send_syn(7, 80, start_ns);
	packet = take(UINT64_MAX);
	cr_assert(eq(u8, packet.tcp.flags, TCP_SYN | TCP_ACK));
	send_tcp(7, 80, TCP_ACK, packet.tcp.seq + 1, "", start_ns);
	banner = network_send(&network, UINT64_MAX);
	cr_assert(ne(ptr, (void *)banner, NULL));
	cr_expect(eq(int, memcmp(banner->bytes + 40, "simnet ", 7), 0));
}

Test(network, data_gets_an_http_response)
{
	struct packet packet;
	const struct delayed *response;

	world.open = 1;
	world.banner = 0;
	begin();
	send_syn(7, 80, start_ns);
	packet = take(UINT64_MAX);
	send_tcp(7, 80, TCP_ACK | TCP_PSH, packet.tcp.seq + 1,
	         "GET / HTTP/1.0\r\n\r\n", start_ns);
	response = network_send(&network, UINT64_MAX);
	cr_assert(ne(ptr, (void *)response, NULL));
	cr_expect(eq(int, memcmp(response->bytes + 40, "HTTP/1.1 200", 12), 0));
	cr_expect(packet_parse(response->bytes, response->len, &packet));
	cr_expect(eq(u32, packet.tcp.ack, 1018));
}

Test(network, udp_ports_answer_or_are_unreachable)
{
	struct packet packet;

	port_set_add(&world.open_ports.of[PROTOCOL_UDP], 53, 53);
	begin();
	send_udp(7, 53, start_ns);
	packet = take(UINT64_MAX);
	cr_expect(eq(int, packet.kind, PACKET_UDP));
	cr_expect(eq(u16, packet.from_port, 53));
	send_udp(7, 54, start_ns);
	packet = take(UINT64_MAX);
	cr_expect(eq(u64, packet.from.lo, 0x0a010007));
	cr_expect(eq(u8, packet.bytes[20], 3));
	cr_expect(eq(u8, packet.bytes[21], 3));
}

Test(network, hosts_answer_echo_requests_or_not)
{
	begin();
	send_echo(7, start_ns);
	cr_expect(eq(u8, take(UINT64_MAX).bytes[20], 0));
	world.echo = 0;
	send_echo(7, start_ns);
	world.echo = 1;
	world.icmp_silent = 1;
	send_echo(7, start_ns);
	cr_expect(eq(int, count_sent(UINT64_MAX), 0));
	cr_expect(eq(u64, network.counters.icmp_echo_in, 3));
}

Test(network, rejections_come_from_a_router)
{
	struct packet packet;

	world.rejected = 1;
	begin();
	send_syn(7, 80, start_ns);
	packet = take(UINT64_MAX);
	cr_expect(eq(u64, packet.from.lo, 0x0a010001));
	cr_expect(eq(u8, packet.bytes[21], 13));
}

Test(network, icmp_errors_are_limited_for_each_host)
{
	options.icmp_per_s = 2;
	begin();
	for (int i = 0; i < 20; i++) {
		send_udp(1, 1000, start_ns);
		send_udp(2, 1000, start_ns);
	}
	cr_expect(eq(int, count_sent(UINT64_MAX), 12));
	for (int i = 0; i < 20; i++)
		send_udp(1, 1000, start_ns + SECOND_NS);
	cr_expect(eq(int, count_sent(UINT64_MAX), 2));
	cr_expect(eq(u64, network.counters.icmp_sent, 14));
	cr_expect(eq(u64, network.counters.icmp_suppressed, 46));
}

Test(network, slow_hosts_answer_two_seconds_after_the_first_packet)
{
	world.slow_start = 1;
	begin();
	send_syn(7, 80, start_ns);
	send_syn(7, 80, start_ns + 2 * SECOND_NS - 1);
	cr_expect(eq(int, count_sent(UINT64_MAX), 0));
	send_syn(7, 80, start_ns + 2 * SECOND_NS);
	cr_expect(eq(int, count_sent(UINT64_MAX), 1));
}

Test(network, dead_and_filtering_hosts_are_silent)
{
	world.up = 0;
	begin();
	send_syn(7, 80, start_ns);
	send_udp(7, 80, start_ns);
	world.up = 1;
	world.filtered = 1;
	send_syn(7, 80, start_ns);
	send_udp(7, 80, start_ns);
	cr_expect(eq(int, count_sent(UINT64_MAX), 0));
	cr_expect(eq(u64, network.counters.packets_in, 4));
}

Test(network, loss_takes_its_part_each_way)
{
	static const int asked = 20000;
	const struct network_counters *counters = &network.counters;
	int answered = 0;

	options.loss = 0.1;
	begin();
	for (int i = 0; i < asked; i++) {
		send_syn((uint32_t)i, 80, start_ns);
		answered += count_sent(UINT64_MAX);
	}
	cr_expect(lt(dbl, fabs((double)counters->lost_in - asked * 0.1), 220));
	cr_expect(
		lt(dbl, fabs((double)counters->lost_out - asked * 0.09), 220));
	cr_expect(eq(u64, counters->lost_in + counters->lost_out,
	             asked - answered));
}

Test(network, a_bottleneck_holds_up_both_ways)
{
	options.bottleneck_pps = 1000;
	begin();
	for (uint32_t host = 0; host < 300; host++)
		send_syn(host, 80, start_ns);
	cr_expect(eq(u64, network.counters.dropped_in, 199));
	/* In 1 ms, there and back 20 ms, out 1 ms. */
	cr_expect(eq(int, count_sent(start_ns + 22 * MS_NS - 1), 0));
	cr_expect(eq(int, count_sent(start_ns + 22 * MS_NS), 1));
	cr_expect(eq(u64, network_next_ns(&network), start_ns + 23 * MS_NS));
	cr_expect(eq(int, count_sent(start_ns + 32 * MS_NS), 10));
	cr_expect(eq(int, count_sent(start_ns + 300 * MS_NS), 90));
	cr_expect(eq(u64, network.inward.busy_ns, 101 * MS_NS));
	cr_expect(eq(u64, network.counters.dropped_out, 0));
}

/* They come in one each millisecond; round trips of their own make them meet
 * on their way back. */
Test(network, answers_that_meet_wait_or_are_dropped)
{
	uint64_t now_ns = start_ns;

	options.bottleneck_pps = 1000;
	options.queue = 1;
	world.rtt_max_ns = 100 * MS_NS;
	begin();
	for (uint32_t i = 0; i < 100; i++)
		send_syn(i, 80, start_ns + i * MS_NS);
	for (int i = 0; i < 300; i++, now_ns += MS_NS)
		cr_expect(le(int, count_sent(now_ns), 1));
	cr_expect(eq(u64, network.counters.dropped_in, 0));
	cr_expect(gt(u64, network.counters.dropped_out, 10));
	cr_expect(
		eq(u64,
	           network.counters.packets_out + network.counters.dropped_out,
	           100));
}

Test(network, more_than_there_is_room_for_is_dropped)
{
	begin();
	for (uint32_t host = 0; host < PACKETS_MAX + 10; host++)
		send_syn(host, 80, start_ns);
	cr_expect(eq(u64, network.counters.dropped_out, 10));
	cr_expect(eq(int, count_sent(UINT64_MAX), PACKETS_MAX));
}

Test(network, counts_what_is_not_for_it_apart)
{
	begin();
	send_syn(0x10000, 80, start_ns);
	network_receive(&network, (const uint8_t *)"E", 1, start_ns);
	cr_expect(eq(u64, network.counters.elsewhere_in, 1));
	cr_expect(eq(u64, network.counters.malformed_in, 1));
	cr_expect(eq(u64, network.counters.packets_in, 0));
}
