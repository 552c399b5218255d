// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_HOST_LIST_H
#define PORTSCAN_SCAN_HOST_LIST_H

#include "scan/host_table.h"
#include "scan/sink.h"

/* The hosts that answered, kept until the end of a scan to come out in order.
 * Zero is empty. */
struct host_list {
	struct host_summary *items;
	size_t count;
	size_t capacity;
};

/* What a report says of a host that is done with. */
struct host_summary host_summarise(const struct host *host);

/* Out of memory the host is not listed. */
void host_list_add(struct host_list *list, const struct host_summary *host);

/* Give all to `sink`, in ascending order of address. */
void host_list_report(struct host_list *list, struct sink *sink);

void host_list_release(struct host_list *list);

#endif
