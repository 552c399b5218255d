// SPDX-License-Identifier: Apache-2.0
#include "identify/db_ports.h"

#include "identify/db_words.h"

#include <stdlib.h>

bool db_ports_take(struct bytes *list, struct db_range *range)
{
	struct bytes rest = *list;
	uint32_t first, last;

	if (!db_take_number(&rest, UINT16_MAX, &first))
		return false;
	last = first;
	if (db_take_byte(&rest, '-') &&
	    !db_take_number(&rest, UINT16_MAX, &last))
		return false;
	/* A comma stands between two. */
	if (last < first ||
	    (rest.len > 0 && (!db_take_byte(&rest, ',') || rest.len == 0)))
		return false;
	*range = (struct db_range){ (uint16_t)first, (uint16_t)last };
	*list = rest;
	return true;
}

bool db_ports_add(struct db_ports *ports, struct db_range range)
{
	size_t count = ports->count;

	/* There is room for the next power of two. */
	if ((count & (count - 1)) == 0) {
		size_t room = count == 0 ? 1 : 2 * count;
		struct db_range *ranges =
			realloc(ports->ranges, room * sizeof(*ranges));

		if (ranges == NULL)
			return false;
		ports->ranges = ranges;
	}
	ports->ranges[ports->count++] = range;
	return true;
}

static int compare(const void *a, const void *b)
{
	const struct db_range *left = a, *right = b;

	return left->first - right->first;
}

void db_ports_settle(struct db_ports *ports)
{
	size_t kept = 0;

	if (ports->count == 0)
		return;
	qsort(ports->ranges, ports->count, sizeof(ports->ranges[0]), compare);
	for (size_t i = 1; i < ports->count; i++) {
		struct db_range *last = &ports->ranges[kept];
		struct db_range range = ports->ranges[i];

		if (range.first > last->last + 1)
			ports->ranges[++kept] = range;
		else if (range.last > last->last)
			last->last = range.last;
	}
	ports->count = kept + 1;
}

bool db_ports_have(const struct db_ports *ports, uint16_t port)
{
	size_t low = 0, high = ports->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (ports->ranges[middle].last < port)
			low = middle + 1;
		else
			high = middle;
	}
	return low < ports->count && ports->ranges[low].first <= port;
}

void db_ports_release(struct db_ports *ports)
{
	free(ports->ranges);
	*ports = (struct db_ports){ 0 };
}
