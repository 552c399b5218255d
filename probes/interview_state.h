// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_INTERVIEW_STATE_H
#define PORTSCAN_PROBES_INTERVIEW_STATE_H

#include "identify/http_quest.h"
#include "identify/ssh_opening.h"
#include "identify/tls_offer.h"
#include "probes/interview.h"
#include "probes/probe_choice.h"
#include "probes/reader.h"
#include "probes/starttls.h"

/* What the files of an interview share: interview.c (its course), searching.c
 * (who answers?) and following_up.c (what else does it tell?).  Nobody else
 * includes it. */

enum side { PLAIN, IN_TLS, SIDES };

enum { DATAGRAMS_MAX = 8, INTERVIEW_OUTGOING_MAX = 2048 };

/* Who reads the reply to the turn that is under way. */
typedef void hearer(struct interview *iv, const struct turn_reply *reply);

/* What a level of interview may cost the service, and us. */
struct interview_bounds {
	uint32_t connections;
	uint32_t total_ms;
	uint8_t rarity; /* of common probes */
};

struct interview {
	const struct interview_setting *setting;
	struct interview_subject subject;
	char *host; /* of the subject */
	const struct interview_bounds *bounds;
	uint64_t started_ms;
	bool may_talk;

	/* The search. */
	struct probe_choice choice[SIDES];
	enum side side;
	bool connected;      /* the connection is in a state to go on */
	bool greeted[SIDES]; /* it was given time to */
	bool tls_tried;
	uint32_t mutters; /* turns that listened on after what tells nothing */
	uint32_t connections;
	const struct db_probe *listen; /* "NULL" of the database */
	/* Those sent over UDP, of which any may be answered; the last first. */
	const struct db_probe *datagrams[DATAGRAMS_MAX];

	/* The turn under way. */
	hearer *hear;
	const struct db_probe *probe; /* that it sends */

	/* Following up. */
	struct text heard; /* all that was said on this connection */
	uint32_t told;     /* probes that were sent for the version */
	/* One that brought nothing where another was answered before. */
	const struct db_probe *to_repeat;
	struct ssh_opening ssh;
	bool ssh_begun, ssh_over;
	bool smb_over;
	struct http_quest *http; /* owned; NULL: not begun */
	const struct starttls *starttls;
	size_t starttls_step;
	bool starttls_over;
	bool sharing_over;
	struct tls_offer offer;
	enum tls_version offered; /* in the turn under way */
	bool offer_begun, offer_over;
	bool raw; /* the turn under way says what TLS is made of by itself */
	uint8_t outgoing[INTERVIEW_OUTGOING_MAX]; /* for turn.send */

	/* What came of it. */
	enum reading known;
	struct identity who;
	struct text banner;
	bool talked;  /* something was sent, and waited for */
	bool hung_up; /* it ended the first connection without a word */
	bool endless;
	bool refused;
	uint32_t asked;
	bool over; /* there is nobody to ask any more */
};

/* Patience in this interview: `ms` and some round trips. */
uint32_t interview_patience_ms(const struct interview *iv, uint32_t ms);

/* Let the turn under way send `probe`. */
void interview_send(struct interview *iv, struct turn *turn,
                    const struct db_probe *probe);

/* Let it shake hands. */
void interview_start_tls(const struct interview *iv, struct turn *turn);

/* Read what `said` tells in answer to iv->probe. */
enum reading interview_read(const struct interview *iv, struct bytes said,
                            struct identity *found);

/* What is heard inside TLS has a name of its own there. */
void interview_name_in_tls(const struct interview *iv, struct identity *who);

/* The name of what is spoken, be it inside TLS or not. */
const char *interview_spoken(const struct interview *iv);

/* Let the turn say `bytes`, which outlive it, and wait for an answer. */
void interview_say(const struct interview *iv, struct turn *turn,
                   struct bytes bytes);

/* The same of the first `len` bytes of iv->outgoing. */
void interview_send_outgoing(const struct interview *iv, struct turn *turn,
                             size_t len);

/* May more be asked than what a connection or two tell? */
bool interview_is_full(const struct interview *iv);

/* Keep of a reply to a follow-up what was not known yet; `found` is taken. */
void interview_add(struct interview *iv, struct identity *found);

/* searching.c: what to do next to find out who answers; false: nothing. */
bool interview_search(struct interview *iv, struct turn *turn);

/* following_up.c: the same to find out more. */
bool interview_follow_up(struct interview *iv, struct turn *turn);

/* A topic to follow up: what to say next about it; false: nothing any more. */
typedef bool follower(struct interview *iv, struct turn *turn);

follower follow_version;  /* probes that may bring it */
follower follow_ssh;      /* host keys */
follower follow_smb;      /* up to where a login would begin */
follower follow_http;     /* other pages */
follower follow_sharing;  /* SSH behind the same port as HTTP */
follower follow_starttls; /* TLS within a plain connection */
follower follow_offer;    /* the versions of TLS that it accepts */

/* How long to wait, besides round trips. */
enum {
	GREETING_MS = 1000,
	GREETING_IN_TLS_MS = 500,
	/* On the first connection: one that greets after four seconds is still
	 * heard. */
	FIRST_REPLY_MS = 3500,
	MUTTER_MS = 2500,
	OWN_REPLY_MS = 1000,
	REPLY_MS = 400,
	DATAGRAM_MS = 100,
	HANDSHAKE_MS = 2000,
	IDLE_MS = 400,
};

#endif
