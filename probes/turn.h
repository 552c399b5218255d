// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_TURN_H
#define PORTSCAN_PROBES_TURN_H

#include "identify/bytes.h"
#include "identify/facts.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * A turn of a conversation with one port: we say something, or nothing, and
 * hear what the service says to it.
 */
struct turn {
	bool anew;         /* on a connection of its own */
	bool start_tls;    /* and shake hands before anything is said */
	struct bytes send; /* empty: only listen; good until the turn is over */
	uint32_t handshake_ms; /* patience for the handshake */
	uint32_t wait_ms;      /* patience for the first byte; 0: the handshake
	                        * is all there is to it */
	uint32_t idle_ms;      /* quiet after some bytes: that was all */
	/* Is nothing to come behind this?  NULL: only quiet tells. */
	bool (*is_whole)(struct bytes said);
};

/* How a turn ended. */
enum turn_end {
	TURN_WHOLE,    /* it said all it had to say */
	TURN_QUIET,    /* it said nothing, or nothing more */
	TURN_CLOSED,   /* it closed the connection in an orderly way */
	TURN_RESET,    /* it broke the connection */
	TURN_FULL,     /* it says more than anyone keeps */
	TURN_NO_TLS,   /* it does not shake hands */
	TURN_REFUSED,  /* no new connection: the host says so, or nothing */
	TURN_LOCAL,    /* no new connection: this machine cannot have one */
	TURN_CANCELLED /* we were stopped */
};

struct turn_reply {
	enum turn_end end;
	struct bytes said;
	/* What the handshake told, where there was one; else NULL. */
	const struct facts *tls;
};

#endif
