// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_INTERVIEW_H
#define PORTSCAN_PROBES_INTERVIEW_H

#include "base/protocol.h"
#include "base/text.h"
#include "identify/conduct.h"
#include "identify/identity.h"
#include "identify/service_db.h"
#include "probes/turn.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * An interview finds out who is behind an open port.  It decides what to say
 * in which turn and reads the replies; it has neither socket nor clock.
 *
 *   interview_next()  what to do now          }  until there is
 *   interview_hear()  what came of it         }  nothing to do
 *
 * It searches until it knows who answers: the greeting, then the probes that
 * the port is known for, HTTP, TLS, and the common probes, the most useful
 * first; once TLS is there the same again inside it.  Then it follows up: what
 * this service tells on request, as far as that is harmless.
 */
enum interview_level {
	/* What two connections tell, for every open port. */
	INTERVIEW_LIGHT,
	/* All there is to find out, within bounds. */
	INTERVIEW_FULL,
};

/* What is the same for every interview of a thread. */
struct interview_setting {
	const struct service_db *db;
	struct db_matcher *matcher;
	enum interview_level level;
	bool all_ports_talk; /* printers and controllers are spoken to as well
	                      */
};

/* A port to interview.  Copied. */
struct interview_subject {
	enum protocol protocol;
	uint16_t port;
	const char *host; /* what it goes by: a name, or the address */
	bool named;       /* `host` is a name */
	uint32_t rtt_us;  /* 0: unknown */
};

struct interview; /* opaque */

/* NULL when out of memory.  `setting` must outlive it. */
struct interview *interview_create(const struct interview_setting *setting,
                                   const struct interview_subject *subject,
                                   uint64_t now_ms);
void interview_free(struct interview *interview);

/*
 * Over UDP: `probe` was sent before the interview began.  `said`, when it is
 * not empty, came back.
 */
void interview_recall(struct interview *interview, const struct db_probe *probe,
                      struct bytes said);

/*
 * What to do next; false: the interview is over.  The first turn over TCP goes
 * on with the connection that reach opened, unless it says `anew`.
 */
bool interview_next(struct interview *interview, uint64_t now_ms,
                    struct turn *turn);

/* What the port's host goes by, as the subject said. */
const char *interview_host(const struct interview *interview);

/* What came of that turn. */
void interview_hear(struct interview *interview,
                    const struct turn_reply *reply);

/* What it found, at any time; valid while the interview lives. */
struct interview_result {
	struct identity *who; /* whose facts may be taken over */
	struct bytes banner;  /* what it said first */
	enum conduct conduct;
	/* Silence would have meant something: it was spoken to, and waited
	 * for. */
	bool heard_out;
	/* Connections that were made, and datagrams that were sent. */
	uint32_t asked;
	/* It does not take what is sent: over UDP the port is closed. */
	bool refused;
};

struct interview_result interview_result(struct interview *interview);

#endif
