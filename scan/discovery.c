// SPDX-License-Identifier: Apache-2.0
#include "scan/discovery.h"

#include "probes/neighbours.h"
#include "probes/ping.h"
#include "scan/bucket.h"
#include "scan/discovery_rules.h"
#include "scan/shortage.h"
#include "scan/sweep.h"

#include <errno.h>
#include <stdlib.h>

enum {
	TURN_MS = 4,
	/* The kernel remembers some thousand neighbours for some seconds. */
	LISTEN_MS = 1000,
	/* Nothing adapts the pace of echo requests to the network, so it stays
	 * one that networks bear: some 6 Mbit/s. */
	PINGS_PER_S_MAX = 10000,
	/* Where the loss decides on retries it is not known yet: of the hosts
	 * that answer to a single question, one in 125 is missed at 20 % loss.
	 */
	RETRIES_IF_ADAPTIVE = 2,
};

struct discovery {
	struct sink sink; /* of the scan that connects */
	uv_loop_t *loop;
	struct discovery_plan plan;
	discovery_done_cb done;
	void *done_arg;

	uv_timer_t turn;   /* sends echo requests, while there are some */
	uv_timer_t listen; /* looks for neighbours, all the time */
	int open_handles;

	struct ping *ping; /* NULL: the kernel does not let us */
	struct sweep sweep;
	struct bucket bucket;
	struct shortage shortage;

	struct scan_options options;
	struct probe_space *space;
	struct scan *scan; /* while it connects */

	uint64_t started_ms;
	bool finished;
	struct discovery_summary summary;
};

/*
 * In the order of a discovery:
 *
 *   start -> on_turn (ping) -> connect_to_rest -> on_connected -> finish
 *               on_reply           on_finding
 *               on_listen .........................
 */
static void on_turn(uv_timer_t *timer);
static bool ping_next(struct discovery *discovery);
static void on_reply(void *arg, const struct address *from);
static void on_listen(uv_timer_t *timer);
static void connect_to_rest(struct discovery *discovery);
static void on_finding(struct sink *sink, const struct finding *finding);
static void on_flush(struct sink *sink);
static void on_host(struct sink *sink, const struct host_summary *host);
static void on_connected(void *arg, const struct scan_summary *summary);
static void finish(struct discovery *discovery);
static void on_closed(uv_handle_t *handle);

static uint64_t now_ms(void)
{
	return uv_hrtime() / 1000000;
}

uint32_t discovery_silent_rate(const struct scan_options *options)
{
	uint64_t rate =
		UINT64_C(1000) * options->max_in_flight / options->timeout_ms;

	if (options->rate > 0 && options->rate < rate)
		rate = options->rate;
	return rate > 0 ? (uint32_t)rate : 1;
}

static uint32_t ping_rate(const struct scan_options *options)
{
	uint32_t rate = discovery_silent_rate(options);

	return rate < PINGS_PER_S_MAX ? rate : PINGS_PER_S_MAX;
}

/* The scan's options, for a scan that only looks for hosts: every port of an
 * address that stays silent gets all its attempts. */
static struct scan_options searching(const struct scan_options *options)
{
	struct scan_options changed = *options;

	changed.talk = TALK_NONE;
	changed.adaptive_retries = false;
	if (options->adaptive_retries && options->retries > RETRIES_IF_ADAPTIVE)
		changed.retries = RETRIES_IF_ADAPTIVE;
	return changed;
}

static struct probe_space *create_space(const struct discovery_plan *plan)
{
	struct port_plan ports = { .of[PROTOCOL_TCP] = *plan->ports };

	return probe_space_create(plan->targets, &ports, plan->seed);
}

struct discovery *discovery_start(uv_loop_t *loop,
                                  const struct discovery_plan *plan,
                                  discovery_done_cb done, void *arg)
{
	struct discovery *discovery = calloc(1, sizeof(*discovery));

	if (discovery == NULL)
		return NULL;
	discovery->sink = (struct sink){ .finding = on_finding,
		                         .flush = on_flush,
		                         .host = on_host };
	discovery->loop = loop;
	discovery->plan = *plan;
	discovery->done = done;
	discovery->done_arg = arg;
	discovery->options = searching(plan->options);
	discovery->started_ms = now_ms();
	discovery->space = create_space(plan);
	if (discovery->space == NULL) {
		free(discovery);
		return NULL;
	}
	discovery->ping = ping_create(loop, on_reply, discovery);
	if (discovery->ping == NULL)
		discovery->summary.ping_error = errno;
	sweep_init(&discovery->sweep, plan->kept,
	           discovery->ping != NULL ? discovery->options.retries + 1 : 0,
	           plan->options->timeout_ms, plan->seed);
	bucket_init(&discovery->bucket, ping_rate(plan->options));

	uv_timer_init(loop, &discovery->turn);
	uv_timer_init(loop, &discovery->listen);
	discovery->open_handles = 2;
	discovery->turn.data = discovery;
	discovery->listen.data = discovery;
	uv_timer_start(&discovery->turn, on_turn, 0, TURN_MS);
	uv_timer_start(&discovery->listen, on_listen, LISTEN_MS, LISTEN_MS);
	return discovery;
}

static void on_turn(uv_timer_t *timer)
{
	struct discovery *discovery = timer->data;

	while (ping_next(discovery))
		;
}

/* Is it wise to send now? */
static bool may_ping(struct discovery *discovery)
{
	uint64_t now_ns = uv_hrtime();

	return shortage_allows(&discovery->shortage, now_ns / 1000000) &&
	       bucket_wait_ns(&discovery->bucket, now_ns) == 0;
}

/* An echo request that did not leave for want of room is repeated; one that
 * cannot leave is left to the connects, which will say why. */
static bool send_ping(struct discovery *discovery, uint64_t place)
{
	struct address address = target_set_at(discovery->plan.targets, place);
	int error = ping_send(discovery->ping, &address,
	                      (uint16_t)discovery->sweep.pass);

	if ((error == ENOBUFS || error == ENOMEM || error == EAGAIN) &&
	    shortage_failed(&discovery->shortage, now_ms())) {
		sweep_return(&discovery->sweep);
		return false;
	}
	if (error == 0) {
		shortage_over(&discovery->shortage);
		bucket_charge(&discovery->bucket, uv_hrtime());
		discovery->summary.attempts++;
	}
	return true;
}

/* False: nothing more this turn. */
static bool ping_next(struct discovery *discovery)
{
	uint64_t place;

	if (!may_ping(discovery))
		return false;
	switch (sweep_next(&discovery->sweep, now_ms(), &place)) {
	case SWEEP_ASK: return send_ping(discovery, place);
	case SWEEP_WAIT: return false;
	case SWEEP_DONE: connect_to_rest(discovery); return false;
	}
	return false;
}

static void keep(struct discovery *discovery, const struct address *address)
{
	uint64_t place;

	if (target_set_find(discovery->plan.targets, address, &place))
		host_bits_set(discovery->plan.kept, place);
}

static void on_reply(void *arg, const struct address *from)
{
	keep(arg, from);
}

static void on_neighbour(void *arg, const struct address *address)
{
	keep(arg, address);
}

/* Where the table cannot be read the other ways have to do. */
static void look_for_neighbours(struct discovery *discovery)
{
	neighbours_read(on_neighbour, discovery);
}

static void on_listen(uv_timer_t *timer)
{
	look_for_neighbours(timer->data);
}

static void connect_to_rest(struct discovery *discovery)
{
	struct scan_plan plan = {
		.options = &discovery->options,
		.space = discovery->space,
		.registry = discovery->plan.registry,
		.sink = &discovery->sink,
		.seed = discovery->plan.seed,
		.skip = discovery->plan.kept,
	};

	uv_timer_stop(&discovery->turn);
	look_for_neighbours(discovery);
	discovery->scan =
		scan_start(discovery->loop, &plan, on_connected, discovery);
	if (discovery->scan != NULL)
		return;
	discovery->summary.error = errno;
	finish(discovery);
}

static void on_finding(struct sink *sink, const struct finding *finding)
{
	if (discovery_keeps(finding->outcome))
		keep((struct discovery *)sink, &finding->address);
}

static void on_flush(struct sink *sink)
{
	(void)sink;
}

static void on_host(struct sink *sink, const struct host_summary *host)
{
	(void)sink;
	(void)host;
}

static void on_connected(void *arg, const struct scan_summary *summary)
{
	struct discovery *discovery = arg;

	discovery->scan = NULL;
	discovery->summary.attempts += summary->attempts;
	discovery->summary.canaries = summary->canaries;
	discovery->summary.complete = !summary->interrupted;
	look_for_neighbours(discovery);
	finish(discovery);
}

void discovery_cancel(struct discovery *discovery)
{
	if (discovery->scan != NULL)
		scan_cancel(discovery->scan);
	else
		finish(discovery);
}

struct discovery_progress discovery_progress(const struct discovery *discovery)
{
	const struct sweep *sweep = &discovery->sweep;
	struct discovery_progress progress = {
		.pinging = discovery->scan == NULL,
		.done = sweep->pass * sweep->found->size + sweep->cursor,
		.count = sweep->passes * sweep->found->size,
		.kept = host_bits_count(discovery->plan.kept),
	};

	if (discovery->scan != NULL) {
		struct scan_progress scan = scan_progress(discovery->scan);

		progress.done = scan.settled;
		progress.count = scan.count;
	}
	return progress;
}

/* The only way out. */
static void finish(struct discovery *discovery)
{
	if (discovery->finished)
		return;
	discovery->finished = true;
	if (discovery->ping != NULL)
		ping_close(discovery->ping);
	uv_close((uv_handle_t *)&discovery->turn, on_closed);
	uv_close((uv_handle_t *)&discovery->listen, on_closed);
}

static void on_closed(uv_handle_t *handle)
{
	struct discovery *discovery = handle->data;

	if (--discovery->open_handles > 0)
		return;
	discovery->summary.elapsed_ms = now_ms() - discovery->started_ms;
	discovery->done(discovery->done_arg, &discovery->summary);
	probe_space_free(discovery->space);
	free(discovery);
}
