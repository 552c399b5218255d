// SPDX-License-Identifier: Apache-2.0
#include "scan/worker.h"

#include "scan/worker_state.h"

#include <errno.h>
#include <stdlib.h>

#define NO_SNAPSHOTS UINT64_MAX

enum {
	BURST_MAX = 64,      /* probes started before the loop turns */
	TAKES_MAX = 512,     /* questions looked at before the loop turns */
	TURN_MS = 4,         /* how often the clock is looked at */
	WAITING_ROOM = 1024, /* probes beyond those in flight */
	SNAPSHOT_EVERY_US = 500000,
};

/*
 * In the order a worker lives:
 *
 *   create -> start -> run -> (on_pumping, on_turn ...) -> finish_if_done
 *          -> join -> release
 */
static void run(void *arg);
static void on_pumping(uv_idle_t *idle);
static void on_turn(uv_timer_t *timer);
static bool exchange(struct worker *worker);
static void finish_if_done(struct worker *worker);
static void release(struct worker *worker);

uint64_t worker_now_us(void)
{
	return uv_hrtime() / 1000;
}

void worker_pump_soon(struct worker *worker)
{
	if (!worker->finished)
		uv_idle_start(&worker->pumping, on_pumping);
}

/* The loop and the handles that are always there. */
static int open_loop(struct worker *worker)
{
	int error = uv_loop_init(&worker->loop);

	if (error != 0)
		return error;
	uv_timer_init(&worker->loop, &worker->turn);
	uv_idle_init(&worker->loop, &worker->pumping);
	worker->turn.data = worker;
	worker->pumping.data = worker;
	uv_timer_start(&worker->turn, on_turn, TURN_MS, TURN_MS);
	uv_idle_start(&worker->pumping, on_pumping);
	return 0;
}

static void close_loop(struct worker *worker)
{
	uv_close((uv_handle_t *)&worker->turn, NULL);
	uv_close((uv_handle_t *)&worker->pumping, NULL);
	for (size_t i = 0; i < PROTOCOL_COUNT; i++)
		if (worker->reach[i] != NULL)
			worker->reach[i]->ops->close(worker->reach[i]);
}

static void run_loop(struct worker *worker)
{
	uv_run(&worker->loop, UV_RUN_DEFAULT);
	uv_loop_close(&worker->loop);
}

/* 0, or an errno. */
static int open_reaches(struct worker *worker)
{
	uint32_t slots = worker->pool.size;

	worker->reach[PROTOCOL_TCP] = reach_connect_create(
		&worker->loop, slots, asking_reached, worker);
	if (worker->reach[PROTOCOL_TCP] == NULL)
		return errno;
	worker->reach[PROTOCOL_UDP] =
		reach_udp_create(&worker->loop, worker->plan.scan.db, slots,
	                         asking_reached, worker);
	return worker->reach[PROTOCOL_UDP] == NULL ? errno : 0;
}

/* What interviews take. */
static bool open_talk(struct worker *worker)
{
	const struct scan_plan *plan = &worker->plan.scan;

	if (plan->db == NULL)
		return true;
	worker->setting = (struct interview_setting){
		.db = plan->db,
		.matcher = db_matcher_create(plan->db),
		.level = plan->options->talk == TALK_FULL ? INTERVIEW_FULL
		                                          : INTERVIEW_LIGHT,
		.all_ports_talk = plan->options->all_ports_talk,
	};
	worker->tls = tls_client_create();
	return worker->setting.matcher != NULL && worker->tls != NULL;
}

static void close_talk(struct worker *worker)
{
	db_matcher_free(worker->setting.matcher);
	tls_client_free(worker->tls);
}

struct worker *worker_create(const struct worker_plan *plan)
{
	struct worker *worker = calloc(1, sizeof(*worker));
	int error = ENOMEM;

	if (worker == NULL)
		goto fail;
	worker->plan = *plan;
	wheel_init(&worker->deadlines, worker_now_us());
	wheel_init(&worker->rests, worker_now_us());
	window_init(&worker->window, plan->max_in_flight);
	spacing_init(&worker->spacing, plan->count);
	text_init(&worker->snapshot);
	worker->snapshot_due_us =
		plan->scan.keep != NULL ? worker_now_us() : NO_SNAPSHOTS;
	if (!open_talk(worker))
		goto fail_talk;
	if (!host_table_init(&worker->hosts))
		goto fail_talk;
	if (!probe_pool_init(&worker->pool, plan->max_in_flight + WAITING_ROOM))
		goto fail_hosts;
	error = -open_loop(worker);
	if (error != 0)
		goto fail_pool;
	error = open_reaches(worker);
	if (error == 0 && !snapshot_resume(worker))
		error = ENOMEM;
	if (error == 0)
		return worker;
	close_loop(worker);
	run_loop(worker);
fail_pool:
	probe_pool_release(&worker->pool);
fail_hosts:
	host_table_release(&worker->hosts);
fail_talk:
	close_talk(worker);
	free(worker);
fail:
	errno = error;
	return NULL;
}

int worker_start(struct worker *worker)
{
	return uv_thread_create(&worker->thread, run, worker);
}

void worker_tell(struct worker *worker)
{
	exchange(worker);
}

static void run(void *arg)
{
	struct worker *worker = arg;

	run_loop(worker);
	atomic_store(&worker->gauge.done, true);
	uv_async_send(worker->plan.outbox->wake);
}

static bool is_mine(const struct worker *worker,
                    const struct question *question)
{
	return question->host % worker->plan.count == worker->plan.index;
}

/* Move on to `group`, one by one, when no more than two are under way. */
static bool enter_group(struct worker *worker, uint64_t group)
{
	while (worker->group < group) {
		if (worker->group_hosts[(worker->group + 1) % 2] > 0)
			return false;
		worker->group++;
		hosting_close_groups(worker);
	}
	return true;
}

enum taken {
	TAKEN,       /* `*probe` is to be asked */
	TAKEN_CARED, /* somebody else's, or parked: look further */
	TAKEN_NONE,  /* there is none, or nowhere to put it */
};

/* The next place of the order that is our shard's. */
static uint64_t next_place(const struct worker *worker)
{
	const struct scan_plan *plan = &worker->plan.scan;

	return worker->cursor * plan->shard_count + plan->shard_index;
}

static bool is_at_end(const struct worker *worker)
{
	return worker->cursor >= scan_question_count(&worker->plan.scan);
}

static bool is_skipped(const struct worker *worker,
                       const struct question *question)
{
	const struct host_bits *skip = worker->plan.scan.skip;

	return skip != NULL && host_bits_has(skip, question->host);
}

/* A probe for `question`, which has left the order; NULL: none is free. */
static struct probe *embody(struct worker *worker,
                            const struct question *question, struct host *host)
{
	struct probe *probe = probe_pool_take(&worker->pool);

	if (probe == NULL)
		return NULL;
	worker->cursor++;
	probe->stage = PROBE_WAITING;
	probe->question = *question;
	probe->host = host;
	host->probes++;
	return probe;
}

static bool park(struct worker *worker, const struct question *question,
                 struct host *host)
{
	if (!place_set_add(&host->parked, question->place,
	                   probe_space_ports(worker->plan.scan.space)))
		return false;
	worker->cursor++;
	return true;
}

/* Look at the next question of the order. */
static enum taken take_question(struct worker *worker, struct probe **probe)
{
	const struct probe_space *space = worker->plan.scan.space;
	uint64_t place = next_place(worker);
	struct question question;
	struct host *host;

	if (is_at_end(worker) ||
	    !enter_group(worker, probe_space_group(space, place)))
		return TAKEN_NONE;
	question = probe_space_at(space, place);
	if (!is_mine(worker, &question)) {
		worker->cursor++;
		return TAKEN_CARED;
	}
	host = hosting_enter(worker, &question);
	if (host == NULL) /* no memory: try again later */
		return TAKEN_NONE;
	if (is_skipped(worker, &question)) {
		*probe = embody(worker, &question, host);
		if (*probe == NULL)
			return TAKEN_NONE;
		asking_skip(worker, *probe);
		return TAKEN_CARED;
	}
	if (!hosting_has_room(host) || host->parked.count > 0)
		return park(worker, &question, host) ? TAKEN_CARED : TAKEN_NONE;
	*probe = embody(worker, &question, host);
	return *probe != NULL ? TAKEN : TAKEN_NONE;
}

static struct probe *next_question(struct worker *worker)
{
	struct probe *probe;

	for (unsigned i = 0; i < TAKES_MAX; i++)
		switch (take_question(worker, &probe)) {
		case TAKEN: return probe;
		case TAKEN_NONE: return NULL;
		case TAKEN_CARED: break;
		}
	worker_pump_soon(worker);
	return NULL;
}

/* The next probe that may be asked now; NULL when there is none. */
static struct probe *next_to_ask(struct worker *worker)
{
	struct probe *probe;

	if (atomic_load(&worker->cancel) ||
	    !shortage_allows(&worker->shortage, worker_now_us() / 1000) ||
	    !window_allows(&worker->window, worker->in_flight) ||
	    !spacing_allows(&worker->spacing, worker_now_us()) ||
	    !pace_take(worker->plan.pace))
		return NULL;
	probe = probe_queue_pop(&worker->unsent);
	if (probe == NULL)
		probe = hosting_next(worker);
	if (probe == NULL)
		probe = next_question(worker);
	if (probe == NULL)
		pace_return(worker->plan.pace);
	return probe;
}

/* Hand over what was found, take back what was reported.  False: it could not
 * be handed over yet. */
static bool exchange(struct worker *worker)
{
	bool due = worker_now_us() >= worker->snapshot_due_us;
	struct probe_queue returned;
	struct probe *probe;
	bool posted;

	if (due)
		snapshot_take(worker);
	posted = outbox_post(worker->plan.outbox, &worker->settled,
	                     &worker->done_hosts, &worker->snapshot);
	if (due && posted)
		worker->snapshot_due_us = worker_now_us() + SNAPSHOT_EVERY_US;
	text_clear(&worker->snapshot); /* if it was not posted it gets old */
	returned = outbox_reclaim(worker->plan.outbox);
	if (returned.first != NULL)
		worker_pump_soon(worker);
	while ((probe = probe_queue_pop(&returned)) != NULL)
		probe_pool_give(&worker->pool, probe);
	return posted;
}

/* The order is at its end: nothing joins the hosts that are being asked. */
static void note_end(struct worker *worker)
{
	if (worker->group == UINT64_MAX || !is_at_end(worker))
		return;
	worker->group = UINT64_MAX;
	hosting_close_groups(worker);
}

/* Start what may be started, but let the loop turn now and then. */
static void on_pumping(uv_idle_t *idle)
{
	struct worker *worker = idle->data;

	uv_idle_stop(idle);
	for (unsigned started = 0; started < BURST_MAX; started++) {
		struct probe *probe = next_to_ask(worker);

		if (probe == NULL)
			break;
		asking_ask(worker, probe);
		if (started + 1 == BURST_MAX)
			worker_pump_soon(worker);
	}
	for (size_t i = 0; i < PROTOCOL_COUNT; i++)
		worker->reach[i]->ops->flush(worker->reach[i]);
	note_end(worker);
	finish_if_done(worker);
}

static void expire(struct worker *worker)
{
	struct wheel_node *node;
	uint64_t now_us;

	/* After a pause of ours (suspended, or starved) the answers are there,
	 * unread: hear them first. */
	for (size_t i = 0; i < PROTOCOL_COUNT; i++)
		worker->reach[i]->ops->collect(worker->reach[i]);
	now_us = worker_now_us();
	while ((node = wheel_expire(&worker->deadlines, now_us)) != NULL)
		asking_expired(worker, (struct probe *)node);
	while ((node = wheel_expire(&worker->rests, now_us)) != NULL)
		hosting_rested(worker, (struct host *)node);
}

static void tell_gauge(struct worker *worker)
{
	struct worker_gauge *gauge = &worker->gauge;

	atomic_store_explicit(&gauge->in_flight, worker->in_flight,
	                      memory_order_relaxed);
	atomic_store_explicit(&gauge->short_of_something,
	                      worker->shortage.present, memory_order_relaxed);
}

/* Settle what is under way as untested, but for open ports: what those have
 * said by now arrives later. */
static void cancel(struct worker *worker)
{
	/* What ends now would not have ended by itself: the last snapshot is
	 * of before. */
	if (worker->plan.scan.keep != NULL)
		worker->snapshot_due_us = 0;
	exchange(worker);
	worker->snapshot_due_us = NO_SNAPSHOTS;
	worker->cancelled = true;
	hosting_stop(worker);
	for (uint32_t i = 0; i < worker->pool.size; i++)
		asking_cancel(worker, &worker->pool.probes[i]);
}

static void on_turn(uv_timer_t *timer)
{
	struct worker *worker = timer->data;

	if (atomic_load(&worker->cancel) && !worker->cancelled)
		cancel(worker);
	expire(worker);
	exchange(worker);
	tell_gauge(worker);
	worker_pump_soon(worker);
}

/* Of a cancelled scan hosts remain whose questions never ended. */
static bool is_done(struct worker *worker)
{
	if (worker->cancelled && worker->in_flight == 0)
		hosting_end(worker);
	return worker->hosts.count == 0 && worker->pool.used == 0 &&
	       worker->settled.first == NULL &&
	       (worker->cancelled || worker->group == UINT64_MAX);
}

/* The only way out. */
static void finish_if_done(struct worker *worker)
{
	if (worker->finished || !is_done(worker))
		return;
	if (worker->snapshot_due_us != NO_SNAPSHOTS)
		worker->snapshot_due_us = 0; /* one that has it all */
	if (!exchange(worker))
		return;
	worker->finished = true;
	close_loop(worker);
}

void worker_cancel(struct worker *worker)
{
	atomic_store(&worker->cancel, true);
}

const struct worker_gauge *worker_gauge(const struct worker *worker)
{
	return &worker->gauge;
}

void worker_join(struct worker *worker, struct scan_tally *tally)
{
	uv_thread_join(&worker->thread);
	scan_tally_add(tally, &worker->tally);
	release(worker);
}

void worker_free(struct worker *worker)
{
	if (worker == NULL)
		return;
	close_loop(worker);
	run_loop(worker);
	release(worker);
}

static void release(struct worker *worker)
{
	close_talk(worker);
	text_release(&worker->snapshot);
	host_table_release(&worker->hosts);
	probe_pool_release(&worker->pool);
	free(worker);
}
