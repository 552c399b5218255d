// SPDX-License-Identifier: Apache-2.0
#include "probes/interview_state.h"

#include "probes/wholeness.h"

#include <string.h>

enum {
	BEFORE_TLS = 1, /* the rarity of what is tried before TLS */
	BANNER_KEPT = 2048,
	MUTTERS_MAX = 3,
};

/* What it said counts as what it says, until something tells who it is. */
static void keep_banner(struct interview *iv, struct bytes said, bool tells)
{
	if (said.len == 0 || (iv->banner.len > 0 && !tells))
		return;
	text_clear(&iv->banner);
	said = bytes_first(said, BANNER_KEPT);
	text_append(&iv->banner, said.data, said.len);
}

/* `found` is what is known now; of what was known before stays what it does not
 * say. */
static void learn(struct interview *iv, struct identity *found,
                  enum reading reading)
{
	if (iv->who.service.name[0] == '\0' ||
	    strcmp(iv->who.service.name, found->service.name) == 0)
		identity_fill(found, &iv->who);
	else
		facts_join(&found->facts, &iv->who.facts);
	identity_release(&iv->who);
	iv->who = *found;
	*found = (struct identity){ 0 };
	iv->known = reading;
}

/* Whoever answers in plain that it wants TLS, be it by an alert or in words,
 * is found out inside.  "ssl" is nmap's name for the former. */
static bool expect_tls(struct interview *iv, struct identity *found)
{
	if (strcmp(found->service.name, "ssl") == 0) {
		identity_set_name(found, "tls");
		found->service.tls = true;
	}
	if (iv->side == IN_TLS || !found->service.tls)
		return false;
	iv->connected = false;
	return true;
}

static void hear_reply(struct interview *iv, const struct turn_reply *reply)
{
	struct identity found = { 0 };
	enum reading reading = interview_read(iv, reply->said, &found);

	if (expect_tls(iv, &found))
		reading = READING_LIKELY;
	keep_banner(iv, reply->said, reading > iv->known);
	if (reading > iv->known)
		learn(iv, &found, reading);
	else if (reading == READING_NOTHING && reply->end == TURN_FULL)
		iv->endless = true;
	identity_release(&found);
}

static bool is_muttering(const struct interview *iv,
                         const struct turn_reply *reply)
{
	return interview_is_full(iv) && iv->connections == 1 &&
	       iv->side == PLAIN && reply->end == TURN_QUIET &&
	       reply->said.len > 0;
}

/* What it says line by line, in its own time, may tell when there is more. */
static void hear_muttering(struct interview *iv, const struct turn_reply *reply)
{
	struct bytes heard = { (const uint8_t *)iv->heard.data, iv->heard.len };
	struct turn_reply all = { reply->end, heard, NULL };

	if (reply->said.len == 0)
		iv->mutters = MUTTERS_MAX;
	hear_reply(iv, &all);
	if (iv->talked)
		iv->connected &= iv->mutters < MUTTERS_MAX;
}

/* Something came that is no answer to know it by, and the connection stands:
 * listen on, before it is left. */
static bool ask_muttering(struct interview *iv, struct turn *turn)
{
	if (!interview_is_full(iv) || iv->side != PLAIN || !iv->connected ||
	    iv->connections > 1 || iv->heard.len == 0 ||
	    iv->known != READING_NOTHING || iv->mutters == MUTTERS_MAX)
		return false;
	iv->mutters++;
	iv->probe = iv->listen;
	iv->hear = hear_muttering;
	turn->wait_ms = interview_patience_ms(iv, MUTTER_MS);
	turn->idle_ms = interview_patience_ms(iv, IDLE_MS);
	return true;
}

/* What is said to a service that is not known yet may leave it in any state. */
static void hear_probe(struct interview *iv, const struct turn_reply *reply)
{
	iv->talked |= reply->end != TURN_REFUSED && reply->end != TURN_LOCAL &&
	              reply->end != TURN_CANCELLED;
	hear_reply(iv, reply);
	if (iv->known == READING_NOTHING && !is_muttering(iv, reply))
		iv->connected = false;
}

static bool ask_probe(struct interview *iv, struct turn *turn,
                      const struct db_probe *probe)
{
	if (probe == NULL)
		return false;
	interview_send(iv, turn, probe);
	iv->hear = hear_probe;
	return true;
}

static void hear_greeting(struct interview *iv, const struct turn_reply *reply)
{
	if (iv->side == PLAIN && reply->said.len == 0 &&
	    (reply->end == TURN_CLOSED || reply->end == TURN_RESET))
		iv->hung_up = true;
	hear_reply(iv, reply);
}

static bool ask_greeting(struct interview *iv, struct turn *turn)
{
	uint32_t wait_ms =
		iv->side == IN_TLS ? GREETING_IN_TLS_MS : GREETING_MS;

	iv->greeted[iv->side] = true;
	iv->probe = iv->listen;
	iv->hear = hear_greeting;
	turn->wait_ms = interview_patience_ms(iv, wait_ms);
	turn->idle_ms = interview_patience_ms(iv, IDLE_MS);
	turn->is_whole = greeting_is_whole;
	return iv->listen != NULL;
}

/* Has it agreed to speak HTTP?  Then it is the client that begins. */
static bool agreed_on_http(const struct facts *tls)
{
	struct bytes alpn;

	return facts_get(tls, FACT_TLS_ALPN, &alpn) &&
	       bytes_have(alpn, 0, "http/");
}

static void hear_handshake(struct interview *iv, const struct turn_reply *reply)
{
	iv->talked = true;
	if (reply->tls != NULL) {
		facts_join(&iv->who.facts, reply->tls);
		iv->side = IN_TLS;
		iv->known = READING_NOTHING; /* of what is inside */
		iv->greeted[IN_TLS] = agreed_on_http(reply->tls);
		iv->over = reply->end == TURN_NO_TLS; /* nor can we see in */
	} else if (iv->who.service.tls) {
		iv->known = READING_CERTAIN; /* it said that it wants TLS */
	}
}

static bool ask_handshake(struct interview *iv, struct turn *turn)
{
	iv->tls_tried = true;
	iv->hear = hear_handshake;
	interview_start_tls(iv, turn);
	return true;
}

/* TLS is what the port is known for, and nothing else. */
static bool begins_with_tls(const struct interview *iv)
{
	const struct service_db *db = iv->setting->db;
	bool in_tls = false;

	for (size_t i = 0; i < service_db_probe_count(db); i++) {
		const struct db_probe *probe = service_db_probe(db, i);

		if (probe->protocol != PROTOCOL_TCP || probe->file != 0)
			continue;
		if (db_ports_have(&probe->ports, iv->subject.port))
			return false;
		in_tls |= db_ports_have(&probe->tls_ports, iv->subject.port);
	}
	return in_tls;
}

static bool wants_handshake(const struct interview *iv)
{
	return iv->side == PLAIN && !iv->tls_tried;
}

static bool ask_own(struct interview *iv, struct turn *turn)
{
	return ask_probe(iv, turn, probe_choice_own(&iv->choice[iv->side]));
}

static bool search_stream(struct interview *iv, struct turn *turn)
{
	struct probe_choice *choice = &iv->choice[iv->side];

	if (wants_handshake(iv) && iv->may_talk &&
	    (iv->who.service.tls || begins_with_tls(iv)))
		return ask_handshake(iv, turn);
	if (!iv->greeted[iv->side])
		return ask_greeting(iv, turn);
	if (!iv->may_talk)
		return false;
	if (ask_muttering(iv, turn))
		return true;
	if (iv->known == READING_LIKELY)
		return ask_probe(
			iv, turn,
			probe_choice_telling(choice, interview_spoken(iv)));
	if (ask_own(iv, turn) ||
	    ask_probe(iv, turn, probe_choice_common(choice, BEFORE_TLS)))
		return true;
	if (wants_handshake(iv))
		return ask_handshake(iv, turn);
	return ask_probe(iv, turn,
	                 probe_choice_common(choice, iv->bounds->rarity));
}

static bool search_datagrams(struct interview *iv, struct turn *turn)
{
	struct probe_choice *choice = &iv->choice[PLAIN];

	if (!iv->may_talk || iv->setting->level < INTERVIEW_FULL)
		return false;
	return ask_own(iv, turn) ||
	       ask_probe(iv, turn,
	                 probe_choice_common(choice, iv->bounds->rarity));
}

bool interview_search(struct interview *iv, struct turn *turn)
{
	return iv->subject.protocol == PROTOCOL_UDP ? search_datagrams(iv, turn)
	                                            : search_stream(iv, turn);
}

void interview_recall(struct interview *iv, const struct db_probe *probe,
                      struct bytes said)
{
	const struct turn_reply reply = { TURN_QUIET, said, NULL };
	struct turn turn = { 0 };

	probe_choice_strike(&iv->choice[PLAIN], probe);
	interview_send(iv, &turn, probe);
	iv->asked = 0; /* not by us */
	hear_probe(iv, &reply);
}
