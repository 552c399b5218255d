// SPDX-License-Identifier: Apache-2.0
#include "scan/worker_state.h"

#include <stdlib.h>

enum {
	/* What a question was asked before it came to the lane, at least. */
	LANE_ENTRY_ATTEMPTS = 3,
	RETRY_US = 10000, /* when no probe is free */
};

static struct lane *lane_of(struct host *host)
{
	if (host->lane == NULL)
		host->lane = calloc(1, sizeof(*host->lane));
	return host->lane; /* NULL: out of memory, and no limit is seen */
}

static bool is_icmp_answer(const struct probe *probe)
{
	return probe->question.protocol == PROTOCOL_UDP &&
	       probe->outcome.state == PORT_CLOSED;
}

void lane_note_answer(struct probe *probe)
{
	struct lane *lane;

	if (!is_icmp_answer(probe) || probe->in_lane)
		return;
	lane = lane_of(probe->host);
	if (lane != NULL)
		icmp_limit_answered(&lane->limit, worker_now_us());
}

void lane_note_silence(struct probe *probe)
{
	struct lane *lane;

	if (probe->question.protocol != PROTOCOL_UDP || probe->in_lane)
		return;
	lane = lane_of(probe->host);
	if (lane != NULL)
		icmp_limit_silent(&lane->limit);
}

bool lane_takes(struct worker *worker, struct probe *probe)
{
	struct host *host = probe->host;

	if (probe->question.protocol != PROTOCOL_UDP || probe->in_lane ||
	    !worker->plan.scan.options->adaptive_retries ||
	    host->lane == NULL || !icmp_limit_present(&host->lane->limit) ||
	    !place_set_add(&host->lane->fresh, probe->question.place,
	                   probe_space_ports(worker->plan.scan.space)))
		return false;
	if (!host->icmp_limited)
		worker->tally.hosts_icmp_limited++;
	host->icmp_limited = true;
	host->probes--;
	probe_pool_give(&worker->pool, probe);
	hosting_rest(worker, host);
	return true;
}

bool lane_is_empty(const struct host *host)
{
	return host->lane == NULL || (host->lane->fresh.count == 0 &&
	                              host->lane->again.first == NULL);
}

/* The question at the front of the lane, as it has fared. */
static const struct icmp_limit_question *front(const struct lane *lane)
{
	static const struct icmp_limit_question unasked;

	return lane->again.first != NULL ? &lane->again.first->lane : &unasked;
}

/* The probe for it; NULL: none is free. */
static struct probe *take_front(struct worker *worker, struct host *host)
{
	struct probe *probe;

	if (host->lane->again.first != NULL)
		return probe_queue_pop(&host->lane->again);
	probe = hosting_revive(worker, host, &host->lane->fresh,
	                       LANE_ENTRY_ATTEMPTS);
	if (probe != NULL)
		probe->in_lane = true;
	return probe;
}

static void look_again_at(struct worker *worker, struct host *host,
                          uint64_t due_us)
{
	wheel_remove(&worker->rests, &host->rest);
	wheel_add(&worker->rests, &host->rest, due_us);
}

/* The host's silence was no limit: what is left is settled as it stands, as far
 * as there are probes to say so with. */
static void settle_rest(struct worker *worker, struct host *host)
{
	struct probe *probe = NULL;

	host->probes++; /* it must not end in between */
	host->lane->is_asking = true;
	while (!lane_is_empty(host) &&
	       (probe = take_front(worker, host)) != NULL) {
		probe->outcome = outcome_no_response(PROTOCOL_UDP);
		asking_settle(worker, probe);
	}
	host->lane->is_asking = false;
	host->probes--;
	if (lane_is_empty(host))
		hosting_rest(worker, host);
	else
		look_again_at(worker, host, worker_now_us() + RETRY_US);
}

void lane_step(struct worker *worker, struct host *host)
{
	struct lane *lane = host->lane;
	uint64_t now_us = worker_now_us();
	struct probe *probe;
	uint64_t due_us;

	if (worker->cancelled || lane->is_asking || lane_is_empty(host))
		return;
	if (!icmp_limit_present(&lane->limit)) {
		settle_rest(worker, host);
		return;
	}
	due_us = icmp_limit_next_us(&lane->limit, front(lane));
	if (due_us == ICMP_LIMIT_NOT_YET)
		return; /* the end of something in flight brings us here */
	if (due_us > now_us) {
		look_again_at(worker, host, due_us);
		return;
	}
	probe = take_front(worker, host);
	if (probe == NULL) {
		look_again_at(worker, host, now_us + RETRY_US);
		return;
	}
	lane->is_asking = true;
	probe_queue_push(&host->waiting, probe);
	hosting_feed(worker, host);
}

void lane_asks(struct probe *probe)
{
	struct lane *lane = probe->host->lane;

	lane->is_asking = false;
	icmp_limit_asked(&lane->limit, &probe->lane, worker_now_us());
}

void lane_held_back(struct probe *probe, bool again)
{
	struct lane *lane = probe->host->lane;

	lane->is_asking = again;
	icmp_limit_lane_void(&lane->limit);
}

bool lane_silent(struct worker *worker, struct probe *probe)
{
	struct host *host = probe->host;

	if (icmp_limit_lane_silent(&host->lane->limit, &probe->lane))
		return false;
	probe_queue_push_front(&host->lane->again, probe);
	lane_step(worker, host);
	return true;
}

void lane_heard(struct probe *probe)
{
	struct lane *lane = probe->host->lane;

	if (is_icmp_answer(probe))
		icmp_limit_lane_answered(&lane->limit, &probe->lane,
		                         worker_now_us());
	else
		icmp_limit_lane_void(&lane->limit);
}
