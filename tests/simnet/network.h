// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_SIMNET_NETWORK_H
#define PORTSCAN_TESTS_SIMNET_NETWORK_H

#include "tests/simnet/chance.h"
#include "tests/simnet/delay.h"
#include "tests/simnet/host_memory.h"
#include "tests/simnet/link.h"
#include "tests/simnet/world.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The way of a packet, without device and clock:
 *
 *   scanner - link - loss - host
 *                            | round trip, jitter
 *   scanner - link - loss ---+
 *
 * A packet that is lost was on the link before; an answer that is lost never
 * comes to it.
 */
struct network_options {
	uint64_t jitter_ns;
	double loss;             /* of the packets, each way */
	double icmp_per_s;       /* errors of one host; 0: no limit */
	uint32_t icmp_burst;     /* at least 1 */
	uint32_t bottleneck_pps; /* 0: none */
	uint32_t queue;
};

/* Packets to addresses of the world are counted in `packets_in`, before they
 * are lost or dropped; those that came out again, in `packets_out`. */
struct network_counters {
	uint64_t packets_in;
	uint64_t packets_out;
	uint64_t syn_in;
	uint64_t udp_in;
	uint64_t icmp_echo_in;
	uint64_t lost_in;
	uint64_t lost_out;
	uint64_t dropped_in;
	uint64_t dropped_out;
	uint64_t icmp_sent; /* errors, if lost later or not */
	uint64_t icmp_suppressed;
	uint64_t malformed_in;
	uint64_t elsewhere_in; /* to addresses that the world does not have */
	uint64_t first_ns;
	uint64_t last_ns; /* in or out */
};

struct network {
	const struct world *world;
	const struct network_options *options;
	uint64_t icmp_interval_ns;
	struct chance chance;
	struct link inward;
	struct link outward;
	struct host_memory memory;
	struct delay delay;
	struct network_counters counters;
};

/* At most `packets_max` are on their way, others are dropped.  `world` and
 * `options` have to stay.  False when out of memory. */
bool network_init(struct network *network, const struct world *world,
                  const struct network_options *options, size_t packets_max);
void network_release(struct network *network);

/* The scanner sent an IP packet.  Times never go back. */
void network_receive(struct network *network, const uint8_t *bytes, size_t len,
                     uint64_t now_ns);

/* When to call network_send() next; UINT64_MAX: after the next packet. */
uint64_t network_next_ns(const struct network *network);

/* The next packet that has arrived at the scanner by `now_ns`, valid until the
 * next call; NULL when there is none. */
const struct delayed *network_send(struct network *network, uint64_t now_ns);

#endif
