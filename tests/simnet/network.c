// SPDX-License-Identifier: Apache-2.0
#include "tests/simnet/network.h"

#include "tests/simnet/build.h"
#include "tests/simnet/speech.h"

#define SECOND_NS UINT64_C(1000000000)

enum { HOSTS_REMEMBERED_MAX = 1 << 20 };

static const uint64_t slow_start_ns = 2 * SECOND_NS;

bool network_init(struct network *network, const struct world *world,
                  const struct network_options *options, size_t packets_max)
{
	*network = (struct network){ .world = world, .options = options };
	chance_init(&network->chance, world->seed);
	link_init(&network->inward, options->bottleneck_pps, options->queue);
	link_init(&network->outward, options->bottleneck_pps, options->queue);
	if (options->icmp_per_s > 0)
		network->icmp_interval_ns =
			(uint64_t)((double)SECOND_NS / options->icmp_per_s);
	if (!host_memory_init(&network->memory, HOSTS_REMEMBERED_MAX))
		return false;
	if (delay_init(&network->delay, packets_max))
		return true;
	host_memory_release(&network->memory);
	return false;
}

void network_release(struct network *network)
{
	delay_release(&network->delay);
	host_memory_release(&network->memory);
}

static void count_in(struct network_counters *counters,
                     const struct packet *packet, uint64_t now_ns)
{
	if (counters->packets_in++ == 0)
		counters->first_ns = now_ns;
	counters->last_ns = now_ns;
	if (packet->kind == PACKET_TCP &&
	    (packet->tcp.flags & (TCP_SYN | TCP_ACK)) == TCP_SYN)
		counters->syn_in++;
	counters->udp_in += packet->kind == PACKET_UDP;
	counters->icmp_echo_in += packet->kind == PACKET_ECHO;
}

/* The next host of the net behind its first address: often a router's. */
static struct address router_of(const struct target_range *net)
{
	return address_equal(&net->first, &net->last)
	               ? net->first
	               : address_add(&net->first, 1);
}

static size_t refuse(struct network *network, const struct packet *packet,
                     const struct host *host, uint64_t at_ns,
                     enum unreachable what, uint8_t out[ANSWER_MAX])
{
	struct address from = packet->to;

	if (network->icmp_interval_ns > 0 &&
	    !remembered_take_icmp(
		    host_memory_meet(&network->memory, host->key, at_ns), at_ns,
		    network->icmp_interval_ns, network->options->icmp_burst)) {
		network->counters.icmp_suppressed++;
		return 0;
	}
	network->counters.icmp_sent++;
	if (what == UNREACHABLE_PROHIBITED)
		from = router_of(world_net(network->world, &packet->to));
	return build_unreachable(packet, &from, what, out);
}

static size_t answer_open(const struct world *world,
                          const struct packet *packet, const struct host *host,
                          uint8_t out[ANSWER_MAX])
{
	enum port_manner manner = world_manner(world, host, packet->to_port);
	uint32_t isn = world_isn(host, packet->to_port, &packet->from,
	                         packet->from_port);
	struct tcp_answer answer = tcp_open(&packet->tcp, isn, manner);
	char text[ANSWER_TEXT_MAX];
	size_t len = 0;

	if (answer.flags == 0)
		return 0;
	if (answer.say != SAY_NOTHING)
		len = speech_tcp(packet, host, manner, answer.say, text);
	return build_tcp(packet, &answer, text, len, out);
}

static size_t answer_closed(const struct packet *packet,
                            uint8_t out[ANSWER_MAX])
{
	struct tcp_answer answer = tcp_closed(&packet->tcp);

	return answer.flags == 0 ? 0 : build_tcp(packet, &answer, "", 0, out);
}

static size_t answer_tcp(struct network *network, const struct packet *packet,
                         const struct host *host, uint64_t at_ns,
                         uint8_t out[ANSWER_MAX])
{
	switch (world_state(network->world, host, packet->to_port,
	                    PROTOCOL_TCP)) {
	case STATE_OPEN: return answer_open(network->world, packet, host, out);
	case STATE_CLOSED: return answer_closed(packet, out);
	case STATE_REJECTED:
		return refuse(network, packet, host, at_ns,
		              UNREACHABLE_PROHIBITED, out);
	case STATE_FILTERED:
	case STATE_DEAD: return 0;
	}
	return 0;
}

static size_t answer_udp(struct network *network, const struct packet *packet,
                         const struct host *host, uint64_t at_ns,
                         uint8_t out[ANSWER_MAX])
{
	char text[ANSWER_TEXT_MAX];

	switch (world_state(network->world, host, packet->to_port,
	                    PROTOCOL_UDP)) {
	case STATE_OPEN:
		return build_udp(packet, text, speech_udp(packet, host, text),
		                 out);
	case STATE_CLOSED:
		return refuse(network, packet, host, at_ns, UNREACHABLE_PORT,
		              out);
	case STATE_REJECTED:
		return refuse(network, packet, host, at_ns,
		              UNREACHABLE_PROHIBITED, out);
	case STATE_FILTERED:
	case STATE_DEAD: return 0;
	}
	return 0;
}

static bool is_silent(struct network *network, const struct host *host,
                      uint64_t at_ns)
{
	if (host->kind != HOST_SLOW_START)
		return host->kind == HOST_DEAD;
	return at_ns - host_memory_meet(&network->memory, host->key, at_ns)
	                       ->first_ns <
	       slow_start_ns;
}

static size_t answer(struct network *network, const struct packet *packet,
                     const struct host *host, uint64_t at_ns,
                     uint8_t out[ANSWER_MAX])
{
	switch (packet->kind) {
	case PACKET_TCP: return answer_tcp(network, packet, host, at_ns, out);
	case PACKET_UDP: return answer_udp(network, packet, host, at_ns, out);
	case PACKET_ECHO: return host->echo ? build_echo_reply(packet, out) : 0;
	case PACKET_OTHER: return 0;
	}
	return 0;
}

/* A packet at its host. */
static void arrive(struct network *network, const struct packet *packet,
                   uint64_t at_ns)
{
	struct host host = world_host(network->world, &packet->to);
	double jitter_ns = (double)network->options->jitter_ns;
	struct delayed *back;

	if (is_silent(network, &host, at_ns))
		return;
	back = delay_reserve(&network->delay);
	if (back == NULL) {
		network->counters.dropped_out++;
		return;
	}
	back->len = answer(network, packet, &host, at_ns, back->bytes);
	if (back->len == 0)
		return;
	if (chance_hits(&network->chance, network->options->loss)) {
		network->counters.lost_out++;
		return;
	}
	back->due_ns = at_ns + host.rtt_ns;
	if (network->options->jitter_ns > 0)
		back->due_ns +=
			(uint64_t)(chance_draw(&network->chance) * jitter_ns);
	delay_add(&network->delay, back);
}

void network_receive(struct network *network, const uint8_t *bytes, size_t len,
                     uint64_t now_ns)
{
	struct network_counters *counters = &network->counters;
	struct packet packet;
	uint64_t at_ns;

	if (!packet_parse(bytes, len, &packet)) {
		counters->malformed_in++;
		return;
	}
	if (world_net(network->world, &packet.to) == NULL) {
		counters->elsewhere_in++;
		return;
	}
	count_in(counters, &packet, now_ns);
	if (!link_pass(&network->inward, now_ns, &at_ns))
		counters->dropped_in++;
	else if (chance_hits(&network->chance, network->options->loss))
		counters->lost_in++;
	else
		arrive(network, &packet, at_ns);
}

uint64_t network_next_ns(const struct network *network)
{
	return delay_next_ns(&network->delay);
}

const struct delayed *network_send(struct network *network, uint64_t now_ns)
{
	struct network_counters *counters = &network->counters;
	struct delayed *packet;

	while ((packet = delay_take(&network->delay, now_ns)) != NULL) {
		uint64_t out_ns = packet->due_ns;

		if (!packet->is_through &&
		    !link_pass(&network->outward, packet->due_ns, &out_ns)) {
			counters->dropped_out++;
			continue;
		}
		packet->is_through = true;
		if (out_ns > now_ns) {
			packet->due_ns = out_ns;
			delay_add(&network->delay, packet);
			continue;
		}
		counters->packets_out++;
		counters->last_ns = now_ns;
		return packet;
	}
	return NULL;
}
