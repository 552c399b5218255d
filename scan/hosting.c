// SPDX-License-Identifier: Apache-2.0
#include "scan/worker_state.h"

#include "scan/canary.h"

#include <math.h>
#include <stdlib.h>

enum {
	TRIAL = 4,    /* silent first attempts before an address is silent */
	REVISITS = 8, /* ports of a silent address that are asked once more */
	REVISIT_AFTER_US = 3000000, /* since its first attempt: one that was
	                             * starting, or resolving a link address */
};

static uint32_t port_count(const struct worker *worker)
{
	return probe_space_ports(worker->plan.scan.space);
}

struct host *hosting_enter(struct worker *worker,
                           const struct question *question)
{
	struct host *host = host_table_get(&worker->hosts, &question->address);

	if (host == NULL || host->window.most > 0)
		return host;
	host->place = question->host;
	host->group =
		probe_space_group_of(worker->plan.scan.space, host->place);
	window_init(&host->window, worker->plan.scan.options->per_host);
	worker->group_hosts[host->group % 2]++;
	return host;
}

bool hosting_has_room(const struct host *host)
{
	return window_allows(&host->window, host->in_flight);
}

/* Questions whose silence is not believed before that of their address. */
static uint32_t doubted(const struct host *host)
{
	return host->held.count + host->tried.count;
}

static bool has_backlog(const struct host *host)
{
	return host->waiting.first != NULL || host->parked.count > 0 ||
	       host->revisits > 0 || (host->answered && doubted(host) > 0);
}

void hosting_feed(struct worker *worker, struct host *host)
{
	if (host->hungry || worker->cancelled || !has_backlog(host) ||
	    !hosting_has_room(host))
		return;
	host->hungry = true;
	host->next_hungry = NULL;
	if (worker->hungry_last == NULL)
		worker->hungry_first = host;
	else
		worker->hungry_last->next_hungry = host;
	worker->hungry_last = host;
	worker_pump_soon(worker);
}

static struct host *pop_hungry(struct worker *worker)
{
	struct host *host = worker->hungry_first;

	if (host == NULL)
		return NULL;
	worker->hungry_first = host->next_hungry;
	if (worker->hungry_first == NULL)
		worker->hungry_last = NULL;
	host->hungry = false;
	return host;
}

struct probe *hosting_revive(struct worker *worker, struct host *host,
                             struct place_set *set, uint32_t attempts)
{
	struct probe *probe = probe_pool_take(&worker->pool);

	if (probe == NULL)
		return NULL;
	probe->question =
		probe_space_question(worker->plan.scan.space, host->place,
	                             place_set_pop(set, port_count(worker)));
	probe->attempts = attempts;
	probe->first_sent_us = host->first_asked_us;
	probe->stage = PROBE_WAITING;
	probe->host = host;
	host->probes++;
	return probe;
}

static struct probe *revive_doubted(struct worker *worker, struct host *host)
{
	bool once = host->held.count > 0;
	uint32_t attempts = once ? 1 : host->tried_attempts;
	struct probe *probe = hosting_revive(
		worker, host, once ? &host->held : &host->tried, attempts);

	if (probe != NULL)
		probe->in_vain = attempts;
	return probe;
}

static struct probe *take_backlog(struct worker *worker, struct host *host)
{
	struct probe *probe;

	if (host->waiting.first != NULL)
		return probe_queue_pop(&host->waiting);
	if (host->answered && doubted(host) > 0)
		return revive_doubted(worker, host);
	if (host->parked.count > 0)
		return hosting_revive(worker, host, &host->parked, 0);
	probe = revive_doubted(worker, host);
	if (probe != NULL) {
		probe->last = true;
		host->revisits--;
	}
	return probe;
}

/* Take the silence of the questions of silent addresses for their outcome, as
 * far as there are probes to say so with. */
static void settle_given_up(struct worker *worker)
{
	while (worker->given_up != NULL) {
		struct host *host = worker->given_up;
		bool last = doubted(host) == 1;
		struct probe *probe = revive_doubted(worker, host);

		if (probe == NULL)
			return;
		if (last)
			worker->given_up = host->next_hungry;
		if (probe->attempts == 1)
			worker->tally.asked_once++;
		probe->outcome = outcome_no_response(probe->question.protocol);
		asking_settle(worker, probe);
	}
}

struct probe *hosting_next(struct worker *worker)
{
	struct probe *probe = NULL;
	struct host *host;

	settle_given_up(worker);
	while (probe == NULL && (host = pop_hungry(worker)) != NULL) {
		if (!has_backlog(host) || !hosting_has_room(host))
			continue;
		probe = take_backlog(worker, host);
		hosting_feed(worker, host);
		if (probe == NULL) /* none is free: the host has to wait */
			return NULL;
	}
	return probe;
}

/* How likely a first attempt to `host` stays unanswered, by what it did. */
static double expected_silence(const struct host *host)
{
	uint32_t sum = host->first_heard + host->first_silent;

	if (!host->answered)
		return 1;
	return (double)host->first_silent / (sum > 0 ? sum : 1);
}

uint32_t hosting_attempts(const struct worker *worker, const struct host *host)
{
	double rate = loss_rate(&worker->loss, LOSS_PRIOR);

	if (!host->answered)
		return loss_attempts(rate, 0);
	return loss_attempts(loss_rate(&host->loss, rate),
	                     1 - expected_silence(host));
}

/* After a second the kernel asks again, and which SYN a late answer is for
 * nobody knows; no more do we of UDP attempts, which share a socket. */
static bool rtt_is_certain(const struct probe *probe, uint64_t rtt_us)
{
	return rtt_us > 0 && (probe->question.protocol != PROTOCOL_TCP ||
	                      rtt_us < UINT64_C(1000000));
}

/* The ICMP errors of a host may be limited: that they come late is no loss. */
static bool tells_of_loss(const struct probe *probe)
{
	return probe->outcome.reason != REASON_PORT_UNREACHABLE ||
	       probe->attempts == 1;
}

static void note_loss(struct worker *worker, struct probe *probe)
{
	struct host *host = probe->host;
	uint32_t lost = probe->attempts - 1 - probe->in_vain;
	uint64_t now_us = worker_now_us();
	bool delayed = rtt_is_delayed(&host->rtt);

	loss_sample(&host->loss, lost);
	loss_sample(&worker->loss, lost);
	worker->tally.lost += lost;
	if (lost > 0)
		worker->tally.retried_answers++;
	window_answered(&host->window, host->in_flight, lost,
	                probe->first_sent_us, delayed, now_us);
	if (window_answered(&worker->window, worker->in_flight, lost,
	                    probe->first_sent_us, delayed, now_us))
		worker->tally.slowdowns++;
}

void hosting_heard(struct worker *worker, struct probe *probe, uint64_t rtt_us)
{
	struct host *host = probe->host;

	host->answered = true;
	worker->tally.answers++;
	if (probe->attempts == 1)
		host->first_heard++;
	if (rtt_is_certain(probe, rtt_us)) {
		probe->rtt_us = rtt_us;
		rtt_sample(&host->rtt, rtt_us);
		rtt_sample(&worker->rtt, rtt_us);
	}
	if (tells_of_loss(probe))
		note_loss(worker, probe);
	host->revisits = 0; /* what is held is asked in full now */
	hosting_feed(worker, host);
}

/* Put the question of `probe` into `set` until the fate of its address is
 * known. */
static bool doubt(struct worker *worker, struct probe *probe,
                  struct place_set *set)
{
	struct host *host = probe->host;

	if (host->answered || probe->canary || probe->last ||
	    probe->question.protocol == PROTOCOL_UDP ||
	    !worker->plan.scan.options->adaptive_retries ||
	    !place_set_add(set, probe->question.place, port_count(worker)))
		return false;
	host->probes--;
	probe_pool_give(&worker->pool, probe);
	hosting_rest(worker, host);
	return true;
}

bool hosting_silent(struct worker *worker, struct probe *probe)
{
	struct host *host = probe->host;
	double expected = expected_silence(host);

	window_silent(&host->window, host->in_flight, expected);
	window_silent(&worker->window, worker->in_flight, expected);
	if (probe->attempts > 1)
		return false;
	host->first_silent++;
	return host->first_silent > TRIAL && doubt(worker, probe, &host->held);
}

bool hosting_doubts(struct worker *worker, struct probe *probe)
{
	struct host *host = probe->host;

	if (port_count(worker) <= TRIAL)
		return false; /* the address was asked for this alone */
	if (probe->attempts > host->tried_attempts)
		host->tried_attempts = probe->attempts;
	return doubt(worker, probe, &host->tried);
}

/* Ask the canaries of a host that has its first open port.  False: not now. */
static bool ask_canaries(struct worker *worker, struct host *host)
{
	const struct scan_plan *plan = &worker->plan.scan;

	if (worker->cancelled ||
	    worker->pool.size - worker->pool.used < CANARIES)
		return false;
	for (uint32_t i = 0; i < CANARIES; i++) {
		struct probe *probe = probe_pool_take(&worker->pool);

		probe->question = (struct question){
			.address = host->address,
			.host = host->place,
			.protocol = PROTOCOL_TCP,
			.port = canary_port(plan->registry, plan->seed,
			                    &host->address, i),
		};
		probe->canary = true;
		probe->stage = PROBE_WAITING;
		probe->host = host;
		host->probes++;
		probe_queue_push(&host->waiting, probe);
	}
	host->canaries_out = CANARIES;
	host->canary = CANARY_ASKED;
	hosting_feed(worker, host);
	return true;
}

bool hosting_withholds(struct worker *worker, struct probe *probe)
{
	struct host *host = probe->host;

	if (probe->outcome.state != PORT_OPEN ||
	    probe->question.protocol != PROTOCOL_TCP)
		return false;
	if (host->canary == CANARY_NONE)
		ask_canaries(worker, host);
	if (host->canary != CANARY_ASKED)
		return false;
	probe_queue_push(&host->withheld, probe);
	return true;
}

/* The canaries have told: let go of what waited for them. */
static void release_withheld(struct worker *worker, struct host *host)
{
	struct probe *probe;

	host->canary = CANARY_TOLD;
	host->suspect = host->canaries_open == CANARIES;
	if (host->suspect)
		worker->tally.hosts_suspect++;
	while ((probe = probe_queue_pop(&host->withheld)) != NULL)
		asking_deliver(worker, probe);
}

void hosting_canary(struct worker *worker, struct probe *probe)
{
	struct host *host = probe->host;
	bool last = --host->canaries_out == 0;

	if (probe->outcome.state == PORT_OPEN)
		host->canaries_open++;
	probe_pool_give(&worker->pool, probe);
	if (last)
		release_withheld(worker, host);
	host->probes--; /* not before: the host must not end in between */
	hosting_rest(worker, host);
}

/* Answering ports that were taken for silent: what the loss seen makes likely,
 * with as many answering ports among the silent as among the others. */
static double missed_ports(const struct worker *worker, const struct host *host)
{
	double rate =
		loss_rate(&host->loss, loss_rate(&worker->loss, LOSS_PRIOR));
	double heard = (double)(host->settled - host->silent);
	uint32_t attempts = hosting_attempts(worker, host);
	uint32_t most = worker->plan.scan.options->retries + 1;
	double missed = heard * pow(rate, attempts < most ? attempts : most);

	return missed < host->silent ? missed : host->silent;
}

/* Every question of it has its outcome: it is history. */
static void conclude(struct worker *worker, struct host *host)
{
	if (host->answered)
		worker->tally.missed += missed_ports(worker, host);
	wheel_remove(&worker->rests, &host->rest); /* of its lane */
	host_table_remove(&worker->hosts, host);
	worker->group_hosts[host->group % 2]--;
	if (host->answered) {
		host->next = worker->done_hosts;
		worker->done_hosts = host;
	} else {
		host_free(host);
	}
	worker_pump_soon(worker);
}

/* Every question of it was taken from the order. */
static bool is_closed(const struct worker *worker, const struct host *host)
{
	uint32_t waiting = doubted(host);

	if (host->lane != NULL)
		waiting += host->lane->fresh.count;
	return host->group < worker->group ||
	       host->settled + waiting == port_count(worker);
}

static bool is_idle(const struct host *host)
{
	return host->probes == 0 && !has_backlog(host) &&
	       host->stage != HOST_RESTING;
}

void hosting_rest(struct worker *worker, struct host *host)
{
	if (host->stage == HOST_IN_LANE && !lane_is_empty(host)) {
		lane_step(worker, host);
		return;
	}
	if (worker->cancelled || !is_idle(host) || !is_closed(worker, host))
		return;
	if (doubted(host) == 0 && lane_is_empty(host)) {
		conclude(worker, host);
		return;
	}
	if (doubted(host) == 0)
		host->stage = HOST_IN_LANE;
	switch (host->stage) {
	case HOST_IN_LANE: lane_step(worker, host); break;
	case HOST_ASKED:
		host->stage = HOST_RESTING;
		wheel_add(&worker->rests, &host->rest,
		          host->first_asked_us + REVISIT_AFTER_US);
		break;
	case HOST_REVISITED:
		host->stage = HOST_GIVEN_UP;
		host->next_hungry = worker->given_up;
		worker->given_up = host;
		worker_pump_soon(worker);
		break;
	case HOST_RESTING:
	case HOST_GIVEN_UP: break;
	}
}

void hosting_rested(struct worker *worker, struct host *host)
{
	if (host->stage == HOST_IN_LANE) {
		lane_step(worker, host);
		return;
	}
	host->stage = HOST_REVISITED;
	host->revisits = doubted(host) < REVISITS ? doubted(host) : REVISITS;
	hosting_feed(worker, host);
}

static void rest_if_closed(void *arg, struct host *host)
{
	hosting_rest(arg, host);
}

void hosting_close_groups(struct worker *worker)
{
	host_table_each(&worker->hosts, rest_if_closed, worker);
}

/* What was asked once and waited for its address was cut short. */
static void end_host(void *arg, struct host *host)
{
	struct worker *worker = arg;
	uint32_t held = doubted(host) +
	                (host->lane != NULL ? host->lane->fresh.count : 0);

	wheel_remove(&worker->rests, &host->rest);
	worker->tally.settled += held;
	worker->tally.states[PORT_UNTESTED] += held;
	worker->tally.reasons[REASON_CANCELLED] += held;
	host->states[PORT_UNTESTED] += held;
	conclude(worker, host);
}

static void forget_queues(void *arg, struct host *host)
{
	(void)arg;
	host->waiting = (struct probe_queue){ 0 };
	host->queued = (struct probe_queue){ 0 };
	host->revisits = 0;
	if (host->lane != NULL)
		host->lane->again = (struct probe_queue){ 0 };
}

void hosting_stop(struct worker *worker)
{
	worker->hungry_first = worker->hungry_last = worker->given_up = NULL;
	worker->unsent = (struct probe_queue){ 0 };
	host_table_each(&worker->hosts, forget_queues, worker);
}

void hosting_end(struct worker *worker)
{
	host_table_each(&worker->hosts, end_host, worker);
}
