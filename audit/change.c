// SPDX-License-Identifier: Apache-2.0
#include "audit/change.h"

#include "audit/change_aspects.h"
#include "audit/change_judge.h"
#include "base/grow.h"

#include <stdlib.h>

/* What one of the snapshots saw of one address. */
struct host {
	const struct sighting *ports;
	size_t count;
	size_t open; /* of them */
};

struct making {
	struct change_list *changes;
	size_t room;
	const struct snapshot *before, *after;
	bool failed;
};

static void push(struct making *making, const struct change *change)
{
	struct change_list *changes = making->changes;
	struct change *items = grow(changes->items, &making->room,
	                            changes->count, sizeof(*items));

	if (items == NULL) {
		making->failed = true;
		return;
	}
	changes->items = items;
	items[changes->count++] = *change;
}

/* What is known in both snapshots of the port that one of them, `port`, saw. */
static struct change change_of(const struct making *making,
                               const struct sighting *port,
                               const struct sighting *before,
                               const struct sighting *after)
{
	return (struct change){
		.address = port->address,
		.protocol = port->protocol,
		.port = port->port,
		.before = before,
		.after = after,
		.answer_before = change_answer(making->before, port),
		.answer_after = change_answer(making->after, port),
	};
}

static void set_incomparable(struct change *change, enum incomparable why)
{
	change->kind = CHANGE_NOT_COMPARABLE;
	change->why = why;
}

static void push_opened(struct making *making, const struct sighting *after)
{
	struct change change = change_of(making, after, NULL, after);

	change.kind = CHANGE_OPENED;
	if (!change_was_not_open(&change.answer_before, &change.why))
		set_incomparable(&change,
		                 change.why == INCOMPARABLE_NOT_ASKED_NOW
		                         ? INCOMPARABLE_NOT_ASKED_BEFORE
		                         : change.why);
	push(making, &change);
}

static void push_closed(struct making *making, const struct sighting *before)
{
	struct change change = change_of(making, before, before, NULL);

	change.kind = CHANGE_CLOSED;
	if (!change_was_not_open(&change.answer_after, &change.why))
		set_incomparable(&change, change.why);
	push(making, &change);
}

/* The aspects in which the snapshots can contradict each other: what looked
 * less closely cannot, and two programs have their own names for services. */
static unsigned comparable_aspects(const struct making *making)
{
	if (making->after->depth < making->before->depth)
		return 0;
	if (making->after->foreign != making->before->foreign)
		return ASPECT_CERTIFICATE | ASPECT_HOST_KEY;
	return ~0u;
}

/* Open in both: is it the same who answers? */
static void push_changed(struct making *making, const struct sighting *before,
                         const struct sighting *after)
{
	struct change change = change_of(making, after, before, after);
	struct aspects aspects = change_aspects(before, after);

	if (aspects.changed == 0 && aspects.unknown == 0)
		return;
	change.kind = CHANGE_CHANGED;
	change.aspects = aspects.changed & comparable_aspects(making);
	if (change.aspects == 0)
		set_incomparable(&change, INCOMPARABLE_LESS_KNOWN);
	push(making, &change);
}

static void push_host(struct making *making, enum change_kind kind,
                      const struct address *address)
{
	const struct change change = { .kind = kind,
		                       .address = *address,
		                       .whole_host = true };

	push(making, &change);
}

/* Is the host silent in `snapshot`, so that the open ports which the other one
 * saw, `host`, say that it came or went?  One of them has to have been asked in
 * both: silence where nobody answered before tells nothing. */
static bool is_silent(const struct snapshot *snapshot, const struct host *host)
{
	if (coverage_presence(snapshot->coverage, &host->ports->address) !=
	    PRESENCE_SILENT)
		return false;
	for (size_t i = 0; i < host->count; i++)
		if (change_is_open(&host->ports[i]) &&
		    change_answer(snapshot, &host->ports[i]).asked ==
		            ASKED_KNOWN)
			return true;
	return false;
}

static void compare_port(struct making *making, const struct sighting *before,
                         const struct sighting *after)
{
	if (change_is_open(before) && change_is_open(after))
		push_changed(making, before, after);
	else if (change_is_open(before))
		push_closed(making, before);
	else if (change_is_open(after))
		push_opened(making, after);
}

static void compare_ports(struct making *making, const struct host *before,
                          const struct host *after)
{
	size_t i = 0, j = 0;

	while (i < before->count || j < after->count) {
		const struct sighting *then =
			i < before->count ? &before->ports[i] : NULL;
		const struct sighting *now =
			j < after->count ? &after->ports[j] : NULL;
		int order = then == NULL  ? 1
		            : now == NULL ? -1
		                          : sighting_compare(then, now);

		compare_port(making, order <= 0 ? then : NULL,
		             order >= 0 ? now : NULL);
		i += order <= 0;
		j += order >= 0;
	}
}

static void compare_hosts(struct making *making, const struct host *before,
                          const struct host *after)
{
	if (before->open > 0 && after->open == 0 &&
	    is_silent(making->after, before))
		push_host(making, CHANGE_VANISHED, &before->ports->address);
	else if (before->open == 0 && after->open > 0 &&
	         is_silent(making->before, after))
		push_host(making, CHANGE_APPEARED, &after->ports->address);
	else
		compare_ports(making, before, after);
}

/* The sightings from `at` on, to the end of their address. */
static struct host next_host(const struct snapshot *snapshot, size_t at)
{
	struct host host = { snapshot->sightings + at, 0, 0 };

	while (at + host.count < snapshot->count &&
	       address_equal(&host.ports[host.count].address,
	                     &host.ports->address)) {
		host.open += change_is_open(&host.ports[host.count]);
		host.count++;
	}
	return host;
}

static int compare_addresses(const struct host *before,
                             const struct host *after)
{
	if (before->count == 0 || after->count == 0)
		return before->count == 0 ? 1 : -1;
	return address_compare(&before->ports->address, &after->ports->address);
}

static void compare_snapshots(struct making *making)
{
	static const struct host none;
	size_t i = 0, j = 0;

	while (!making->failed &&
	       (i < making->before->count || j < making->after->count)) {
		struct host before = next_host(making->before, i);
		struct host after = next_host(making->after, j);
		int order = compare_addresses(&before, &after);

		if (order > 0)
			before = none;
		if (order < 0)
			after = none;
		compare_hosts(making, &before, &after);
		i += before.count;
		j += after.count;
	}
}

static int compare_changes(const void *a, const void *b)
{
	const struct change *left = a, *right = b;
	int order = address_compare(&left->address, &right->address);

	if (left->kind != right->kind)
		return (int)left->kind - (int)right->kind;
	if (order != 0)
		return order;
	if (left->protocol != right->protocol)
		return (int)left->protocol - (int)right->protocol;
	return (int)left->port - (int)right->port;
}

bool change_list_make(struct change_list *changes,
                      const struct snapshot *before,
                      const struct snapshot *after)
{
	struct making making = { .changes = changes,
		                 .before = before,
		                 .after = after };

	*changes = (struct change_list){ 0 };
	compare_snapshots(&making);
	if (making.failed)
		change_list_release(changes);
	if (changes->count > 0)
		qsort(changes->items, changes->count, sizeof(*changes->items),
		      compare_changes);
	return !making.failed;
}

void change_list_release(struct change_list *changes)
{
	free(changes->items);
	*changes = (struct change_list){ 0 };
}

size_t change_list_count(const struct change_list *changes,
                         enum change_kind kind)
{
	size_t count = 0;

	for (size_t i = 0; i < changes->count; i++)
		count += changes->items[i].kind == kind;
	return count;
}
