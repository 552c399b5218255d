// SPDX-License-Identifier: Apache-2.0
#include "audit/second_look.h"

#include "base/grow.h"

#include <stdlib.h>

static int compare(const void *a, const void *b)
{
	const struct doubt *left = a, *right = b;
	int order = address_compare(&left->address, &right->address);

	if (order == 0)
		order = (int)left->protocol - (int)right->protocol;
	return order != 0 ? order : (int)left->port - (int)right->port;
}

static bool has(const struct doubt_list *doubts, const struct doubt *doubt)
{
	return doubts->count > 0 && bsearch(doubt, doubts->items, doubts->count,
	                                    sizeof(*doubt), compare) != NULL;
}

/* Questions while they are gathered. */
struct gathering {
	struct doubt *items;
	size_t count, room;
};

static bool gather(struct gathering *into, const struct address *address,
                   enum protocol protocol, uint16_t port)
{
	struct doubt *items =
		grow(into->items, &into->room, into->count, sizeof(*items));

	if (items == NULL)
		return false;
	into->items = items;
	items[into->count++] = (struct doubt){ *address, protocol, port };
	return true;
}

/* Where the sightings of `address` begin, or would. */
static size_t first_of_host(const struct snapshot *snapshot,
                            const struct address *address)
{
	size_t low = 0, high = snapshot->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (address_compare(&snapshot->sightings[middle].address,
		                    address) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool gather_host(struct gathering *into, const struct address *address,
                        const struct snapshot *snapshot)
{
	for (size_t i = first_of_host(snapshot, address); i < snapshot->count;
	     i++) {
		const struct sighting *seen = &snapshot->sightings[i];

		if (!address_equal(&seen->address, address))
			break;
		if (!gather(into, address, seen->protocol, seen->port))
			return false;
	}
	return true;
}

static bool gather_change(struct gathering *into, const struct change *change,
                          const struct snapshot *before,
                          const struct snapshot *now)
{
	switch (change->kind) {
	case CHANGE_OPENED:
	case CHANGE_CLOSED:
	case CHANGE_CHANGED:
		return gather(into, &change->address, change->protocol,
		              change->port);
	case CHANGE_APPEARED: return gather_host(into, &change->address, now);
	case CHANGE_VANISHED:
		return gather_host(into, &change->address, before);
	case CHANGE_NOT_COMPARABLE: break;
	}
	return true;
}

static size_t drop_doubles(struct doubt *items, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (kept == 0 || compare(&items[kept - 1], &items[i]) != 0)
			items[kept++] = items[i];
	return kept;
}

bool doubt_list_make(struct doubt_list *doubts,
                     const struct change_list *changes,
                     const struct snapshot *before, const struct snapshot *now)
{
	struct gathering all = { 0 };
	bool whole = true;

	for (size_t i = 0; i < changes->count && whole; i++)
		whole = gather_change(&all, &changes->items[i], before, now);
	if (all.count > 0)
		qsort(all.items, all.count, sizeof(*all.items), compare);
	*doubts = (struct doubt_list){ all.items,
		                       drop_doubles(all.items, all.count) };
	if (!whole)
		doubt_list_release(doubts);
	return whole;
}

void doubt_list_release(struct doubt_list *doubts)
{
	free(doubts->items);
	*doubts = (struct doubt_list){ 0 };
}

bool doubt_list_spread(const struct doubt_list *doubts,
                       struct target_set *targets, struct port_plan *ports)
{
	target_set_init(targets);
	*ports = (struct port_plan){ 0 };
	for (size_t i = 0; i < doubts->count; i++) {
		const struct doubt *doubt = &doubts->items[i];

		port_set_add(&ports->of[doubt->protocol], doubt->port,
		             doubt->port);
		if (target_set_add(targets, &doubt->address, &doubt->address) !=
		    TARGET_SET_OK)
			return false;
	}
	return target_set_seal(targets, NULL) == TARGET_SET_OK;
}

/* Did the target, or its silence, answer the question? */
static bool is_conclusive(struct answer answer)
{
	return answer.asked == ASKED_KNOWN &&
	       (answer.outcome.state == PORT_CLOSED ||
	        answer.outcome.reason == REASON_NO_RESPONSE);
}

/* Did the second look answer this doubt, and how if it is not open? */
static bool was_answered(const struct snapshot *again,
                         const struct doubt *doubt, struct answer *answer)
{
	*answer = (struct answer){ 0 };
	if (snapshot_find(again, &doubt->address, doubt->protocol,
	                  doubt->port) != NULL)
		return true;
	*answer = coverage_find(again->coverage, &doubt->address,
	                        doubt->protocol, doubt->port);
	return is_conclusive(*answer);
}

static struct doubt doubt_of(const struct sighting *sighting)
{
	return (struct doubt){ sighting->address, sighting->protocol,
		               sighting->port };
}

/* What of `now` stands, which is all that was not answered anew. */
static bool keep_first(struct snapshot *merged, const struct snapshot *now,
                       const struct snapshot *again,
                       const struct doubt_list *doubts)
{
	struct answer answer;

	for (size_t i = 0; i < now->count; i++) {
		struct doubt doubt = doubt_of(&now->sightings[i]);

		if (has(doubts, &doubt) && was_answered(again, &doubt, &answer))
			continue;
		if (!snapshot_add(merged, &now->sightings[i]))
			return false;
	}
	return true;
}

static bool add_second(struct snapshot *merged, const struct snapshot *again,
                       const struct doubt_list *doubts)
{
	for (size_t i = 0; i < again->count; i++) {
		struct doubt doubt = doubt_of(&again->sightings[i]);

		if (has(doubts, &doubt) &&
		    !snapshot_add(merged, &again->sightings[i]))
			return false;
	}
	return true;
}

static void cover_second(struct coverage *coverage,
                         const struct snapshot *again,
                         const struct doubt_list *doubts)
{
	for (size_t i = 0; i < doubts->count; i++) {
		const struct doubt *doubt = &doubts->items[i];
		struct answer answer;

		if (was_answered(again, doubt, &answer) &&
		    answer.asked == ASKED_KNOWN)
			coverage_add(coverage, &doubt->address, doubt->protocol,
			             doubt->port, answer.outcome);
	}
}

bool second_look_merge(struct snapshot *merged, struct snapshot *now,
                       const struct snapshot *again,
                       const struct doubt_list *doubts)
{
	*merged = (struct snapshot){ .depth = now->depth,
		                     .time_us = now->time_us };
	if (!keep_first(merged, now, again, doubts) ||
	    !add_second(merged, again, doubts))
		return false;
	merged->coverage = now->coverage;
	now->coverage = NULL;
	cover_second(merged->coverage, again, doubts);
	snapshot_sort(merged);
	return !coverage_failed(merged->coverage);
}

/* The order of a list, as far as it tells changes apart. */
static int compare_changes(const void *a, const void *b)
{
	const struct change *left = a, *right = b;
	int order = (int)left->kind - (int)right->kind;

	if (order == 0)
		order = address_compare(&left->address, &right->address);
	if (order == 0)
		order = (int)left->protocol - (int)right->protocol;
	return order != 0 ? order : (int)left->port - (int)right->port;
}

static bool list_has(const struct change_list *changes,
                     const struct change *change)
{
	return changes->count > 0 &&
	       bsearch(change, changes->items, changes->count, sizeof(*change),
	               compare_changes) != NULL;
}

bool second_look_denied(const struct change_list *first,
                        const struct change_list *second,
                        struct change_list *denied)
{
	size_t room = 0;

	*denied = (struct change_list){ 0 };
	for (size_t i = 0; i < first->count; i++) {
		const struct change *change = &first->items[i];
		struct change *items;

		if (change->kind == CHANGE_NOT_COMPARABLE ||
		    list_has(second, change))
			continue;
		items = grow(denied->items, &room, denied->count,
		             sizeof(*items));
		if (items == NULL)
			return false;
		denied->items = items;
		items[denied->count++] = *change;
	}
	return true;
}
