// SPDX-License-Identifier: Apache-2.0
#include "scan/worker_state.h"

#include "base/wall_clock.h"

/*
 * In the order a question travels:
 *
 *   ask -> reached -> (talking.c) -> settle
 *    ^  \-> expired -----^-----------^
 *    |       |
 *    \-------+-- (waits with its host)
 */
static void reached(struct worker *worker, struct probe *probe,
                    const struct reach_result *result);
static void hold_back(struct worker *worker, struct probe *probe,
                      struct outcome shortage);

/* A UDP payload may speak another dialect at each attempt. */
enum { UDP_ATTEMPTS_MIN = 3 };

/* Count an attempt as in flight, until asking_land(). */
static void embark(struct worker *worker, struct probe *probe)
{
	worker->in_flight++;
	probe->host->in_flight++;
	probe->attempts++;
	worker->tally.attempts++;
	if (probe->canary)
		worker->tally.canaries++;
	probe->stage = PROBE_REACHING;
}

void asking_land(struct worker *worker, struct probe *probe)
{
	worker->in_flight--;
	probe->host->in_flight--;
	hosting_feed(worker, probe->host);
}

static uint32_t attempts_for(const struct worker *worker,
                             const struct probe *probe)
{
	const struct scan_options *options = worker->plan.scan.options;
	uint32_t most = options->retries + 1;
	uint32_t attempts;

	if (!options->adaptive_retries)
		return most;
	attempts = hosting_attempts(worker, probe->host);
	if (probe->question.protocol == PROTOCOL_UDP &&
	    attempts < UDP_ATTEMPTS_MIN)
		attempts = UDP_ATTEMPTS_MIN;
	return attempts < most ? attempts : most;
}

/* Attempts of `probe` that count: those before its address was heard were not
 * its own failure. */
static uint32_t attempts_made(const struct probe *probe)
{
	return probe->attempts - probe->in_vain;
}

/* How long to wait for the attempt that leaves now. */
static uint64_t timeout_us(const struct worker *worker,
                           const struct probe *probe)
{
	const struct host *host = probe->host;
	uint64_t max_us =
		worker->plan.scan.options->timeout_ms * UINT64_C(1000);
	uint32_t made = attempts_made(probe);
	bool last = probe->last || made >= attempts_for(worker, probe);

	if (probe->in_lane)
		return rtt_timeout_us(&host->rtt, 1, max_us);
	if (host->rtt.sampled)
		return rtt_timeout_us(&host->rtt, made - 1, max_us);
	return rtt_unheard_timeout_us(&worker->rtt, made - 1, last, max_us);
}

void asking_ask(struct worker *worker, struct probe *probe)
{
	struct reach *reach = worker->reach[probe->question.protocol];
	uint32_t slot = probe_pool_slot(&worker->pool, probe);
	uint64_t now_us = worker_now_us();
	struct reach_result result;

	embark(worker, probe);
	if (probe->in_lane)
		lane_asks(probe);
	if (probe->attempts == 1)
		probe->first_sent_us = now_us;
	if (probe->host->first_asked_us == 0)
		probe->host->first_asked_us = now_us;
	if (!reach->ops->start(reach, slot, &probe->question,
	                       probe->attempts - 1, &result)) {
		reached(worker, probe, &result);
		return;
	}
	if (probe->in_lane)
		lane_step(worker, probe->host);
	if (probe->question.protocol == PROTOCOL_TCP)
		shortage_over(&worker->shortage); /* UDP is only queued yet */
	spacing_sent(&worker->spacing, worker->window.size, now_us);
	probe->sent_us = now_us;
	wheel_add(&worker->deadlines, &probe->deadline,
	          now_us + timeout_us(worker, probe));
}

/* What the kernel asked unbidden was asked all the same: it counts, and it
 * costs tokens. */
static void count_repeats(struct worker *worker, struct probe *probe)
{
	struct reach *reach = worker->reach[probe->question.protocol];
	uint32_t repeats = reach->ops->repeats(
		reach, probe_pool_slot(&worker->pool, probe));

	probe->attempts += repeats;
	worker->tally.attempts += repeats;
	while (repeats-- > 0)
		pace_charge(worker->plan.pace);
}

/* Is silence not yet believed? */
static bool wants_more(const struct worker *worker, const struct probe *probe)
{
	if (probe->in_lane || (probe->last && !probe->host->answered))
		return false;
	return attempts_made(probe) < attempts_for(worker, probe);
}

void asking_expired(struct worker *worker, struct probe *probe)
{
	struct reach *reach = worker->reach[probe->question.protocol];

	count_repeats(worker, probe);
	shortage_over(&worker->shortage);
	spacing_sample(&worker->spacing, worker_now_us() - probe->sent_us,
	               false);
	reach->ops->cancel(reach, probe_pool_slot(&worker->pool, probe));
	probe->stage = PROBE_WAITING;
	asking_land(worker, probe);
	lane_note_silence(probe);
	if (probe->in_lane ? lane_silent(worker, probe)
	                   : hosting_silent(worker, probe))
		return;
	if (wants_more(worker, probe)) {
		probe_queue_push(&probe->host->waiting, probe);
		hosting_feed(worker, probe->host);
		return;
	}
	if (lane_takes(worker, probe) || hosting_doubts(worker, probe))
		return;
	probe->outcome = outcome_no_response(probe->question.protocol);
	if (!talking_to_silence(worker, probe))
		asking_settle(worker, probe);
}

void asking_reached(void *arg, uint32_t slot, const struct reach_result *result)
{
	struct worker *worker = arg;
	struct probe *probe = &worker->pool.probes[slot];

	wheel_remove(&worker->deadlines, &probe->deadline);
	spacing_sample(&worker->spacing, worker_now_us() - probe->sent_us,
	               true);
	reached(worker, probe, result);
	worker_pump_soon(worker);
}

static void reached(struct worker *worker, struct probe *probe,
                    const struct reach_result *result)
{
	if (outcome_is_shortage(result->outcome)) {
		hold_back(worker, probe, result->outcome);
		return;
	}
	if (result->outcome.state != PORT_UNTESTED)
		shortage_over(&worker->shortage);
	probe->outcome = result->outcome;
	if (probe->in_lane)
		lane_heard(probe);
	else
		lane_note_answer(probe);
	if (outcome_is_from_target(result->outcome))
		hosting_heard(worker, probe, result->rtt_us);
	if (result->socket >= 0) {
		talking_open(worker, probe, result->socket);
		return;
	}
	if (result->outcome.state == PORT_OPEN) {
		talking_datagram(worker, probe,
		                 (struct bytes){ result->response,
		                                 result->response_len });
		return;
	}
	asking_land(worker, probe);
	asking_settle(worker, probe);
}

/* The attempt never left this machine: undo it, and wait or give up. */
static void hold_back(struct worker *worker, struct probe *probe,
                      struct outcome shortage)
{
	bool again = shortage_failed(&worker->shortage, worker_now_us() / 1000);

	worker->tally.attempts--;
	if (probe->canary)
		worker->tally.canaries--;
	probe->attempts--;
	probe->stage = PROBE_WAITING;
	asking_land(worker, probe);
	pace_return(worker->plan.pace);
	if (probe->in_lane)
		lane_held_back(probe, again);
	if (again) {
		probe_queue_push_front(&worker->unsent, probe);
		return;
	}
	probe->outcome = shortage;
	asking_settle(worker, probe);
}

static void count(struct worker *worker, const struct probe *probe)
{
	struct scan_tally *tally = &worker->tally;
	struct host *host = probe->host;

	tally->settled++;
	tally->states[probe->outcome.state]++;
	tally->reasons[probe->outcome.reason]++;
	host->settled++;
	host->states[probe->outcome.state]++;
	if (probe->outcome.reason == REASON_NO_RESPONSE)
		host->silent++;
	atomic_store_explicit(&worker->gauge.settled, tally->settled,
	                      memory_order_relaxed);
	atomic_store_explicit(&worker->gauge.open, tally->states[PORT_OPEN],
	                      memory_order_relaxed);
}

void asking_settle(struct worker *worker, struct probe *probe)
{
	if (probe->canary) {
		hosting_canary(worker, probe);
		return;
	}
	probe->settled_us = wall_clock_us();
	if (hosting_withholds(worker, probe))
		probe->stage = PROBE_WITHHELD;
	else
		asking_deliver(worker, probe);
}

void asking_deliver(struct worker *worker, struct probe *probe)
{
	struct host *host = probe->host;

	probe->stage = PROBE_SETTLED;
	count(worker, probe);
	host->probes--;
	probe->suspect =
		host->suspect && probe->outcome.reason == REASON_SYN_ACK;
	if (worker->plan.scan.open_only && probe->outcome.state != PORT_OPEN)
		probe_pool_give(&worker->pool, probe);
	else
		probe_queue_push(&worker->settled, probe);
	hosting_rest(worker, host);
}

void asking_skip(struct worker *worker, struct probe *probe)
{
	probe->outcome =
		(struct outcome){ PORT_UNTESTED, REASON_NOT_DISCOVERED };
	asking_settle(worker, probe);
}

void asking_cancel(struct worker *worker, struct probe *probe)
{
	struct reach *reach = worker->reach[probe->question.protocol];

	switch (probe->stage) {
	case PROBE_FREE:
	case PROBE_WITHHELD: /* until its host's canaries are cancelled */
	case PROBE_SETTLED: return;
	/* What it has said by now arrives as the result of the talk. */
	case PROBE_TALKING: interviewer_cancel(probe->interviewer); return;
	case PROBE_QUEUED: asking_settle(worker, probe); return;
	case PROBE_WAITING: break;
	case PROBE_REACHING:
		wheel_remove(&worker->deadlines, &probe->deadline);
		reach->ops->cancel(reach,
		                   probe_pool_slot(&worker->pool, probe));
		asking_land(worker, probe);
		break;
	}
	probe->outcome.state = PORT_UNTESTED;
	probe->outcome.reason =
		probe->attempts > 0 ? REASON_CANCELLED : REASON_NOT_ASKED;
	asking_settle(worker, probe);
}
