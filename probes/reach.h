// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_REACH_H
#define PORTSCAN_PROBES_REACH_H

#include "identify/service_db.h"
#include "probes/outcome.h"
#include "targets/probe_space.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

/*
 * Reach: ask one port and learn whether it is open.  The scheduler knows this
 * interface only; behind it are TCP connects and UDP datagrams, and one day
 * raw SYNs.
 *
 * An attempt is named by the slot that the caller gives it, a number below
 * the `slots` of the constructor; a slot carries one attempt at a time.
 * Nothing here waits or retries: time is the caller's, who cancels what takes
 * too long.
 */
struct reach;

/* What an attempt brought. */
struct reach_result {
	struct outcome outcome;
	uint64_t rtt_us; /* 0 unless the target itself answered */
	/* TCP, open: the connected socket, non-blocking, now the receiver's to
	 * close; else -1. */
	int socket;
	/* UDP, open: the answer; not owned, valid during the call only. */
	const uint8_t *response;
	size_t response_len;
};

/* Runs once for each attempt that start() left pending and nobody cancelled;
 * from the loop or from inside collect() or flush(), never from start() or
 * cancel().  The slot is free again. */
typedef void (*reach_done_cb)(void *arg, uint32_t slot,
                              const struct reach_result *result);

struct reach_ops {
	/*
	 * Start an attempt.  True: it is pending, and `done` will run unless
	 * it is cancelled.  False: it is settled already, `*result` says how,
	 * and the slot is free; all local failures end like that.  `attempt`
	 * counts from 0 for each question: a later one may ask in another
	 * dialect.
	 */
	bool (*start)(struct reach *reach, uint32_t slot,
	              const struct question *question, unsigned attempt,
	              struct reach_result *result);

	/* Send what start() has queued: call it after a burst of starts.
	 * `done` may run, for what could not be sent. */
	void (*flush)(struct reach *reach);

	/* Run `done` for all that has come by now, without waiting for the
	 * loop to get to it. */
	void (*collect)(struct reach *reach);

	/* How often the kernel has by itself repeated what a pending attempt
	 * sent: SYNs, a second and more after the first. */
	uint32_t (*repeats)(struct reach *reach, uint32_t slot);

	/* Forget a pending attempt. */
	void (*cancel)(struct reach *reach, uint32_t slot);

	/* Cancel what is pending and free `reach`, once the loop has run. */
	void (*close)(struct reach *reach);
};

struct reach {
	const struct reach_ops *ops;
};

/*
 * TCP connect and UDP, by kernel sockets: no privilege needed.  A slot in
 * flight costs a few dozen bytes, and for TCP one descriptor; UDP has some
 * twenty descriptors at most, however many slots.  NULL with errno set when
 * descriptors or memory for the reach itself are lacking.
 */
struct reach *reach_connect_create(uv_loop_t *loop, uint32_t slots,
                                   reach_done_cb done, void *arg);

/* What is sent over UDP is of `db`, which must outlive the reach; NULL: empty
 * datagrams. */
struct reach *reach_udp_create(uv_loop_t *loop, const struct service_db *db,
                               uint32_t slots, reach_done_cb done, void *arg);

#endif
