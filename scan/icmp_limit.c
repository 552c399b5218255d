// SPDX-License-Identifier: Apache-2.0
#include "scan/icmp_limit.h"

enum {
	INTERVAL_MIN_US = 2000,
	INTERVAL_MAX_US = 4000000,
	/* Linux's, and what to begin with unless the fast pass knows better:
	 * too few answers over too short a time were a burst. */
	INTERVAL_PRIOR_US = 1000000,
	BURST = 6,
	TRUSTED_ANSWERS = 8,
	TRUSTED_SPAN_US = 500000,

	/* What was saved up by asking less than was due, in asks. */
	CREDIT = 4,

	/* The last ask of a question waits so long after the last answer that
	 * even a limit four times as strict as it seems allows another.  How
	 * it seems is judged over more answers than a burst has. */
	CARE = 4,
	PROOF = 16,

	/* After so many answers without a miss the limit may have changed. */
	LONG_RUN = 12,
};

void icmp_limit_answered(struct icmp_limit *limit, uint64_t now_us)
{
	if (limit->answered++ == 0)
		limit->first_us = now_us;
	limit->last_us = now_us;
	limit->spent_us = now_us;
}

void icmp_limit_silent(struct icmp_limit *limit)
{
	limit->silent++;
}

/* With one silent attempt in five, a closed port stays silent in all of its
 * attempts too seldom to be worth a slow lane. */
bool icmp_limit_present(const struct icmp_limit *limit)
{
	return limit->answered > 0 && limit->silent > limit->answered / 4 &&
	       limit->silent_ports < ICMP_LIMIT_PORTS;
}

static void set_interval(struct icmp_limit *limit, uint64_t interval_us)
{
	if (interval_us < INTERVAL_MIN_US)
		interval_us = INTERVAL_MIN_US;
	if (interval_us > INTERVAL_MAX_US)
		interval_us = INTERVAL_MAX_US;
	limit->interval_us = interval_us;
	if (limit->proven_us < interval_us)
		limit->proven_us = interval_us;
}

/* The rate of the fast pass, taken for half of what it was because of the
 * burst that it began with. */
static uint64_t first_interval_us(const struct icmp_limit *limit)
{
	uint64_t span_us = limit->last_us - limit->first_us;
	uint64_t interval_us = INTERVAL_PRIOR_US;

	if (limit->answered >= TRUSTED_ANSWERS && span_us >= TRUSTED_SPAN_US)
		interval_us = span_us / (limit->answered / 2);
	return interval_us < INTERVAL_PRIOR_US ? interval_us
	                                       : INTERVAL_PRIOR_US;
}

static void open_lane(struct icmp_limit *limit)
{
	set_interval(limit, first_interval_us(limit));
	limit->due_us = limit->spent_us + limit->interval_us;
}

static bool is_last_ask(const struct icmp_limit_question *question)
{
	return question->silent + 1 == ICMP_LIMIT_ASKS;
}

uint64_t icmp_limit_next_us(struct icmp_limit *limit,
                            const struct icmp_limit_question *question)
{
	uint64_t rested_us;

	if (limit->interval_us == 0)
		open_lane(limit);
	if (limit->careful)
		return ICMP_LIMIT_NOT_YET;
	if (!is_last_ask(question))
		return limit->due_us;
	if (limit->in_flight > 0)
		return ICMP_LIMIT_NOT_YET;
	rested_us = limit->spent_us + CARE * limit->proven_us;
	return limit->due_us > rested_us ? limit->due_us : rested_us;
}

void icmp_limit_asked(struct icmp_limit *limit,
                      struct icmp_limit_question *question, uint64_t now_us)
{
	uint64_t credit_us = CREDIT * limit->interval_us;

	if (now_us > credit_us && limit->due_us < now_us - credit_us)
		limit->due_us = now_us - credit_us;
	limit->due_us += limit->interval_us;
	if (limit->opened_us == 0)
		limit->opened_us = now_us;
	limit->in_flight++;
	limit->careful = is_last_ask(question);
	question->paced = now_us >= limit->asked_us + limit->interval_us;
	question->asked_us = limit->asked_us = now_us;
}

static void land(struct icmp_limit *limit)
{
	limit->in_flight--;
	limit->careful = false;
}

/* The host has sent so many errors in so long a time, apart from a burst. */
static uint64_t average_us(const struct icmp_limit *limit, uint64_t now_us)
{
	if (limit->heard < 2 * BURST)
		return INTERVAL_MAX_US;
	return (now_us - limit->opened_us) / (limit->heard - BURST);
}

/*
 * An ask at `missed_us` was one too early, unless it got lost on the way: from
 * the last one that was answered until then there came no allowance.  What was
 * sent before the interval last grew says nothing about it.
 */
static void slow_down(struct icmp_limit *limit, uint64_t missed_us,
                      uint64_t now_us)
{
	uint64_t interval_us = limit->interval_us + limit->interval_us / 4;

	if (missed_us <= limit->slowed_us)
		return;
	limit->found = true;
	limit->run = 0;
	if (missed_us > limit->spent_us &&
	    missed_us - limit->spent_us > interval_us) {
		interval_us = missed_us - limit->spent_us;
		limit->run = LONG_RUN;
	}
	if (interval_us > average_us(limit, now_us))
		interval_us = average_us(limit, now_us);
	set_interval(limit, interval_us);
	limit->slowed_us = now_us;
}

/* Small steps about the limit once it is found, so that one ask in fifteen
 * or so is too early and no allowance goes unused. */
static void speed_up(struct icmp_limit *limit)
{
	uint64_t part = 64;

	if (!limit->found)
		part = limit->in_flight > 2 ? 16 : 4;
	else if (limit->run > LONG_RUN)
		part = 16;
	set_interval(limit, limit->interval_us - limit->interval_us / part);
}

void icmp_limit_lane_answered(struct icmp_limit *limit,
                              const struct icmp_limit_question *question,
                              uint64_t now_us)
{
	land(limit);
	limit->heard++;
	limit->silent_ports = 0;
	if (question->missed_us > 0) {
		slow_down(limit, question->missed_us, now_us);
	} else {
		limit->run++;
		speed_up(limit);
	}
	limit->proven_us -= (limit->proven_us - limit->interval_us) / PROOF;
	if (question->asked_us > limit->spent_us)
		limit->spent_us = question->asked_us;
}

/* The allowance for an ask was not used. */
static void refund(struct icmp_limit *limit, uint32_t asks)
{
	uint64_t refund_us = asks * limit->interval_us;

	limit->due_us -= refund_us < limit->due_us ? refund_us : limit->due_us;
}

bool icmp_limit_lane_silent(struct icmp_limit *limit,
                            struct icmp_limit_question *question)
{
	land(limit);
	if (question->paced)
		question->missed_us = question->asked_us;
	if (++question->silent < ICMP_LIMIT_ASKS)
		return false;
	limit->silent_ports++;
	refund(limit, ICMP_LIMIT_ASKS);
	return true;
}

void icmp_limit_lane_void(struct icmp_limit *limit)
{
	land(limit);
	refund(limit, 1);
}
