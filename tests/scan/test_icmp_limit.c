// SPDX-License-Identifier: Apache-2.0
#include "scan/icmp_limit.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdint.h>
#include <stdlib.h>

/*
 * A host with a token bucket for its ICMP errors and a scheduler that obeys
 * the estimator play in virtual time.
 */
enum {
	PORTS_MAX = 1000,
	SECOND_US = 1000000,
	TIMEOUT_US = 300000,
	NONE = -1,
};

struct host_model {
	const char *name;
	int closed;
	int quiet;            /* open, with nothing to say */
	uint64_t interval_us; /* of the tokens */
	int burst;
	uint64_t rtt_us;
	uint64_t jitter_us;
	int lost_percent; /* of asks */
};

enum port_fate { UNSETTLED, TOLD_CLOSED, SETTLED_SILENT };

struct asked_port {
	bool is_quiet;
	enum port_fate fate;
	uint64_t arrives_us; /* at the host; 0: not under way there */
	uint64_t answer_us;  /* reaches us; 0: none under way */
	uint64_t timeout_us; /* 0: nobody waits */
	struct icmp_limit_question question;
};

struct play {
	struct host_model host;
	struct icmp_limit limit;
	struct asked_port ports[PORTS_MAX];
	int count;
	uint64_t now_us;
	uint64_t tokens_us; /* in time, as Linux keeps them */
	uint64_t tokens_at_us;
	int lane[PORTS_MAX], lane_len;
	bool in_lane;
	int lane_asks;
	int wrong; /* closed ports that were settled as silent */
};

static uint64_t earlier(uint64_t a, uint64_t b)
{
	return b > 0 && b < a ? b : a;
}

static void send_ask(struct play *play, struct asked_port *port)
{
	uint64_t half_us = play->host.rtt_us / 2;

	port->arrives_us = port->answer_us = 0;
	port->timeout_us = play->now_us + TIMEOUT_US;
	if (rand() % 100 < play->host.lost_percent)
		return;
	port->arrives_us = play->now_us + half_us +
	                   (uint64_t)rand() % (play->host.jitter_us + 1);
}

static void arrive(struct play *play, struct asked_port *port)
{
	const struct host_model *host = &play->host;
	uint64_t full_us = host->interval_us * (uint64_t)host->burst;

	port->arrives_us = 0;
	if (port->is_quiet)
		return;
	play->tokens_us += play->now_us - play->tokens_at_us;
	play->tokens_at_us = play->now_us;
	if (play->tokens_us > full_us)
		play->tokens_us = full_us;
	if (play->tokens_us < host->interval_us)
		return;
	play->tokens_us -= host->interval_us;
	port->answer_us = play->now_us + host->rtt_us / 2;
}

static void hear(struct play *play, struct asked_port *port)
{
	port->answer_us = port->timeout_us = 0;
	port->fate = TOLD_CLOSED;
	if (play->in_lane)
		icmp_limit_lane_answered(&play->limit, &port->question,
		                         play->now_us);
	else
		icmp_limit_answered(&play->limit, play->now_us);
}

static void lane_push_front(struct play *play, int index)
{
	for (int i = play->lane_len++; i > 0; i--)
		play->lane[i] = play->lane[i - 1];
	play->lane[0] = index;
}

static int lane_pop(struct play *play)
{
	int index = play->lane[0];

	play->lane_len--;
	for (int i = 0; i < play->lane_len; i++)
		play->lane[i] = play->lane[i + 1];
	return index;
}

static void settle_silent(struct play *play, struct asked_port *port)
{
	port->fate = SETTLED_SILENT;
	play->wrong += !port->is_quiet;
}

static void time_out(struct play *play, int index)
{
	struct asked_port *port = &play->ports[index];

	port->timeout_us = 0;
	if (!play->in_lane)
		icmp_limit_silent(&play->limit);
	else if (icmp_limit_lane_silent(&play->limit, &port->question))
		settle_silent(play, port);
	else
		lane_push_front(play, index);
}

/* When does the next thing happen on the way or at the host?  UINT64_MAX:
 * nothing is under way. */
static uint64_t next_event_us(const struct play *play)
{
	uint64_t next_us = UINT64_MAX;

	for (int i = 0; i < play->count; i++) {
		const struct asked_port *port = &play->ports[i];

		next_us = earlier(next_us, port->arrives_us);
		next_us = earlier(next_us, port->answer_us);
		next_us = earlier(next_us, port->timeout_us);
	}
	return next_us;
}

/* Let time pass until `until_us`, with all that happens. */
static void pass_time(struct play *play, uint64_t until_us)
{
	uint64_t next_us;

	while ((next_us = next_event_us(play)) <= until_us) {
		play->now_us = next_us;
		for (int i = 0; i < play->count; i++) {
			struct asked_port *port = &play->ports[i];

			if (port->arrives_us == next_us)
				arrive(play, port);
			else if (port->answer_us == next_us)
				hear(play, port);
			else if (port->timeout_us == next_us)
				time_out(play, i);
		}
	}
	play->now_us = until_us;
}

/* All ports at once, twice more for those that are silent. */
static void fast_pass(struct play *play)
{
	static const uint64_t rounds_us[] = { 1, 400000, 1200000, 2000000 };

	for (int round = 0; round < 3; round++) {
		pass_time(play, rounds_us[round]);
		for (int i = 0; i < play->count; i++) {
			if (play->ports[i].fate == UNSETTLED)
				send_ask(play, &play->ports[i]);
			pass_time(play, play->now_us + 500);
		}
		pass_time(play, rounds_us[round + 1]);
	}
}

static void slow_lane(struct play *play)
{
	play->in_lane = true;
	for (int i = play->count - 1; i >= 0; i--)
		if (play->ports[i].fate == UNSETTLED)
			lane_push_front(play, i);
	for (;;) {
		uint64_t event_us = next_event_us(play);
		uint64_t ask_us = UINT64_MAX;

		if (!icmp_limit_present(&play->limit))
			break;
		if (play->lane_len > 0)
			ask_us = icmp_limit_next_us(
				&play->limit,
				&play->ports[play->lane[0]].question);
		if (ask_us == UINT64_MAX && event_us == UINT64_MAX)
			break;
		if (ask_us < event_us) {
			struct asked_port *port = &play->ports[play->lane[0]];

			if (ask_us > play->now_us)
				play->now_us = ask_us;
			lane_pop(play);
			icmp_limit_asked(&play->limit, &port->question,
			                 play->now_us);
			send_ask(play, port);
			play->lane_asks++;
		} else {
			pass_time(play, event_us);
		}
	}
	while (play->lane_len > 0)
		settle_silent(play, &play->ports[lane_pop(play)]);
}

static struct play *play_host(const struct host_model *host, unsigned seed)
{
	struct play *play = calloc(1, sizeof(*play));

	srand(seed);
	play->host = *host;
	play->count = host->closed + host->quiet;
	play->tokens_us = host->interval_us * (uint64_t)host->burst;
	/* Quiet ports are spread among the closed ones. */
	for (int left = host->quiet; left > 0;) {
		struct asked_port *port = &play->ports[rand() % play->count];

		left -= !port->is_quiet;
		port->is_quiet = true;
	}
	fast_pass(play);
	if (icmp_limit_present(&play->limit))
		slow_lane(play);
	return play;
}

/* As few asks and as little time as the host's tokens allow, in percent. */
static const struct {
	struct host_model host;
	uint64_t time_percent;
	int asks_percent;
	int wrong;
} models[] = {
	/* Linux as it comes: all of a /28's other hosts run in parallel. */
	{ { "1/s", 98, 0, SECOND_US, 6, 1000, 1000, 0 }, 105, 120, 0 },
	{ { "1/s, jitter", 98, 0, SECOND_US, 6, 20000, 50000, 0 },
	  105,
	  120,
	  0 },
	{ { "1/s, quiet ports", 78, 20, SECOND_US, 6, 20000, 50000, 0 },
	  120,
	  220,
	  0 },
	{ { "1/s, half quiet", 50, 50, SECOND_US, 6, 20000, 50000, 0 },
	  190,
	  250,
	  0 },
	{ { "1/s, loss", 98, 0, SECOND_US, 6, 20000, 50000, 5 }, 175, 130, 0 },
	{ { "1/s, no burst", 98, 0, SECOND_US, 1, 20000, 50000, 0 },
	  135,
	  130,
	  0 },
	{ { "0.5/s", 98, 0, 2 * SECOND_US, 6, 20000, 50000, 0 }, 105, 250, 0 },
	{ { "0.5/s, quiet", 78, 20, 2 * SECOND_US, 6, 20000, 50000, 0 },
	  120,
	  250,
	  0 },
	{ { "2/s, burst 10", 98, 0, SECOND_US / 2, 10, 20000, 50000, 0 },
	  110,
	  180,
	  0 },
	{ { "10/s", 98, 0, SECOND_US / 10, 6, 20000, 50000, 0 }, 150, 250, 0 },
	{ { "10/s, many", 494, 0, SECOND_US / 10, 6, 20000, 50000, 0 },
	  120,
	  180,
	  2 },
};

static void check_model(size_t row, unsigned seed)
{
	const struct host_model *host = &models[row].host;
	struct play *play = play_host(host, seed);
	uint64_t least_us =
		(uint64_t)(host->closed - host->burst) * host->interval_us;
	int asked = play->count - (int)play->limit.answered;

	cr_expect(le(u64, play->now_us,
	             least_us * models[row].time_percent / 100),
	          "%s, seed %u: time, of at least %ju", host->name, seed,
	          (uintmax_t)least_us);
	cr_expect(
		le(int, play->lane_asks, asked *models[row].asks_percent / 100),
		"%s, seed %u: asks for %d ports", host->name, seed, asked);
	cr_expect(le(int, play->wrong, models[row].wrong), "%s, seed %u: wrong",
	          host->name, seed);
	free(play);
}

Test(icmp_limit, the_pace_of_a_host_is_found)
{
	for (size_t row = 0; row < COUNT(models); row++)
		for (unsigned seed = 1; seed <= 5; seed++)
			check_model(row, seed);
}

Test(icmp_limit, a_host_without_a_limit_has_no_slow_lane)
{
	struct host_model host = { "none", 950, 50, 1, 6, 1000, 50000, 0 };
	struct play *play = play_host(&host, 1);

	cr_expect(not(play->in_lane));
	cr_expect(eq(int, play->limit.answered, 950));
	free(play);
}

Test(icmp_limit, a_host_that_never_answered_has_no_slow_lane)
{
	struct host_model host = { "dark", 0, 100, 1, 6, 1000, 50000, 0 };
	struct play *play = play_host(&host, 1);

	cr_expect(not(play->in_lane));
	free(play);
}

/* A firewall that rejects on ten ports and drops the rest. */
Test(icmp_limit, a_lane_that_hears_nothing_is_given_up)
{
	struct host_model host = { "few", 10, 490, 1, 6, 20000, 50000, 0 };
	struct play *play = play_host(&host, 1);

	cr_expect(play->in_lane);
	cr_expect(le(int, play->lane_asks,
	             (ICMP_LIMIT_PORTS + 2) * ICMP_LIMIT_ASKS));
	cr_expect(not(icmp_limit_present(&play->limit)));
	cr_expect(lt(u64, play->now_us, 40ull * SECOND_US));
	free(play);
}

/* A host of which the fast pass heard one answer, at 1 s. */
static struct icmp_limit limited(void)
{
	struct icmp_limit limit = { 0 };

	icmp_limit_answered(&limit, SECOND_US);
	icmp_limit_silent(&limit);
	cr_assert(icmp_limit_present(&limit));
	return limit;
}

Test(icmp_limit, begins_at_the_pace_of_linux)
{
	struct icmp_limit limit = limited();
	struct icmp_limit_question first = { 0 }, second = { 0 };

	cr_expect(eq(u64, icmp_limit_next_us(&limit, &first), 2 * SECOND_US));
	icmp_limit_asked(&limit, &first, 2 * SECOND_US);
	cr_expect(eq(u64, icmp_limit_next_us(&limit, &second), 3 * SECOND_US));
}

Test(icmp_limit, the_last_ask_of_a_question_is_alone)
{
	struct icmp_limit limit = limited();
	struct icmp_limit_question last = { .silent = ICMP_LIMIT_ASKS - 1 };
	struct icmp_limit_question other = { 0 };

	cr_expect(eq(u64, icmp_limit_next_us(&limit, &last), 5 * SECOND_US));
	icmp_limit_asked(&limit, &other, 2 * SECOND_US);
	cr_expect(
		eq(u64, icmp_limit_next_us(&limit, &last), ICMP_LIMIT_NOT_YET));
	icmp_limit_lane_void(&limit);
	icmp_limit_asked(&limit, &last, 5 * SECOND_US);
	cr_expect(eq(u64, icmp_limit_next_us(&limit, &other),
	             ICMP_LIMIT_NOT_YET));
	cr_expect(icmp_limit_lane_silent(&limit, &last), "settled");
	cr_expect(ne(u64, icmp_limit_next_us(&limit, &other),
	             ICMP_LIMIT_NOT_YET));
}

Test(icmp_limit, what_brought_something_else_costs_nothing)
{
	struct icmp_limit limit = limited();
	struct icmp_limit_question question = { 0 };

	icmp_limit_next_us(&limit, &question);
	icmp_limit_asked(&limit, &question, 2 * SECOND_US);
	icmp_limit_lane_void(&limit);
	cr_expect(
		eq(u64, icmp_limit_next_us(&limit, &question), 2 * SECOND_US));
}
