// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_WORKER_H
#define PORTSCAN_SCAN_WORKER_H

#include "scan/outbox.h"
#include "scan/pace.h"
#include "scan/scan.h"
#include "scan/tally.h"

#include <stdatomic.h>

/*
 * One loop in a thread of its own, which asks the questions of its share of
 * the addresses.  All that a host needs is in one worker, so workers share
 * nothing but the pace; what they find goes out through their outbox.
 */
struct worker;

struct worker_plan {
	struct scan_plan scan;
	uint32_t index, count;  /* asks every count-th address, from index */
	uint32_t max_in_flight; /* its share */
	struct pace *pace;
	struct outbox *outbox;
};

/* For the progress line; written by the worker, read by anyone. */
struct worker_gauge {
	atomic_uint_least64_t settled;
	atomic_uint_least64_t open;
	atomic_uint in_flight;
	atomic_bool short_of_something;
	atomic_bool done; /* nothing more will come: join it */
};

/* A worker that has not started.  NULL with errno set when memory or
 * descriptors are lacking. */
struct worker *worker_create(const struct worker_plan *plan);

/* Free a worker that was not started. */
void worker_free(struct worker *worker);

/* Post where a worker is that has not started. */
void worker_tell(struct worker *worker);

/* Start asking.  0, or a libuv error. */
int worker_start(struct worker *worker);

/* Stop asking; may be called from any thread. */
void worker_cancel(struct worker *worker);

const struct worker_gauge *worker_gauge(const struct worker *worker);

/*
 * Wait for the thread, add what it counted to `tally` and free the worker.
 * Every probe that it posted must have been given back, or it never ends.
 */
void worker_join(struct worker *worker, struct scan_tally *tally);

#endif
