// SPDX-License-Identifier: Apache-2.0
#include "tests/simnet/world.h"

#include "tests/simnet/mix.h"

#define MS_NS UINT64_C(1000000)

/* One property of a host or port says nothing about the others. */
enum property {
	PROPERTY_UP = 1,
	PROPERTY_KIND,
	PROPERTY_ECHO,
	PROPERTY_RTT,
	PROPERTY_OPEN,
	PROPERTY_SHUT,
	PROPERTY_MANNER,
	PROPERTY_MARK,
	PROPERTY_ISN,
};

void world_init(struct world *world)
{
	*world = (struct world){
		.seed = 1,
		.up = 1,
		.echo = 1,
		.open = 0.02,
		.udp_answers = 0.02,
		.banner = 0.5,
		.rtt_min_ns = MS_NS,
		.rtt_max_ns = MS_NS,
	};
	target_set_init(&world->nets);
}

void world_release(struct world *world)
{
	target_set_release(&world->nets);
}

const struct target_range *world_net(const struct world *world,
                                     const struct address *address)
{
	for (size_t i = 0; i < world->nets.range_count; i++) {
		const struct target_range *net = &world->nets.ranges[i];

		if (address_compare(&net->first, address) <= 0 &&
		    address_compare(address, &net->last) <= 0)
			return net;
	}
	return NULL;
}

static double draw(uint64_t key, enum property property)
{
	return fraction_of(mix(key + property));
}

static enum host_kind kind_of(const struct world *world, uint64_t key)
{
	double drawn = draw(key, PROPERTY_KIND);

	if (draw(key, PROPERTY_UP) >= world->up)
		return HOST_DEAD;
	if (drawn < world->everything_open)
		return HOST_EVERYTHING_OPEN;
	drawn -= world->everything_open;
	if (drawn < world->icmp_silent)
		return HOST_ICMP_SILENT;
	drawn -= world->icmp_silent;
	return drawn < world->slow_start ? HOST_SLOW_START : HOST_NORMAL;
}

struct host world_host(const struct world *world, const struct address *address)
{
	uint64_t key = mix(mix(mix(world->seed) ^ address->hi) ^ address->lo);
	double span_ns = (double)(world->rtt_max_ns - world->rtt_min_ns);
	struct host host = { .key = key > 0 ? key : 1 };

	host.kind = kind_of(world, key);
	host.echo = host.kind != HOST_DEAD && host.kind != HOST_ICMP_SILENT &&
	            draw(key, PROPERTY_ECHO) < world->echo;
	host.rtt_ns = world->rtt_min_ns +
	              (uint64_t)(draw(key, PROPERTY_RTT) * span_ns);
	return host;
}

static uint64_t port_key(const struct host *host, uint16_t port,
                         enum protocol protocol)
{
	return mix(host->key ^ ((uint64_t)port << 8 | (uint64_t)protocol << 7));
}

static bool is_open(const struct world *world, const struct host *host,
                    uint16_t port, enum protocol protocol)
{
	double fraction =
		protocol == PROTOCOL_TCP ? world->open : world->udp_answers;

	if (host->kind == HOST_EVERYTHING_OPEN && protocol == PROTOCOL_TCP)
		return true;
	return port_set_has(&world->open_ports.of[protocol], port) ||
	       draw(port_key(host, port, protocol), PROPERTY_OPEN) < fraction;
}

enum port_state world_state(const struct world *world, const struct host *host,
                            uint16_t port, enum protocol protocol)
{
	double drawn;

	if (host->kind == HOST_DEAD)
		return STATE_DEAD;
	if (is_open(world, host, port, protocol))
		return STATE_OPEN;
	drawn = draw(port_key(host, port, protocol), PROPERTY_SHUT);
	if (drawn < world->filtered)
		return STATE_FILTERED;
	if (drawn < world->filtered + world->rejected)
		return STATE_REJECTED;
	if (protocol == PROTOCOL_UDP && host->kind == HOST_ICMP_SILENT)
		return STATE_FILTERED;
	return STATE_CLOSED;
}

enum port_manner world_manner(const struct world *world,
                              const struct host *host, uint16_t port)
{
	uint64_t key = port_key(host, port, PROTOCOL_TCP);

	if (host->kind == HOST_EVERYTHING_OPEN)
		return MANNER_MUTE;
	return draw(key, PROPERTY_MANNER) < world->banner ? MANNER_SPEAKS_FIRST
	                                                  : MANNER_ANSWERS;
}

uint32_t world_mark(const struct host *host, uint16_t port,
                    enum protocol protocol)
{
	return (uint32_t)mix(port_key(host, port, protocol) + PROPERTY_MARK);
}

uint32_t world_isn(const struct host *host, uint16_t port,
                   const struct address *peer, uint16_t peer_port)
{
	uint64_t key = port_key(host, port, PROTOCOL_TCP) + PROPERTY_ISN;

	return (uint32_t)mix(mix(mix(key) ^ peer->hi) ^
	                     (peer->lo + ((uint64_t)peer_port << 32)));
}

const char *host_kind_name(enum host_kind kind)
{
	static const char *const names[] = {
		[HOST_NORMAL] = "normal",
		[HOST_EVERYTHING_OPEN] = "everything-open",
		[HOST_ICMP_SILENT] = "icmp-silent",
		[HOST_SLOW_START] = "slow-start",
		[HOST_DEAD] = "dead",
	};

	return names[kind];
}

const char *port_state_name(enum port_state state)
{
	static const char *const names[] = {
		[STATE_OPEN] = "open",         [STATE_CLOSED] = "closed",
		[STATE_FILTERED] = "filtered", [STATE_REJECTED] = "rejected",
		[STATE_DEAD] = "dead",
	};

	return names[state];
}
