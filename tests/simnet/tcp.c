// SPDX-License-Identifier: Apache-2.0
#include "tests/simnet/tcp.h"

static const struct tcp_answer no_answer = { .flags = 0 };

/* Sequence numbers a segment takes up. */
static uint32_t length_of(const struct tcp_segment *segment)
{
	return (uint32_t)segment->data_len + ((segment->flags & TCP_SYN) != 0) +
	       ((segment->flags & TCP_FIN) != 0);
}

/* RFC 9293 3.10.7.1: a reset that the sender takes for an answer. */
struct tcp_answer tcp_closed(const struct tcp_segment *segment)
{
	if (segment->flags & TCP_RST)
		return no_answer;
	if (segment->flags & TCP_ACK)
		return (struct tcp_answer){ .flags = TCP_RST,
			                    .seq = segment->ack };
	return (struct tcp_answer){ .flags = TCP_RST | TCP_ACK,
		                    .ack = segment->seq + length_of(segment) };
}

static bool is_opening(const struct tcp_segment *segment)
{
	return segment->data_len == 0 && !(segment->flags & TCP_FIN);
}

static enum tcp_say say(const struct tcp_segment *segment, uint32_t isn,
                        enum port_manner manner)
{
	bool heard_nothing = segment->ack == isn + 1;

	switch (manner) {
	case MANNER_SPEAKS_FIRST:
		if (heard_nothing)
			return SAY_BANNER;
		return segment->data_len > 0 ? SAY_ANSWER : SAY_NOTHING;
	case MANNER_ANSWERS:
		return segment->data_len > 0 ? SAY_ANSWER : SAY_NOTHING;
	case MANNER_MUTE: return SAY_NOTHING;
	}
	return SAY_NOTHING;
}

/* A segment of a connection: `ack` is in reach of what was ever said. */
static struct tcp_answer established(const struct tcp_segment *segment,
                                     uint32_t isn, enum port_manner manner)
{
	struct tcp_answer answer = {
		.flags = TCP_ACK | (segment->flags & TCP_FIN),
		.seq = segment->ack,
		.ack = segment->seq + length_of(segment),
	};

	/* Whoever closes has no use for a banner, but for an answer. */
	if (!(segment->flags & TCP_FIN) || segment->data_len > 0)
		answer.say = say(segment, isn, manner);
	if (answer.say == SAY_NOTHING && is_opening(segment))
		return no_answer;
	if (answer.say != SAY_NOTHING)
		answer.flags |= TCP_PSH;
	return answer;
}

struct tcp_answer tcp_open(const struct tcp_segment *segment, uint32_t isn,
                           enum port_manner manner)
{
	static const uint32_t said_max = UINT32_C(1) << 16;

	if (segment->flags & TCP_RST)
		return no_answer;
	if ((segment->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN)
		return (struct tcp_answer){ .flags = TCP_SYN | TCP_ACK,
			                    .seq = isn,
			                    .ack = segment->seq + 1 };
	if (!(segment->flags & TCP_ACK))
		return no_answer;
	if (segment->flags & TCP_SYN || segment->ack - isn - 1 >= said_max)
		return tcp_closed(segment);
	return established(segment, isn, manner);
}
