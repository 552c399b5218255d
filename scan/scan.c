// SPDX-License-Identifier: Apache-2.0
#include "scan/scan.h"

#include "base/wall_clock.h"
#include "probes/converse.h"
#include "probes/identify.h"
#include "probes/payloads.h"
#include "probes/reach.h"
#include "scan/bucket.h"
#include "scan/host_table.h"
#include "scan/judge.h"
#include "scan/probe_pool.h"
#include "scan/shortage.h"
#include "scan/wheel.h"

#include <stdlib.h>
#include <string.h>

enum {
	BURST_MAX = 32,      /* probes started before the loop turns */
	WAITING_ROOM = 1024, /* probes that wait for room under a host's cap */
	TURN_MS = 4,         /* how often the clock is looked at */
	FLUSH_MS = 1000,
};

/* Patience with an open port.  A service that speaks after four seconds, or
 * needs that long to answer, is still heard. */
static const struct exchange_limits limits = {
	.greeting_ms = 1000,
	.idle_ms = 500,
	.total_ms = 5000,
	.banner_max = BANNER_MAX,
};

struct scan {
	uv_loop_t *loop;
	struct scan_plan plan;
	scan_done_cb done;
	void *done_arg;

	uv_timer_t turn;   /* expires deadlines; runs all the time */
	uv_idle_t pumping; /* active while there may be something to start */
	int open_handles;

	struct reach *reach[PROTOCOL_COUNT];
	struct wheel wheel;
	struct bucket bucket;
	struct shortage shortage;
	struct host_table hosts;
	struct probe_pool pool;
	struct probe_queue ready;

	uint64_t cursor; /* the next question of the order */
	uint32_t in_flight;
	uint64_t settled;
	uint64_t started_ms;
	uint64_t flushed_ms;
	bool cancelled;
	bool finished;
	struct scan_summary summary;
};

/*
 * In the order a question travels:
 *
 *   pump -> take_question -> ask -> reached -> hear -> settle -> report
 *             ^  ^                 |    |                ^
 *             |  \-- on_deadline <-/    \----------------/
 *             \----- hold, for a shortage to pass
 */
static void on_pumping(uv_idle_t *idle);
static struct probe *take_question(struct scan *scan);
static void ask(struct scan *scan, struct probe *probe);
static void on_deadline(struct scan *scan, struct probe *probe);
static void on_reached(void *arg, uint32_t slot,
                       const struct reach_result *result);
static void reached(struct scan *scan, struct probe *probe,
                    const struct reach_result *result);
static void hold(struct scan *scan, struct probe *probe,
                 struct outcome shortage);
static void hear(struct scan *scan, struct probe *probe, int socket);
static void on_heard(void *arg, const struct converse_result *result);
static void settle(struct scan *scan, struct probe *probe);
static void report(struct scan *scan, struct probe *probe);
static void on_turn(uv_timer_t *timer);
static void finish_if_done(struct scan *scan);
static void on_closed(uv_handle_t *handle);

struct scan_options scan_options_default(void)
{
	return (struct scan_options){
		.max_in_flight = 2000,
		.per_host = 256,
		.timeout_ms = 900, /* the kernel repeats a SYN after 1000 */
		.retries = 2,
		.banners = true,
	};
}

static uint64_t now_us(void)
{
	return uv_hrtime() / 1000;
}

static uint64_t now_ms(void)
{
	return uv_hrtime() / 1000000;
}

struct scan *scan_start(uv_loop_t *loop, const struct scan_plan *plan,
                        scan_done_cb done, void *arg)
{
	struct scan *scan = calloc(1, sizeof(*scan));
	uint32_t slots = plan->options->max_in_flight + WAITING_ROOM;

	if (scan == NULL)
		return NULL;
	scan->loop = loop;
	scan->plan = *plan;
	scan->done = done;
	scan->done_arg = arg;
	if (!host_table_init(&scan->hosts))
		goto fail_scan;
	if (!probe_pool_init(&scan->pool, slots))
		goto fail_hosts;
	scan->reach[PROTOCOL_TCP] =
		reach_connect_create(loop, slots, on_reached, scan);
	if (scan->reach[PROTOCOL_TCP] == NULL)
		goto fail_pool;
	scan->reach[PROTOCOL_UDP] =
		reach_udp_create(loop, slots, on_reached, scan);
	if (scan->reach[PROTOCOL_UDP] == NULL)
		goto fail_reach;
	wheel_init(&scan->wheel, now_us());
	bucket_init(&scan->bucket, plan->options->rate);
	scan->summary.started_us = wall_clock_us();
	scan->started_ms = scan->flushed_ms = now_ms();

	uv_timer_init(loop, &scan->turn);
	uv_idle_init(loop, &scan->pumping);
	scan->open_handles = 2;
	scan->turn.data = scan;
	scan->pumping.data = scan;
	uv_timer_start(&scan->turn, on_turn, TURN_MS, TURN_MS);
	uv_idle_start(&scan->pumping, on_pumping);
	return scan;

fail_reach:
	scan->reach[PROTOCOL_TCP]->ops->close(scan->reach[PROTOCOL_TCP]);
fail_pool:
	probe_pool_release(&scan->pool);
fail_hosts:
	host_table_release(&scan->hosts);
fail_scan:
	free(scan);
	return NULL;
}

/* Something may have become possible: look, when the loop turns. */
static void pump_soon(struct scan *scan)
{
	if (!scan->finished)
		uv_idle_start(&scan->pumping, on_pumping);
}

/* The next probe that may be asked now; NULL when there is none. */
static struct probe *next_to_ask(struct scan *scan)
{
	uint64_t now_ns = uv_hrtime();

	if (scan->cancelled ||
	    !shortage_allows(&scan->shortage, now_ns / 1000000) ||
	    bucket_wait_ns(&scan->bucket, now_ns) > 0)
		return NULL;
	if (scan->ready.first != NULL)
		return probe_queue_pop(&scan->ready);
	return take_question(scan);
}

/* Start what may be started, but let the loop turn now and then. */
static void on_pumping(uv_idle_t *idle)
{
	struct scan *scan = idle->data;

	for (unsigned started = 0; started < BURST_MAX; started++) {
		struct probe *probe = next_to_ask(scan);

		if (probe == NULL) {
			uv_idle_stop(idle);
			break;
		}
		ask(scan, probe);
	}
	finish_if_done(scan);
}

/* Count `probe` as in flight, until land(). */
static void embark(struct scan *scan, struct probe *probe)
{
	probe->stage = PROBE_READY;
	scan->in_flight++;
	probe->host->in_flight++;
}

static void land(struct scan *scan, struct probe *probe)
{
	struct host *host = probe->host;
	struct probe *waiting;

	scan->in_flight--;
	host->in_flight--;
	waiting = scan->cancelled ? NULL : probe_queue_pop(&host->waiting);
	if (waiting != NULL) {
		embark(scan, waiting);
		probe_queue_push(&scan->ready, waiting);
	}
}

/* The next question of the order whose host has room. */
static struct probe *take_question(struct scan *scan)
{
	const struct scan_options *options = scan->plan.options;

	while (scan->cursor < probe_space_count(scan->plan.space) &&
	       scan->in_flight < options->max_in_flight) {
		struct probe *probe = probe_pool_take(&scan->pool);

		if (probe == NULL)
			return NULL;
		probe->question =
			probe_space_at(scan->plan.space, scan->cursor);
		probe->host =
			host_table_get(&scan->hosts, &probe->question.address);
		if (probe->host == NULL) { /* no memory: try again later */
			probe_pool_give(&scan->pool, probe);
			return NULL;
		}
		scan->cursor++;
		if (probe->host->in_flight < options->per_host) {
			embark(scan, probe);
			return probe;
		}
		probe->stage = PROBE_WAITING;
		probe_queue_push(&probe->host->waiting, probe);
	}
	return NULL;
}

static void ask(struct scan *scan, struct probe *probe)
{
	struct reach *reach = scan->reach[probe->question.protocol];
	uint32_t slot = probe_pool_slot(&scan->pool, probe);
	struct reach_result result;

	bucket_take(&scan->bucket, uv_hrtime());
	scan->summary.attempts++;
	probe->attempts++;
	probe->stage = PROBE_REACHING;
	if (!reach->ops->start(reach, slot, &probe->question,
	                       probe->attempts - 1, &result)) {
		reached(scan, probe, &result);
		return;
	}
	shortage_over(&scan->shortage);
	wheel_add(&scan->wheel, &probe->deadline,
	          now_us() + rtt_timeout_us(&probe->host->rtt,
	                                    probe->attempts - 1,
	                                    scan->plan.options->timeout_ms *
	                                            UINT64_C(1000)));
}

/* What the kernel asked unbidden was asked all the same: it counts, and it
 * costs tokens. */
static void count_repeats(struct scan *scan, struct probe *probe)
{
	struct reach *reach = scan->reach[probe->question.protocol];
	uint32_t repeats =
		reach->ops->repeats(reach, probe_pool_slot(&scan->pool, probe));

	probe->attempts += repeats;
	scan->summary.attempts += repeats;
	while (repeats-- > 0)
		bucket_charge(&scan->bucket, uv_hrtime());
}

/* Nothing came back in time: ask afresh, or take the silence for an answer. */
static void on_deadline(struct scan *scan, struct probe *probe)
{
	struct reach *reach = scan->reach[probe->question.protocol];

	count_repeats(scan, probe);
	reach->ops->cancel(reach, probe_pool_slot(&scan->pool, probe));
	if (probe->attempts <= scan->plan.options->retries) {
		probe->stage = PROBE_READY;
		probe_queue_push(&scan->ready, probe);
		return;
	}
	probe->outcome = outcome_no_response(probe->question.protocol);
	settle(scan, probe);
}

static void on_reached(void *arg, uint32_t slot,
                       const struct reach_result *result)
{
	struct scan *scan = arg;
	struct probe *probe = &scan->pool.probes[slot];

	wheel_remove(&scan->wheel, &probe->deadline);
	reached(scan, probe, result);
	pump_soon(scan);
}

/* Keep what an open port said, and who it says it is. */
static void keep_answer(struct probe *probe, const uint8_t *banner, size_t len,
                        bool after_payload)
{
	size_t kept = len < BANNER_MAX ? len : BANNER_MAX;
	struct answer *answer = calloc(1, sizeof(*answer) + kept);

	if (answer == NULL)
		return; /* judged as not asked */
	answer->banner_len = kept;
	if (kept > 0)
		memcpy(answer->banner, banner, kept);
	service_identify(probe->question.protocol, answer->banner, kept,
	                 &answer->service);
	answer->service.after_payload = after_payload;
	probe->answer = answer;
}

/* After a second the kernel asks again, and which SYN a late answer is for
 * nobody knows. */
static void keep_rtt(struct probe *probe, uint64_t rtt_us)
{
	if (probe->question.protocol == PROTOCOL_TCP &&
	    rtt_us >= RTO_INITIAL_US)
		return;
	probe->rtt_us = rtt_us;
	rtt_sample(&probe->host->rtt, rtt_us);
}

static void reached(struct scan *scan, struct probe *probe,
                    const struct reach_result *result)
{
	if (outcome_is_shortage(result->outcome)) {
		hold(scan, probe, result->outcome);
		return;
	}
	if (result->outcome.state != PORT_UNTESTED)
		shortage_over(&scan->shortage);
	probe->outcome = result->outcome;
	if (outcome_is_from_target(result->outcome)) {
		probe->host->answered = true;
		keep_rtt(probe, result->rtt_us);
	}
	if (result->outcome.state == PORT_OPEN &&
	    probe->question.protocol == PROTOCOL_UDP)
		keep_answer(probe, result->response, result->response_len,
		            true);
	if (result->socket >= 0)
		hear(scan, probe, result->socket);
	else
		settle(scan, probe);
}

/* The attempt never left this machine: undo it, and wait or give up. */
static void hold(struct scan *scan, struct probe *probe,
                 struct outcome shortage)
{
	scan->summary.attempts--;
	probe->attempts--;
	bucket_return(&scan->bucket);
	if (shortage_failed(&scan->shortage, now_ms())) {
		probe->stage = PROBE_READY;
		probe_queue_push_front(&scan->ready, probe);
		return;
	}
	probe->outcome = shortage;
	settle(scan, probe);
}

/* The way back from a conversation to its probe. */
struct hearing {
	struct scan *scan;
	struct probe *probe;
};

/* The port is open: listen to it on the connection that is there. */
static void hear(struct scan *scan, struct probe *probe, int socket)
{
	struct hearing *hearing;

	if (!scan->plan.options->banners) {
		converse_hang_up(socket);
		settle(scan, probe);
		return;
	}
	hearing = malloc(sizeof(*hearing));
	if (hearing == NULL) {
		converse_hang_up(socket);
		settle(scan, probe);
		return;
	}
	*hearing = (struct hearing){ scan, probe };
	probe->stage = PROBE_CONVERSING;
	probe->converse =
		converse_start(scan->loop, socket, &limits,
	                       payload_find(PROTOCOL_TCP, probe->question.port),
	                       on_heard, hearing);
	if (probe->converse == NULL) {
		free(hearing);
		settle(scan, probe);
	}
}

static void on_heard(void *arg, const struct converse_result *result)
{
	struct hearing *hearing = arg;
	struct scan *scan = hearing->scan;
	struct probe *probe = hearing->probe;

	free(hearing);
	probe->converse = NULL;
	if (result->banner_len > 0 || result->heard_out)
		keep_answer(probe, result->banner, result->banner_len,
		            result->answered_payload);
	settle(scan, probe);
	pump_soon(scan);
}

/* The outcome is there, and the descriptor is free again. */
static void settle(struct scan *scan, struct probe *probe)
{
	struct host *host = probe->host;

	probe->settled_us = wall_clock_us();
	land(scan, probe);
	scan->settled++;
	scan->summary.states[probe->outcome.state]++;
	scan->summary.reasons[probe->outcome.reason]++;
	host->settled++;
	host->states[probe->outcome.state]++;
	report(scan, probe);
}

static void report(struct scan *scan, struct probe *probe)
{
	struct host *host = probe->host;
	struct finding finding = judge(probe, scan->plan.registry);

	scan->summary.verdicts[finding.verdict.label]++;
	scan->plan.sink->finding(scan->plan.sink, &finding);
	probe_pool_give(&scan->pool, probe);
	/* All was asked of it and nothing came back: nothing to remember. */
	if (!host->answered &&
	    host->settled == probe_space_ports(scan->plan.space))
		host_table_remove(&scan->hosts, host);
}

static void on_turn(uv_timer_t *timer)
{
	struct scan *scan = timer->data;
	struct wheel_node *node;

	/* After a pause of ours (suspended, or a reader of the reports that
	 * was slow) the answers are there, unread: hear them first. */
	for (size_t i = 0; i < PROTOCOL_COUNT; i++)
		scan->reach[i]->ops->collect(scan->reach[i]);
	while ((node = wheel_expire(&scan->wheel, now_us())) != NULL)
		on_deadline(scan, (struct probe *)node);
	if (now_ms() - scan->flushed_ms >= FLUSH_MS) {
		scan->plan.sink->flush(scan->plan.sink);
		scan->flushed_ms = now_ms();
	}
	pump_soon(scan);
}

/* Settle what is under way as untested, but for open ports: what those have
 * said by now arrives through on_heard(). */
static void cancel_probe(struct scan *scan, struct probe *probe)
{
	struct reach *reach = scan->reach[probe->question.protocol];

	switch (probe->stage) {
	case PROBE_FREE: return;
	case PROBE_CONVERSING: converse_cancel(probe->converse); return;
	case PROBE_WAITING: embark(scan, probe); break;
	case PROBE_READY: break;
	case PROBE_REACHING:
		wheel_remove(&scan->wheel, &probe->deadline);
		reach->ops->cancel(reach, probe_pool_slot(&scan->pool, probe));
		break;
	}
	probe->outcome.state = PORT_UNTESTED;
	probe->outcome.reason =
		probe->attempts > 0 ? REASON_CANCELLED : REASON_NOT_ASKED;
	settle(scan, probe);
}

void scan_cancel(struct scan *scan)
{
	uint64_t left = probe_space_count(scan->plan.space) - scan->cursor;

	if (scan->cancelled || scan->finished)
		return;
	scan->cancelled = true;
	scan->summary.interrupted = true;
	/* The queues are not kept up any more: every probe is visited. */
	scan->ready = (struct probe_queue){ 0 };
	for (uint32_t i = 0; i < scan->pool.size; i++)
		cancel_probe(scan, &scan->pool.probes[i]);
	scan->cursor += left;
	scan->settled += left;
	scan->summary.states[PORT_UNTESTED] += left;
	scan->summary.reasons[REASON_NOT_ASKED] += left;
	pump_soon(scan);
}

struct scan_progress scan_progress(const struct scan *scan)
{
	return (struct scan_progress){
		.settled = scan->settled,
		.count = probe_space_count(scan->plan.space),
		.open = scan->summary.states[PORT_OPEN],
		.in_flight = scan->in_flight,
		.short_of_something = scan->shortage.present,
	};
}

static void report_host(struct scan *scan, const struct host *host)
{
	struct host_summary summary = {
		.address = host->address,
		.has_rtt = host->rtt.sampled,
		.srtt_us = host->rtt.srtt_us,
	};

	for (size_t i = 0; i < PORT_STATE_COUNT; i++)
		summary.states[i] = host->states[i];
	scan->plan.sink->host(scan->plan.sink, &summary);
}

/* The hosts that answered, in order; unordered would serve nobody. */
static void report_hosts(struct scan *scan)
{
	size_t count;
	struct host **hosts = host_table_answered(&scan->hosts, &count);

	scan->summary.hosts_answered = count;
	for (size_t i = 0; hosts != NULL && i < count; i++)
		report_host(scan, hosts[i]);
	free(hosts);
}

/* The only way out. */
static void finish_if_done(struct scan *scan)
{
	if (scan->finished || scan->pool.used > 0 ||
	    scan->cursor < probe_space_count(scan->plan.space))
		return;
	scan->finished = true;
	report_hosts(scan);
	scan->summary.finished_us = wall_clock_us();
	scan->summary.elapsed_ms = now_ms() - scan->started_ms;
	scan->summary.complete = scan->summary.states[PORT_UNTESTED] == 0;
	for (size_t i = 0; i < PROTOCOL_COUNT; i++)
		scan->reach[i]->ops->close(scan->reach[i]);
	uv_close((uv_handle_t *)&scan->turn, on_closed);
	uv_close((uv_handle_t *)&scan->pumping, on_closed);
}

static void on_closed(uv_handle_t *handle)
{
	struct scan *scan = handle->data;

	if (--scan->open_handles > 0)
		return;
	scan->done(scan->done_arg, &scan->summary);
	host_table_release(&scan->hosts);
	probe_pool_release(&scan->pool);
	free(scan);
}
