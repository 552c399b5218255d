// SPDX-License-Identifier: Apache-2.0
#include "tests/simnet/tcp.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

enum { ISN = 0xfffffff0, PEER = 1000, SAID = 34 };

static void expect_answer(const struct tcp_answer *answer,
                          const struct tcp_answer *expected, const char *what)
{
	cr_expect(eq(u8, answer->flags, expected->flags), "%s", what);
	if (expected->flags == 0)
		return;
	cr_expect(eq(u32, answer->seq, expected->seq), "%s", what);
	cr_expect(eq(u32, answer->ack, expected->ack), "%s", what);
	cr_expect(eq(int, answer->say, expected->say), "%s", what);
}

static const struct {
	const char *what;
	struct tcp_segment segment;
	struct tcp_answer answer;
} when_closed[] = {
	{ "a SYN is reset",
	  { PEER, 0, TCP_SYN, 0 },
	  { TCP_RST | TCP_ACK, 0, PEER + 1, SAY_NOTHING } },
	{ "and its data counted",
	  { PEER, 0, TCP_SYN, 5 },
	  { TCP_RST | TCP_ACK, 0, PEER + 6, SAY_NOTHING } },
	{ "an ACK is reset from where it is",
	  { PEER, 77, TCP_ACK, 0 },
	  { TCP_RST, 77, 0, SAY_NOTHING } },
	{ "no flags at all",
	  { PEER, 0, 0, 0 },
	  { TCP_RST | TCP_ACK, 0, PEER, SAY_NOTHING } },
	{ "a FIN",
	  { PEER, 0, TCP_FIN, 0 },
	  { TCP_RST | TCP_ACK, 0, PEER + 1, SAY_NOTHING } },
	{ "a reset", { PEER, 0, TCP_RST, 0 }, { 0 } },
};

Test(tcp, closed_ports_reset_everything_but_resets)
{
	for (size_t i = 0; i < COUNT(when_closed); i++) {
		struct tcp_answer answer = tcp_closed(&when_closed[i].segment);

		expect_answer(&answer, &when_closed[i].answer,
		              when_closed[i].what);
	}
}

/* A port at ISN: what it says begins at ISN + 1, which is a wrap away from
 * its end. */
static const struct {
	const char *what;
	enum port_manner manner;
	struct tcp_segment segment;
	struct tcp_answer answer;
} when_open[] = {
	{ "a SYN",
	  MANNER_ANSWERS,
	  { PEER, 0, TCP_SYN, 0 },
	  { TCP_SYN | TCP_ACK, ISN, PEER + 1, SAY_NOTHING } },
	{ "the handshake's ACK makes it speak",
	  MANNER_SPEAKS_FIRST,
	  { PEER + 1, ISN + 1u, TCP_ACK, 0 },
	  { TCP_PSH | TCP_ACK, ISN + 1u, PEER + 1, SAY_BANNER } },
	{ "or not", MANNER_ANSWERS, { PEER + 1, ISN + 1u, TCP_ACK, 0 }, { 0 } },
	{ "or never", MANNER_MUTE, { PEER + 1, ISN + 1u, TCP_ACK, 0 }, { 0 } },
	{ "the ACK of a banner",
	  MANNER_SPEAKS_FIRST,
	  { PEER + 1, ISN + 1u + SAID, TCP_ACK, 0 },
	  { 0 } },
	{ "data is answered",
	  MANNER_ANSWERS,
	  { PEER + 1, ISN + 1u, TCP_ACK | TCP_PSH, 18 },
	  { TCP_PSH | TCP_ACK, ISN + 1u, PEER + 19, SAY_ANSWER } },
	{ "after the banner too",
	  MANNER_SPEAKS_FIRST,
	  { PEER + 1, ISN + 1u + SAID, TCP_ACK | TCP_PSH, 18 },
	  { TCP_PSH | TCP_ACK, ISN + 1u + SAID, PEER + 19, SAY_ANSWER } },
	{ "data before the banner was heard",
	  MANNER_SPEAKS_FIRST,
	  { PEER + 1, ISN + 1u, TCP_ACK | TCP_PSH, 18 },
	  { TCP_PSH | TCP_ACK, ISN + 1u, PEER + 19, SAY_BANNER } },
	{ "a mute port takes data",
	  MANNER_MUTE,
	  { PEER + 1, ISN + 1u, TCP_ACK | TCP_PSH, 18 },
	  { TCP_ACK, ISN + 1u, PEER + 19, SAY_NOTHING } },
	{ "a close is closed",
	  MANNER_ANSWERS,
	  { PEER + 1, ISN + 1u, TCP_ACK | TCP_FIN, 0 },
	  { TCP_ACK | TCP_FIN, ISN + 1u, PEER + 2, SAY_NOTHING } },
	{ "without a banner",
	  MANNER_SPEAKS_FIRST,
	  { PEER + 1, ISN + 1u, TCP_ACK | TCP_FIN, 0 },
	  { TCP_ACK | TCP_FIN, ISN + 1u, PEER + 2, SAY_NOTHING } },
	{ "a close with data is answered",
	  MANNER_ANSWERS,
	  { PEER + 1, ISN + 1u, TCP_ACK | TCP_FIN, 3 },
	  { TCP_PSH | TCP_ACK | TCP_FIN, ISN + 1u, PEER + 5, SAY_ANSWER } },
	{ "the ACK of our close",
	  MANNER_SPEAKS_FIRST,
	  { PEER + 2, ISN + 2u, TCP_ACK, 0 },
	  { 0 } },
	{ "an ACK of nothing that was said",
	  MANNER_SPEAKS_FIRST,
	  { PEER, 5000000, TCP_ACK, 0 },
	  { TCP_RST, 5000000, 0, SAY_NOTHING } },
	{ "an ACK of the sequence number itself",
	  MANNER_SPEAKS_FIRST,
	  { PEER, ISN, TCP_ACK, 0 },
	  { TCP_RST, ISN, 0, SAY_NOTHING } },
	{ "a SYN-ACK",
	  MANNER_SPEAKS_FIRST,
	  { PEER, ISN + 1u, TCP_SYN | TCP_ACK, 0 },
	  { TCP_RST, ISN + 1u, 0, SAY_NOTHING } },
	{ "a reset",
	  MANNER_SPEAKS_FIRST,
	  { PEER + 1, ISN + 1u, TCP_RST | TCP_ACK, 0 },
	  { 0 } },
	{ "no flags at all", MANNER_SPEAKS_FIRST, { PEER, 0, 0, 0 }, { 0 } },
	{ "a lone FIN", MANNER_SPEAKS_FIRST, { PEER, 0, TCP_FIN, 0 }, { 0 } },
};

Test(tcp, open_ports_answer_each_segment_for_itself)
{
	for (size_t i = 0; i < COUNT(when_open); i++) {
		struct tcp_answer answer = tcp_open(&when_open[i].segment, ISN,
		                                    when_open[i].manner);

		expect_answer(&answer, &when_open[i].answer, when_open[i].what);
	}
}
