// SPDX-License-Identifier: Apache-2.0
#include "tests/simnet/listing.h"

#include "base/count.h"

#include <inttypes.h>

#define SECOND_NS 1e9
#define MS_NS 1e6

typedef void (*host_cb)(void *arg, const char *address,
                        const struct host *host);

static void for_each_host(const struct world *world, host_cb list, void *arg)
{
	char text[ADDRESS_TEXT_MAX];

	for (size_t i = 0; i < world->nets.range_count; i++) {
		struct address address = world->nets.ranges[i].first;
		struct address last = world->nets.ranges[i].last;

		for (;; address = address_add(&address, 1)) {
			struct host host = world_host(world, &address);

			list(arg, address_format(&address, text), &host);
			if (address_equal(&address, &last))
				break;
		}
	}
}

struct truth_list {
	FILE *stream;
	const struct world *world;
	const struct port_set *ports;
	enum protocol protocol;
	bool all;
};

static void list_truth(void *arg, const char *address, const struct host *host)
{
	const struct truth_list *list = arg;

	for (uint32_t port = 0; port <= UINT16_MAX; port++) {
		enum port_state state;

		if (!port_set_has(list->ports, (uint16_t)port))
			continue;
		state = world_state(list->world, host, (uint16_t)port,
		                    list->protocol);
		if (state == STATE_OPEN || list->all)
			fprintf(list->stream, "%s,%" PRIu32 ",%s,%s\n", address,
			        port, protocol_name(list->protocol),
			        port_state_name(state));
	}
}

void listing_truth(FILE *stream, const struct world *world,
                   const struct port_set *ports, enum protocol protocol,
                   bool all)
{
	struct truth_list list = { stream, world, ports, protocol, all };

	fputs("address,port,protocol,state\n", stream);
	for_each_host(world, list_truth, &list);
}

static void list_host(void *arg, const char *address, const struct host *host)
{
	FILE *stream = arg;

	if (host->kind == HOST_DEAD)
		fprintf(stream, "%s,0,,dead\n", address);
	else
		fprintf(stream, "%s,1,%.3f,%s\n", address,
		        (double)host->rtt_ns / MS_NS,
		        host_kind_name(host->kind));
}

void listing_hosts(FILE *stream, const struct world *world)
{
	fputs("address,up,rtt_ms,kind\n", stream);
	for_each_host(world, list_host, stream);
}

static uint64_t larger(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

void listing_counters(FILE *stream, const struct network *network)
{
	const struct network_counters *counters = &network->counters;
	const struct {
		const char *name;
		uint64_t value;
	} rows[] = {
		{ "packets_in", counters->packets_in },
		{ "packets_out", counters->packets_out },
		{ "syn_in", counters->syn_in },
		{ "udp_in", counters->udp_in },
		{ "icmp_echo_in", counters->icmp_echo_in },
		{ "lost_in", counters->lost_in },
		{ "lost_out", counters->lost_out },
		{ "dropped_in", counters->dropped_in },
		{ "dropped_out", counters->dropped_out },
		{ "icmp_sent", counters->icmp_sent },
		{ "icmp_suppressed", counters->icmp_suppressed },
		{ "malformed_in", counters->malformed_in },
		{ "elsewhere_in", counters->elsewhere_in },
	};

	putc('{', stream);
	for (size_t i = 0; i < COUNT(rows); i++)
		fprintf(stream, "\"%s\":%" PRIu64 ",", rows[i].name,
		        rows[i].value);
	fprintf(stream, "\"seconds\":%.6f,\"bottleneck_seconds\":%.6f}\n",
	        (double)(counters->last_ns - counters->first_ns) / SECOND_NS,
	        (double)larger(network->inward.busy_ns,
	                       network->outward.busy_ns) /
	                SECOND_NS);
}
