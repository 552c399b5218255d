// SPDX-License-Identifier: Apache-2.0
#include "tests/simnet/world.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

enum { HOSTS = 20000 };

static struct address nth(uint32_t n)
{
	return (struct address){ .lo = 0x0a000000 + n, .version = 4 };
}

static struct host host_at(const struct world *world, uint32_t n)
{
	struct address address = nth(n);

	return world_host(world, &address);
}

/* How many of HOSTS hosts, or of as many ports, a fraction may stand for: five
 * standard deviations. */
static void expect_fraction(int count, double fraction)
{
	double expected = HOSTS * fraction;
	double deviation = sqrt(HOSTS * fraction * (1 - fraction));

	cr_expect(le(dbl, fabs(count - expected), 5 * deviation), "%d for %f",
	          count, fraction);
}

static int count_kind(const struct world *world, enum host_kind kind)
{
	int count = 0;

	for (uint32_t n = 0; n < HOSTS; n++)
		count += host_at(world, n).kind == kind;
	return count;
}

/* Over many hosts, and over the ports of one. */
static int count_state(const struct world *world, enum port_state state,
                       enum protocol protocol, bool many_hosts)
{
	int count = 0;

	for (uint32_t n = 0; n < HOSTS; n++) {
		struct host host = host_at(world, many_hosts ? n : 7);
		uint16_t port = (uint16_t)(many_hosts ? 443 : n + 1);

		count += world_state(world, &host, port, protocol) == state;
	}
	return count;
}

Test(world, hosts_are_of_each_kind_as_often_as_asked)
{
	struct world world;

	world_init(&world);
	world.up = 0.5;
	world.everything_open = 0.1;
	world.icmp_silent = 0.2;
	world.slow_start = 0.3;
	expect_fraction(count_kind(&world, HOST_DEAD), 0.5);
	expect_fraction(count_kind(&world, HOST_EVERYTHING_OPEN), 0.05);
	expect_fraction(count_kind(&world, HOST_ICMP_SILENT), 0.1);
	expect_fraction(count_kind(&world, HOST_SLOW_START), 0.15);
	expect_fraction(count_kind(&world, HOST_NORMAL), 0.2);
}

Test(world, ports_are_in_each_state_as_often_as_asked)
{
	struct world world;

	world_init(&world);
	world.open = 0.02;
	world.udp_answers = 0.1;
	world.filtered = 0.5;
	world.rejected = 0.25;
	for (int many = 0; many < 2; many++) {
		expect_fraction(
			count_state(&world, STATE_OPEN, PROTOCOL_TCP, many),
			0.02);
		expect_fraction(
			count_state(&world, STATE_FILTERED, PROTOCOL_TCP, many),
			0.98 * 0.5);
		expect_fraction(
			count_state(&world, STATE_REJECTED, PROTOCOL_TCP, many),
			0.98 * 0.25);
		expect_fraction(
			count_state(&world, STATE_CLOSED, PROTOCOL_TCP, many),
			0.98 * 0.25);
		expect_fraction(
			count_state(&world, STATE_OPEN, PROTOCOL_UDP, many),
			0.1);
		expect_fraction(
			count_state(&world, STATE_FILTERED, PROTOCOL_UDP, many),
			0.9 * 0.5);
	}
}

Test(world, fractions_of_none_and_all_have_no_exceptions)
{
	struct world world;

	world_init(&world);
	world.open = 0;
	world.filtered = 1;
	cr_expect(eq(int, count_kind(&world, HOST_NORMAL), HOSTS));
	cr_expect(eq(int,
	             count_state(&world, STATE_FILTERED, PROTOCOL_TCP, true),
	             HOSTS));
	world.open = 1;
	cr_expect(eq(int, count_state(&world, STATE_OPEN, PROTOCOL_TCP, true),
	             HOSTS));
	world.up = 0;
	cr_expect(eq(int, count_state(&world, STATE_DEAD, PROTOCOL_TCP, true),
	             HOSTS));
}

Test(world, is_the_same_each_time_and_another_for_another_seed)
{
	struct world world, other;
	int differ = 0;

	world_init(&world);
	world_init(&other);
	world.open = other.open = 0.5;
	other.seed = 2;
	for (uint32_t n = 0; n < HOSTS; n++) {
		struct host a = host_at(&world, n), b = host_at(&world, n);
		struct host c = host_at(&other, n);

		cr_assert(eq(u64, a.key, b.key));
		differ += world_state(&world, &a, 80, PROTOCOL_TCP) !=
		          world_state(&other, &c, 80, PROTOCOL_TCP);
	}
	expect_fraction(differ, 0.5);
}

Test(world, round_trips_fill_their_range)
{
	struct world world;
	uint64_t min_ns = UINT64_MAX, max_ns = 0;

	world_init(&world);
	world.rtt_min_ns = 20000000;
	world.rtt_max_ns = 60000000;
	for (uint32_t n = 0; n < HOSTS; n++) {
		uint64_t rtt_ns = host_at(&world, n).rtt_ns;

		min_ns = rtt_ns < min_ns ? rtt_ns : min_ns;
		max_ns = rtt_ns > max_ns ? rtt_ns : max_ns;
	}
	cr_expect(ge(u64, min_ns, 20000000));
	cr_expect(lt(u64, min_ns, 20100000));
	cr_expect(gt(u64, max_ns, 59900000));
	cr_expect(le(u64, max_ns, 60000000));
}

Test(world, ports_given_are_open_on_every_host_that_is_up)
{
	struct world world;

	world_init(&world);
	world.up = 0.5;
	world.open = world.udp_answers = 0;
	port_set_add(&world.open_ports.of[PROTOCOL_TCP], 443, 443);
	cr_expect(eq(int, count_state(&world, STATE_OPEN, PROTOCOL_TCP, true),
	             HOSTS - count_kind(&world, HOST_DEAD)));
	cr_expect(eq(int, count_state(&world, STATE_OPEN, PROTOCOL_UDP, true),
	             0));
}

Test(world, everything_open_is_tcp_alone_and_says_nothing)
{
	struct world world;
	struct host host;

	world_init(&world);
	world.everything_open = 1;
	world.udp_answers = 0;
	world.banner = 1;
	host = host_at(&world, 1);
	cr_expect(eq(int, count_state(&world, STATE_OPEN, PROTOCOL_TCP, false),
	             HOSTS));
	cr_expect(eq(int, count_state(&world, STATE_OPEN, PROTOCOL_UDP, false),
	             0));
	cr_expect(eq(int, world_manner(&world, &host, 22), MANNER_MUTE));
}

Test(world, closed_udp_ports_without_icmp_look_filtered)
{
	struct world world;

	world_init(&world);
	world.icmp_silent = 1;
	world.udp_answers = 0;
	cr_expect(eq(int,
	             count_state(&world, STATE_FILTERED, PROTOCOL_UDP, true),
	             HOSTS));
	cr_expect(eq(int, count_state(&world, STATE_CLOSED, PROTOCOL_UDP, true),
	             0));
	cr_expect(gt(int, count_state(&world, STATE_CLOSED, PROTOCOL_TCP, true),
	             0));
	cr_expect(not(host_at(&world, 1).echo));
}

Test(world, half_of_the_open_ports_speak_first)
{
	struct world world;
	struct host host;
	int count = 0;

	world_init(&world);
	host = host_at(&world, 3);
	for (uint32_t port = 1; port <= HOSTS; port++)
		count += world_manner(&world, &host, (uint16_t)port) ==
		         MANNER_SPEAKS_FIRST;
	expect_fraction(count, 0.5);
}

Test(world, a_sequence_number_belongs_to_a_connection)
{
	struct world world;
	struct address peer = nth(1), other_peer = nth(2);
	struct host host;
	uint32_t isn;

	world_init(&world);
	host = host_at(&world, 3);
	isn = world_isn(&host, 80, &peer, 40000);
	cr_expect(eq(u32, isn, world_isn(&host, 80, &peer, 40000)));
	cr_expect(ne(u32, isn, world_isn(&host, 81, &peer, 40000)));
	cr_expect(ne(u32, isn, world_isn(&host, 80, &peer, 40001)));
	cr_expect(ne(u32, isn, world_isn(&host, 80, &other_peer, 40000)));
}

Test(world, has_the_addresses_of_its_nets)
{
	struct world world;
	struct address first = nth(0), last = nth(255), after = nth(256);
	struct address ipv6 = { .lo = 0x0a000000, .version = 6 };

	world_init(&world);
	cr_assert(eq(int, target_set_add(&world.nets, &first, &last), 0));
	cr_expect(ne(ptr, (void *)world_net(&world, &first), NULL));
	cr_expect(ne(ptr, (void *)world_net(&world, &last), NULL));
	cr_expect(eq(ptr, (void *)world_net(&world, &after), NULL));
	cr_expect(eq(ptr, (void *)world_net(&world, &ipv6), NULL));
	world_release(&world);
}
