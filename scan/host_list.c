// SPDX-License-Identifier: Apache-2.0
#include "scan/host_list.h"

#include <stdlib.h>

struct host_summary host_summarise(const struct host *host)
{
	struct host_summary summary = {
		.address = host->address,
		.has_rtt = host->rtt.sampled,
		.srtt_us = host->rtt.srtt_us,
		.rttvar_us = host->rtt.rttvar_us,
		.suspect = host->suspect,
		.icmp_limited = host->icmp_limited,
	};

	for (size_t i = 0; i < PORT_STATE_COUNT; i++)
		summary.states[i] = host->states[i];
	return summary;
}

static bool grow(struct host_list *list)
{
	size_t capacity = list->capacity > 0 ? 2 * list->capacity : 64;
	struct host_summary *items =
		reallocarray(list->items, capacity, sizeof(*items));

	if (items == NULL)
		return false;
	list->items = items;
	list->capacity = capacity;
	return true;
}

void host_list_add(struct host_list *list, const struct host_summary *host)
{
	if (list->count < list->capacity || grow(list))
		list->items[list->count++] = *host;
}

static int by_address(const void *a, const void *b)
{
	const struct host_summary *left = a;
	const struct host_summary *right = b;

	return address_compare(&left->address, &right->address);
}

void host_list_report(struct host_list *list, struct sink *sink)
{
	if (list->count > 0)
		qsort(list->items, list->count, sizeof(list->items[0]),
		      by_address);
	for (size_t i = 0; i < list->count; i++)
		sink->host(sink, &list->items[i]);
}

void host_list_release(struct host_list *list)
{
	free(list->items);
	*list = (struct host_list){ 0 };
}
