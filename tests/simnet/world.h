// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_SIMNET_WORLD_H
#define PORTSCAN_TESTS_SIMNET_WORLD_H

#include "targets/address.h"
#include "targets/port_set.h"
#include "targets/target_set.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What there is to find: every answer is a function of the seed, the address,
 * the port and the protocol, so that whole prefixes cost no memory, and what a
 * scanner reports can be held against the truth.  Fractions are 0 to 1.
 */
struct world {
	uint64_t seed;
	struct target_set nets; /* ranges that do not overlap; not sealed */
	double up;              /* of all addresses */

	/* Of the hosts that are up, and of each other exclusive. */
	double everything_open;
	double icmp_silent;
	double slow_start;

	double echo;        /* of the hosts that are up */
	double open;        /* of the TCP ports */
	double udp_answers; /* of the UDP ports */
	double filtered;    /* of the ports that are not open, as is: */
	double rejected;
	double banner; /* of the open TCP ports */
	struct port_plan open_ports;
	uint64_t rtt_min_ns;
	uint64_t rtt_max_ns;
};

enum host_kind {
	HOST_NORMAL,
	HOST_EVERYTHING_OPEN, /* every TCP port, and none says anything */
	HOST_ICMP_SILENT,     /* no echo replies, no port unreachable */
	HOST_SLOW_START,      /* silent at first: see network.c */
	HOST_DEAD,
};

struct host {
	uint64_t key; /* stands for the address; never 0 */
	uint64_t rtt_ns;
	enum host_kind kind;
	bool echo;
};

enum port_state {
	STATE_OPEN,
	STATE_CLOSED,
	STATE_FILTERED, /* silent, as are closed UDP ports without ICMP */
	STATE_REJECTED, /* ICMP: administratively prohibited */
	STATE_DEAD,     /* the host is down */
};

/* What an open TCP port does once it is connected to. */
enum port_manner {
	MANNER_SPEAKS_FIRST,
	MANNER_ANSWERS,
	MANNER_MUTE,
};

/* Everything 0 but what a world without any options has. */
void world_init(struct world *world);
void world_release(struct world *world);

/* The range that `address` is in; NULL when the world has no such address. */
const struct target_range *world_net(const struct world *world,
                                     const struct address *address);

struct host world_host(const struct world *world,
                       const struct address *address);

enum port_state world_state(const struct world *world, const struct host *host,
                            uint16_t port, enum protocol protocol);

enum port_manner world_manner(const struct world *world,
                              const struct host *host, uint16_t port);

/* A number that only this port of this host has, for what it says. */
uint32_t world_mark(const struct host *host, uint16_t port,
                    enum protocol protocol);

/* The initial sequence number for a peer: the same each time it asks. */
uint32_t world_isn(const struct host *host, uint16_t port,
                   const struct address *peer, uint16_t peer_port);

/* As `simnet hosts` and `simnet truth` print them. */
const char *host_kind_name(enum host_kind kind);
const char *port_state_name(enum port_state state);

#endif
