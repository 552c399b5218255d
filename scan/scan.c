// SPDX-License-Identifier: Apache-2.0
#include "scan/scan.h"

#include "base/wall_clock.h"
#include "scan/checkpoint_parse.h"
#include "scan/host_list.h"
#include "scan/judge.h"
#include "scan/outbox.h"
#include "scan/scan_log.h"
#include "scan/shard.h"
#include "scan/worker.h"

#include <sched.h>
#include <stdlib.h>

enum {
	FLUSH_MS = 1000,
	WORKERS_MAX = 64,
	/* Less work than this is done sooner than a thread is started. */
	QUESTIONS_PER_WORKER = 4096,
	IN_FLIGHT_PER_WORKER = 64,
};

struct scan {
	uv_loop_t *loop;
	struct scan_plan plan;
	scan_done_cb done;
	void *done_arg;

	uv_async_t found; /* a worker has posted something, or is done */
	uv_timer_t flush;
	int open_handles;

	struct pace pace;
	struct worker *workers[WORKERS_MAX]; /* NULL once joined */
	struct outbox outboxes[WORKERS_MAX];
	struct text logs[WORKERS_MAX]; /* for plan.keep */
	uint32_t worker_count;
	uint32_t started; /* the first so many */
	uint32_t running;

	struct host_list hosts; /* that answered */

	struct scan_tally tally; /* of the workers that were joined */
	uint64_t started_ms;
	struct scan_summary summary;
};

/*
 * In the order findings travel: on_found -> drain -> report, report_host; and
 * when the last worker is done: finish -> on_closed.
 */
static void on_found(uv_async_t *async);
static void drain(struct scan *scan, uint32_t index);
static void replay(struct scan *scan);
static void on_flush(uv_timer_t *timer);
static void finish(struct scan *scan);
static void on_closed(uv_handle_t *handle);

struct scan_options scan_options_default(void)
{
	return (struct scan_options){
		.max_in_flight = 4000,
		.per_host = 512,
		.timeout_ms = 900, /* the kernel repeats a SYN after 1000 */
		.retries = 6,
		.adaptive_retries = true,
		.talk = TALK_LIGHT,
	};
}

static uint64_t now_ms(void)
{
	return uv_hrtime() / 1000000;
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static uint32_t core_count(void)
{
	cpu_set_t cores;

	if (sched_getaffinity(0, sizeof(cores), &cores) != 0)
		return 1;
	return (uint32_t)CPU_COUNT(&cores);
}

uint64_t scan_question_count(const struct scan_plan *plan)
{
	return shard_size(probe_space_count(plan->space), plan->shard_index,
	                  plan->shard_count);
}

/* As many loops as there are cores, when there is work for them. */
uint32_t scan_worker_count(const struct scan_plan *plan)
{
	const struct scan_options *options = plan->options;
	uint64_t count = options->workers;

	if (count == 0)
		count = least(least(core_count(), scan_question_count(plan) /
		                                          QUESTIONS_PER_WORKER),
		              options->max_in_flight / IN_FLIGHT_PER_WORKER);
	count = least(count, probe_space_address_count(plan->space));
	count = least(count, WORKERS_MAX);
	return count > 0 ? (uint32_t)count : 1;
}

/* A resumed scan has as many workers as it had.  Where those are more than
 * the probes it may have in flight, some begin when others have ended. */
static uint32_t workers_at_a_time(const struct scan_plan *plan, uint32_t count)
{
	uint64_t at_a_time = least(count, plan->options->max_in_flight);

	return at_a_time > 0 ? (uint32_t)at_a_time : 1;
}

static bool create_worker(struct scan *scan, uint32_t index, uint32_t count)
{
	struct worker_plan plan = {
		.scan = scan->plan,
		.index = index,
		.count = count,
		.max_in_flight = scan->plan.options->max_in_flight /
		                 workers_at_a_time(&scan->plan, count),
		.pace = &scan->pace,
		.outbox = &scan->outboxes[index],
	};

	if (outbox_init(&scan->outboxes[index], &scan->found) != 0)
		return false;
	scan->workers[index] = worker_create(&plan);
	if (scan->workers[index] == NULL)
		outbox_release(&scan->outboxes[index]);
	return scan->workers[index] != NULL;
}

static void drop_worker(struct scan *scan, uint32_t index)
{
	worker_free(scan->workers[index]);
	scan->workers[index] = NULL;
	outbox_release(&scan->outboxes[index]);
}

static bool create_workers(struct scan *scan)
{
	uint32_t count = scan_worker_count(&scan->plan);
	uint32_t i;

	for (i = 0; i < count; i++)
		if (!create_worker(scan, i, count))
			break;
	scan->worker_count = i;
	if (i == count)
		return true;
	while (i-- > 0)
		drop_worker(scan, i);
	return false;
}

/* Start as many as may run now.  Where a thread cannot be had, its share of the
 * questions stays untested. */
static void start_workers(struct scan *scan)
{
	uint32_t most = workers_at_a_time(&scan->plan, scan->worker_count);

	for (; scan->started < scan->worker_count && scan->running < most;
	     scan->started++) {
		if (worker_start(scan->workers[scan->started]) == 0)
			scan->running++;
		else
			drop_worker(scan, scan->started);
	}
}

/* Those that have to wait say where they are, so that a checkpoint can be
 * kept. */
static void await_workers(struct scan *scan)
{
	for (uint32_t i = scan->started; i < scan->worker_count; i++)
		worker_tell(scan->workers[i]);
	uv_async_send(&scan->found); /* perhaps none runs */
}

struct scan *scan_start(uv_loop_t *loop, const struct scan_plan *plan,
                        scan_done_cb done, void *arg)
{
	struct scan *scan = calloc(1, sizeof(*scan));

	if (scan == NULL)
		return NULL;
	scan->loop = loop;
	scan->plan = *plan;
	if (scan->plan.shard_count == 0)
		scan->plan.shard_count = 1;
	scan->done = done;
	scan->done_arg = arg;
	scan->summary.started_us = wall_clock_us();
	scan->started_ms = now_ms();
	if (pace_init(&scan->pace, plan->options->rate) != 0) {
		free(scan);
		return NULL;
	}
	if (!create_workers(scan)) {
		pace_release(&scan->pace);
		free(scan);
		return NULL;
	}
	for (uint32_t i = 0; i < scan->worker_count; i++)
		text_init(&scan->logs[i]);
	if (plan->resumed != NULL)
		replay(scan);
	uv_async_init(loop, &scan->found, on_found);
	uv_timer_init(loop, &scan->flush);
	scan->open_handles = 2;
	scan->found.data = scan;
	scan->flush.data = scan;
	uv_timer_start(&scan->flush, on_flush, FLUSH_MS, FLUSH_MS);
	start_workers(scan);
	await_workers(scan);
	return scan;
}

static void on_found(uv_async_t *async)
{
	struct scan *scan = async->data;

	for (uint32_t i = 0; i < scan->worker_count; i++) {
		struct worker *worker = scan->workers[i];
		bool done;

		if (worker == NULL)
			continue;
		done = atomic_load(&worker_gauge(worker)->done);
		drain(scan, i);
		if (!done)
			continue;
		worker_join(worker, &scan->tally);
		outbox_release(&scan->outboxes[i]);
		scan->workers[i] = NULL;
		scan->running--;
	}
	start_workers(scan);
	if (scan->running == 0)
		finish(scan);
}

static void report(struct scan *scan, const struct probe *probe)
{
	struct finding finding = judge(probe, scan->plan.registry);

	scan->summary.verdicts[finding.verdict.label]++;
	scan->plan.sink->finding(scan->plan.sink, &finding);
}

static void keep_host(struct scan *scan, const struct host_summary *host)
{
	scan->summary.hosts_answered++;
	host_list_add(&scan->hosts, host);
}

static void drain_probes(struct scan *scan, uint32_t worker,
                         struct probe_queue *settled)
{
	struct probe_queue reported = { 0 };
	struct probe *probe;

	while ((probe = probe_queue_pop(settled)) != NULL) {
		report(scan, probe);
		if (scan->plan.keep != NULL)
			scan_log_probe(&scan->logs[worker], scan->plan.space,
			               probe);
		probe_queue_push(&reported, probe);
	}
	outbox_return(&scan->outboxes[worker], &reported);
}

static void drain_hosts(struct scan *scan, uint32_t worker, struct host *hosts)
{
	struct host *next;

	for (; hosts != NULL; hosts = next) {
		struct host_summary summary = host_summarise(hosts);

		next = hosts->next;
		keep_host(scan, &summary);
		if (scan->plan.keep != NULL)
			scan_log_host(&scan->logs[worker], hosts);
		host_free(hosts);
	}
}

static void drain(struct scan *scan, uint32_t index)
{
	struct probe_queue settled;
	struct host *hosts;
	struct text snapshot;

	outbox_take(&scan->outboxes[index], &settled, &hosts, &snapshot);
	drain_probes(scan, index, &settled);
	drain_hosts(scan, index, hosts);
	if (snapshot.len > 0 && !scan->logs[index].failed)
		scan->plan.keep(scan->plan.keep_arg, index, &scan->logs[index],
		                &snapshot);
	text_release(&snapshot);
}

static void replay_finding(struct scan *scan,
                           const struct checkpoint_finding *finding)
{
	struct probe probe = scan_log_read_probe(scan->plan.space, finding);

	report(scan, &probe);
	probe_drop_answer(&probe);
}

static void replay_host(struct scan *scan, const struct checkpoint_host *host)
{
	struct host_summary summary =
		scan_log_read_host(scan->plan.space, host);

	keep_host(scan, &summary);
}

/* Report again what earlier runs did; the log goes on behind theirs. */
static void replay(struct scan *scan)
{
	const struct checkpoint *from = scan->plan.resumed;
	struct checkpoint_record record;
	struct checkpoint_log log;

	text_append(&scan->logs[0], from->log, from->log_len);
	checkpoint_log_open(&log, from);
	while (checkpoint_log_next(&log, &record)) {
		if (record.is_host)
			replay_host(scan, &record.host);
		else
			replay_finding(scan, &record.finding);
	}
}

static void on_flush(uv_timer_t *timer)
{
	struct scan *scan = timer->data;

	scan->plan.sink->flush(scan->plan.sink);
}

void scan_cancel(struct scan *scan)
{
	scan->summary.interrupted = true;
	for (uint32_t i = 0; i < scan->worker_count; i++)
		if (scan->workers[i] != NULL)
			worker_cancel(scan->workers[i]);
}

struct scan_progress scan_progress(const struct scan *scan)
{
	struct scan_progress progress = {
		.settled = scan->tally.settled,
		.count = scan_question_count(&scan->plan),
		.open = scan->tally.states[PORT_OPEN],
	};

	for (uint32_t i = 0; i < scan->worker_count; i++) {
		const struct worker_gauge *gauge;

		if (scan->workers[i] == NULL)
			continue;
		gauge = worker_gauge(scan->workers[i]);
		progress.settled += atomic_load(&gauge->settled);
		progress.open += atomic_load(&gauge->open);
		progress.in_flight += atomic_load(&gauge->in_flight);
		progress.short_of_something |=
			atomic_load(&gauge->short_of_something);
	}
	return progress;
}

/* Questions that no worker came to were not asked. */
static void count_the_rest(struct scan *scan)
{
	uint64_t rest = scan_question_count(&scan->plan) - scan->tally.settled;

	scan->tally.states[PORT_UNTESTED] += rest;
	scan->tally.reasons[REASON_NOT_ASKED] += rest;
}

/* The only way out. */
static void finish(struct scan *scan)
{
	struct scan_summary *summary = &scan->summary;

	if (uv_is_closing((uv_handle_t *)&scan->found))
		return;
	host_list_report(&scan->hosts, scan->plan.sink);
	count_the_rest(scan);
	scan_tally_summarise(&scan->tally, summary);
	summary->finished_us = wall_clock_us();
	summary->elapsed_ms = now_ms() - scan->started_ms;
	summary->complete = summary->states[PORT_UNTESTED] ==
	                    summary->reasons[REASON_NOT_DISCOVERED];
	uv_close((uv_handle_t *)&scan->found, on_closed);
	uv_close((uv_handle_t *)&scan->flush, on_closed);
}

static void on_closed(uv_handle_t *handle)
{
	struct scan *scan = handle->data;

	if (--scan->open_handles > 0)
		return;
	scan->done(scan->done_arg, &scan->summary);
	pace_release(&scan->pace);
	for (uint32_t i = 0; i < scan->worker_count; i++)
		text_release(&scan->logs[i]);
	host_list_release(&scan->hosts);
	free(scan);
}
