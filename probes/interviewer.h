// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_INTERVIEWER_H
#define PORTSCAN_PROBES_INTERVIEWER_H

#include "identify/tls_session.h"
#include "probes/interview.h"
#include "targets/address.h"

#include <uv.h>

/*
 * Who holds an interview, on a loop: connects, shakes hands, sends and hears
 * what the interview says, a turn at a time, and never more than one
 * connection or socket at a time.  Opaque; owns the interview and the
 * descriptor from start until just before `done` runs, and frees itself after
 * `done` returns.
 */
struct interviewer;

typedef void (*interviewer_done_cb)(void *arg,
                                    const struct interview_result *result);

struct interviewer_plan {
	uv_loop_t *loop;
	struct tls_client *tls; /* TCP only; must outlive the interviewer */
	const struct address *address; /* copied */
	uint16_t port;
	interviewer_done_cb done;
	void *arg;
};

/*
 * Hold `interview`, which is taken over.  `socket` is a connected non-blocking
 * TCP socket, closed with a reset in the end; -1: there is none yet.  `done`
 * runs exactly once, never from inside this call, and by then the descriptor
 * is free.  NULL only when out of memory: socket and interview are gone, and
 * `done` will not run.
 */
struct interviewer *interviewer_start_tcp(const struct interviewer_plan *plan,
                                          struct interview *interview,
                                          int socket);

/* The same over UDP, on a socket of its own. */
struct interviewer *interviewer_start_udp(const struct interviewer_plan *plan,
                                          struct interview *interview);

/* Stop early.  `done` still runs, with what is known by now. */
void interviewer_cancel(struct interviewer *interviewer);

/* Close a connected socket at once, with a reset: nothing lingers. */
void hang_up(int socket);

struct interviewer {
	void (*cancel)(struct interviewer *interviewer);
};

#endif
