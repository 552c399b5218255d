// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_HOST_TABLE_H
#define PORTSCAN_SCAN_HOST_TABLE_H

#include "probes/outcome.h"
#include "scan/rtt.h"
#include "targets/address.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct probe;

/* First in, first out, linked through probe.next. */
struct probe_queue {
	struct probe *first;
	struct probe *last;
};

/* What the scan knows of one address while it is asking it. */
struct host {
	struct host *next; /* of the same hash */
	struct address address;
	struct rtt rtt;
	bool answered;      /* it is there: something came back from it */
	uint32_t in_flight; /* probes being asked */
	uint32_t settled;   /* questions with an outcome */
	uint32_t states[PORT_STATE_COUNT]; /* of the settled ones */
	struct probe_queue waiting;        /* for room under the cap per host */
};

struct host_table {
	struct host **buckets;
	size_t bucket_count; /* a power of two */
	size_t count;
};

/* False when out of memory. */
bool host_table_init(struct host_table *table);

/* Free the table and its hosts. */
void host_table_release(struct host_table *table);

/* The host at `address`, new and zero if it was not there; NULL when out of
 * memory.  It stays where it is until removed. */
struct host *host_table_get(struct host_table *table,
                            const struct address *address);

void host_table_remove(struct host_table *table, struct host *host);

/* The hosts that answered, in ascending order of address: an array for the
 * caller to free, `*count` long; NULL when out of memory. */
struct host **host_table_answered(const struct host_table *table,
                                  size_t *count);

#endif
