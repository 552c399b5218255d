// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_CONVERSE_H
#define PORTSCAN_PROBES_CONVERSE_H

#include "probes/exchange.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

/*
 * Converse: what an open TCP port has to say, on the connection that reach
 * opened.  Opaque; owns the socket, a timer and the banner from start until
 * just before `done` runs, and frees itself after `done` returns.
 */
struct converse;

struct converse_result {
	const uint8_t *banner; /* not NUL-terminated; valid during the call */
	size_t banner_len;
	bool answered_payload; /* it spoke only after our payload */
	/* Its silence means something.  False when we had nothing we may send
	 * to this port, or were stopped before its time was up. */
	bool heard_out;
};

typedef void (*converse_done_cb)(void *arg,
                                 const struct converse_result *result);

/*
 * Talk on `socket`, a connected non-blocking TCP socket, which is closed with
 * a reset in the end.  `done` runs exactly once, never from inside this call,
 * and by then the descriptor is free.  NULL only when out of memory: the
 * socket is closed and `done` will not run.
 */
struct converse *converse_start(uv_loop_t *loop, int socket,
                                const struct exchange_limits *limits,
                                const struct payload *payload,
                                converse_done_cb done, void *arg);

/* Stop early.  `done` still runs, with what was said by now. */
void converse_cancel(struct converse *converse);

/* Close a connected socket at once, with a reset: nothing lingers. */
void converse_hang_up(int socket);

#endif
