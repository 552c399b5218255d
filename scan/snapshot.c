// SPDX-License-Identifier: Apache-2.0
#include "scan/worker_state.h"

#include "scan/checkpoint_parse.h"

#include <stdlib.h>

/* Numbers of questions, in any order. */
struct numbers {
	uint64_t *items;
	size_t count;
	size_t capacity;
	bool failed;
};

static void add_number(struct numbers *numbers, uint64_t number)
{
	if (numbers->count == numbers->capacity) {
		size_t capacity =
			numbers->capacity > 0 ? 2 * numbers->capacity : 1024;
		uint64_t *items =
			reallocarray(numbers->items, capacity, sizeof(*items));

		if (items == NULL) {
			numbers->failed = true;
			return;
		}
		numbers->items = items;
		numbers->capacity = capacity;
	}
	numbers->items[numbers->count++] = number;
}

/* What a snapshot is being made of. */
struct taking {
	struct worker *worker;
	struct numbers unsettled;
	uint32_t ports;
};

static bool is_unsettled(const struct probe *probe)
{
	switch (probe->stage) {
	case PROBE_FREE:
	case PROBE_SETTLED: return false;
	case PROBE_WAITING:
	case PROBE_REACHING:
	case PROBE_QUEUED:
	case PROBE_TALKING:
	case PROBE_WITHHELD: break;
	}
	return !probe->canary;
}

static void add_probes(struct taking *taking)
{
	const struct probe_pool *pool = &taking->worker->pool;

	for (uint32_t i = 0; i < pool->size; i++)
		if (is_unsettled(&pool->probes[i]))
			add_number(&taking->unsettled,
			           question_id(&pool->probes[i].question,
			                       taking->ports));
}

static void add_places(struct taking *taking, const struct host *host,
                       const struct place_set *set)
{
	uint32_t from = 0, place;

	for (; place_set_find(set, from, taking->ports, &place);
	     from = place + 1)
		add_number(&taking->unsettled,
		           host->place * taking->ports + place);
}

static void put_host(struct worker *worker, const struct host *host)
{
	struct checkpoint_host known = {
		.place = host->place,
		.answered = host->answered,
		.suspect = host->suspect,
		.canaried = host->canary == CANARY_TOLD,
		.icmp_limited = host->icmp_limited,
		.rtt = host->rtt,
	};

	for (size_t i = 0; i < PORT_STATE_COUNT; i++)
		known.states[i] = host->states[i];
	checkpoint_put_known(&worker->snapshot, &known);
}

static void take_host(void *arg, struct host *host)
{
	struct taking *taking = arg;

	add_places(taking, host, &host->parked);
	add_places(taking, host, &host->held);
	add_places(taking, host, &host->tried);
	if (host->lane != NULL)
		add_places(taking, host, &host->lane->fresh);
	if (host->answered || host->settled > 0)
		put_host(taking->worker, host);
}

static int by_number(const void *a, const void *b)
{
	const uint64_t *left = a;
	const uint64_t *right = b;

	return (*left > *right) - (*left < *right);
}

static void put_unsettled(struct text *text, struct numbers *numbers)
{
	struct checkpoint_run run;

	if (numbers->count == 0)
		return;
	qsort(numbers->items, numbers->count, sizeof(numbers->items[0]),
	      by_number);
	run = (struct checkpoint_run){ numbers->items[0], numbers->items[0] };
	for (size_t i = 1; i < numbers->count; i++) {
		if (numbers->items[i] > run.last + 1) {
			checkpoint_put_unsettled(text, run);
			run.first = numbers->items[i];
		}
		run.last = numbers->items[i];
	}
	checkpoint_put_unsettled(text, run);
}

/* Out of memory there is no snapshot, and the one before stands. */
void snapshot_take(struct worker *worker)
{
	struct taking taking = {
		.worker = worker,
		.ports = probe_space_ports(worker->plan.scan.space),
	};

	text_clear(&worker->snapshot);
	checkpoint_put_cursor(&worker->snapshot, worker->cursor);
	add_probes(&taking);
	host_table_each(&worker->hosts, take_host, &taking);
	put_unsettled(&worker->snapshot, &taking.unsettled);
	checkpoint_put_tally(&worker->snapshot, &worker->tally);
	if (taking.unsettled.failed || worker->snapshot.failed)
		text_clear(&worker->snapshot);
	free(taking.unsettled.items);
}

static struct host *enter_host(struct worker *worker, uint64_t place)
{
	struct question question =
		probe_space_question(worker->plan.scan.space, place, 0);

	return hosting_enter(worker, &question);
}

static bool resume_host(struct worker *worker,
                        const struct checkpoint_host *known)
{
	struct host *host = enter_host(worker, known->place);

	if (host == NULL)
		return false;
	host->answered = known->answered;
	host->suspect = known->suspect;
	host->icmp_limited = known->icmp_limited;
	if (known->canaried)
		host->canary = CANARY_TOLD;
	host->rtt = known->rtt;
	for (size_t i = 0; i < PORT_STATE_COUNT; i++) {
		host->states[i] = (uint32_t)known->states[i];
		host->settled += host->states[i];
	}
	return true;
}

static bool resume_questions(struct worker *worker, struct checkpoint_run run)
{
	uint32_t ports = probe_space_ports(worker->plan.scan.space);

	for (uint64_t id = run.first; id <= run.last; id++) {
		struct host *host = enter_host(worker, id / ports);

		if (host == NULL ||
		    !place_set_add(&host->parked, (uint32_t)(id % ports),
		                   ports))
			return false;
		hosting_feed(worker, host);
	}
	return true;
}

static void rest_host(void *arg, struct host *host)
{
	hosting_rest(arg, host);
}

/* The group of the question at the cursor, or of the last when it is at the
 * end. */
static uint64_t group_of_cursor(const struct worker *worker)
{
	const struct scan_plan *plan = &worker->plan.scan;
	uint64_t count = scan_question_count(plan);
	uint64_t index = worker->cursor < count ? worker->cursor : count - 1;

	return probe_space_group(plan->space,
	                         index * plan->shard_count + plan->shard_index);
}

bool snapshot_resume(struct worker *worker)
{
	const struct checkpoint *from = worker->plan.scan.resumed;
	const struct checkpoint_worker *was;

	if (from == NULL || scan_question_count(&worker->plan.scan) == 0)
		return true;
	was = &from->workers[worker->plan.index];
	worker->cursor = was->cursor;
	worker->tally = was->tally;
	worker->group = group_of_cursor(worker);
	for (size_t i = 0; i < was->known_count; i++)
		if (!resume_host(worker, &was->known[i]))
			return false;
	for (size_t i = 0; i < was->unsettled_count; i++)
		if (!resume_questions(worker, was->unsettled[i]))
			return false;
	host_table_each(&worker->hosts, rest_host, worker);
	return true;
}
