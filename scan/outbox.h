// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_OUTBOX_H
#define PORTSCAN_SCAN_OUTBOX_H

#include "base/text.h"
#include "scan/host_table.h"
#include "scan/probe_pool.h"

#include <stdatomic.h>
#include <uv.h>

/*
 * The way of one worker's findings to the main loop: settled probes, and hosts
 * that are done with.  Probes travel as they are and are given back, so nothing
 * is allocated on the way, and a worker whose findings nobody takes runs out of
 * probes and waits.
 */
struct outbox {
	uv_mutex_t lock;
	struct probe_queue settled;  /* worker to main */
	struct probe_queue returned; /* main to worker */
	struct host *hosts;          /* worker to main, through host.next */
	struct text snapshot; /* the same: of all that was posted before */
	uv_async_t *wake;     /* of the main loop; not owned */
};

/* 0, or a libuv error. */
int outbox_init(struct outbox *outbox, uv_async_t *wake);

/* Everything must have been taken. */
void outbox_release(struct outbox *outbox);

/*
 * Worker: hand over all of `settled`, `hosts` and `snapshot`, which are
 * emptied.  False: not yet, since an earlier snapshot was not taken, and that
 * one knows nothing of what is found after it.
 */
bool outbox_post(struct outbox *outbox, struct probe_queue *settled,
                 struct host **hosts, struct text *snapshot);

/* Worker: what the main loop is done with. */
struct probe_queue outbox_reclaim(struct outbox *outbox);

/* Main: take what is there; the hosts and the snapshot, which is empty when
 * there is none, become the caller's to free. */
void outbox_take(struct outbox *outbox, struct probe_queue *settled,
                 struct host **hosts, struct text *snapshot);

/* Main: give taken probes back. */
void outbox_return(struct outbox *outbox, struct probe_queue *settled);

#endif
