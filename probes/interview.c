// SPDX-License-Identifier: Apache-2.0
#include "probes/interview.h"

#include "identify/in_tls.h"
#include "probes/interview_state.h"

#include <stdlib.h>
#include <string.h>

static const struct interview_bounds bounds_of[] = {
	[INTERVIEW_LIGHT] = { 2, 8000, 1 },
	[INTERVIEW_FULL] = { 60, 15000, 7 },
};

/* A port that hangs up without a word is asked this often. */
enum { HANG_UPS_MAX = 3, ROUND_TRIPS = 3 };

struct interview *interview_create(const struct interview_setting *setting,
                                   const struct interview_subject *subject,
                                   uint64_t now_ms)
{
	struct interview *iv = calloc(1, sizeof(*iv));

	if (iv == NULL)
		return NULL;
	iv->setting = setting;
	iv->subject = *subject;
	iv->subject.host = iv->host = strdup(subject->host);
	iv->bounds = &bounds_of[setting->level];
	iv->started_ms = now_ms;
	iv->may_talk = setting->all_ports_talk ||
	               !service_db_excludes(setting->db, subject->protocol,
	                                    subject->port);
	iv->listen = service_db_find(setting->db, PROTOCOL_TCP, "NULL");
	iv->connected = true;
	iv->connections = 1;
	text_init(&iv->banner);
	text_init(&iv->heard);
	if (iv->host == NULL) {
		interview_free(iv);
		return NULL;
	}
	for (int side = PLAIN; side < SIDES; side++)
		if (!probe_choice_init(&iv->choice[side], setting->db,
		                       subject->protocol, subject->port,
		                       side == IN_TLS)) {
			interview_free(iv);
			return NULL;
		}
	return iv;
}

void interview_free(struct interview *iv)
{
	if (iv == NULL)
		return;
	for (int side = PLAIN; side < SIDES; side++)
		probe_choice_release(&iv->choice[side]);
	identity_release(&iv->who);
	text_release(&iv->banner);
	text_release(&iv->heard);
	free(iv->http);
	free(iv->host);
	free(iv);
}

const char *interview_host(const struct interview *iv)
{
	return iv->subject.host;
}

uint32_t interview_patience_ms(const struct interview *iv, uint32_t ms)
{
	return ms + ROUND_TRIPS * iv->subject.rtt_us / 1000;
}

static uint32_t reply_ms(const struct interview *iv,
                         const struct db_probe *probe)
{
	bool is_own = db_ports_have(iv->side == IN_TLS ? &probe->tls_ports
	                                               : &probe->ports,
	                            iv->subject.port);

	if (iv->subject.protocol == PROTOCOL_UDP)
		return DATAGRAM_MS;
	if (is_own && probe->total_wait_ms > 0)
		return probe->total_wait_ms;
	if (iv->connections == 1)
		return FIRST_REPLY_MS;
	return is_own ? OWN_REPLY_MS : REPLY_MS;
}

static void remember(struct interview *iv, const struct db_probe *datagram)
{
	memmove(iv->datagrams + 1, iv->datagrams,
	        (DATAGRAMS_MAX - 1) * sizeof(iv->datagrams[0]));
	iv->datagrams[0] = datagram;
	iv->asked++;
}

void interview_send(struct interview *iv, struct turn *turn,
                    const struct db_probe *probe)
{
	if (iv->subject.protocol == PROTOCOL_UDP)
		remember(iv, probe);
	iv->probe = probe;
	turn->send = probe->payload;
	turn->wait_ms = interview_patience_ms(iv, reply_ms(iv, probe));
	turn->idle_ms = interview_patience_ms(iv, IDLE_MS);
}

void interview_say(const struct interview *iv, struct turn *turn,
                   struct bytes bytes)
{
	turn->send = bytes;
	turn->wait_ms = interview_patience_ms(iv, OWN_REPLY_MS);
	turn->idle_ms = interview_patience_ms(iv, IDLE_MS);
}

void interview_send_outgoing(const struct interview *iv, struct turn *turn,
                             size_t len)
{
	interview_say(iv, turn, (struct bytes){ iv->outgoing, len });
}

void interview_start_tls(const struct interview *iv, struct turn *turn)
{
	turn->start_tls = true;
	turn->handshake_ms = interview_patience_ms(iv, HANDSHAKE_MS);
}

static enum reading read_answer(const struct interview *iv,
                                const struct db_probe *probe, struct bytes said,
                                struct identity *found)
{
	struct reply reply = {
		.protocol = iv->subject.protocol,
		.asked = probe->payload,
		.said = said,
		.in_tls = iv->side == IN_TLS,
	};

	return reader_read(iv->setting->matcher, probe, &reply, found);
}

void interview_name_in_tls(const struct interview *iv, struct identity *who)
{
	const char *name = who->service.name;

	if (iv->side != IN_TLS)
		return;
	who->service.tls = true;
	if (name_outside_tls(name) == NULL && name_in_tls(name) != name)
		identity_set_name(who, name_in_tls(name));
}

const char *interview_spoken(const struct interview *iv)
{
	const char *name = iv->who.service.name;
	const char *outside =
		iv->side == IN_TLS ? name_outside_tls(name) : NULL;

	return outside != NULL ? outside : name;
}

static enum reading read_stream(const struct interview *iv, struct bytes said,
                                struct identity *found)
{
	enum reading reading = read_answer(iv, iv->probe, said, found);

	if (reading != READING_NOTHING)
		interview_name_in_tls(iv, found);
	return reading;
}

enum reading interview_read(const struct interview *iv, struct bytes said,
                            struct identity *found)
{
	enum reading reading = READING_NOTHING;

	if (iv->subject.protocol == PROTOCOL_TCP)
		return read_stream(iv, said, found);
	for (size_t i = 0; i < DATAGRAMS_MAX && iv->datagrams[i] != NULL &&
	                   reading == READING_NOTHING;
	     i++)
		reading = read_answer(iv, iv->datagrams[i], said, found);
	return reading;
}

static bool is_over(const struct interview *iv, uint64_t now_ms)
{
	return iv->over || iv->endless ||
	       now_ms >= iv->started_ms + iv->bounds->total_ms ||
	       (iv->hung_up && iv->connections >= HANG_UPS_MAX);
}

/* Let a turn over TCP have its connection.  False: there may be no more. */
static bool connect_turn(struct interview *iv, struct turn *turn)
{
	if (iv->subject.protocol == PROTOCOL_UDP)
		return true;
	if (!iv->connected)
		turn->anew = true;
	if (!turn->anew)
		return true;
	if (iv->connections >= iv->bounds->connections)
		return false;
	iv->connections++;
	iv->asked++;
	text_clear(&iv->heard);
	if (iv->side == IN_TLS && !iv->raw)
		interview_start_tls(iv, turn);
	return true;
}

static bool go_on(struct interview *iv, struct turn *turn)
{
	if (iv->known != READING_CERTAIN && interview_search(iv, turn))
		return true;
	return interview_follow_up(iv, turn);
}

bool interview_next(struct interview *iv, uint64_t now_ms, struct turn *turn)
{
	*turn = (struct turn){ 0 };
	iv->raw = false;
	if (is_over(iv, now_ms))
		return false;
	return go_on(iv, turn) && connect_turn(iv, turn);
}

void interview_hear(struct interview *iv, const struct turn_reply *reply)
{
	iv->connected = reply->end == TURN_WHOLE || reply->end == TURN_QUIET;
	switch (reply->end) {
	case TURN_REFUSED: iv->refused = iv->over = true; break;
	case TURN_LOCAL:
	case TURN_CANCELLED: iv->over = true; break;
	case TURN_WHOLE:
	case TURN_QUIET:
	case TURN_CLOSED:
	case TURN_RESET:
	case TURN_FULL:
	case TURN_NO_TLS: break;
	}
	text_append(&iv->heard, reply->said.data, reply->said.len);
	iv->hear(iv, reply);
}

static enum conduct conduct_of(const struct interview *iv)
{
	if (iv->banner.len > 0)
		return iv->endless ? CONDUCT_ENDLESS : CONDUCT_SPOKE;
	return iv->hung_up ? CONDUCT_HUNG_UP : CONDUCT_SILENT;
}

/* TLS that nothing was heard inside of. */
static void name_after_tls(struct identity *who)
{
	identity_set_name(who, "tls");
	who->service.tls = true;
	who->service.via = SERVICE_VIA_TLS;
	who->service.confidence = SERVICE_CERTAIN;
}

struct interview_result interview_result(struct interview *iv)
{
	if (iv->side == IN_TLS && iv->who.service.name[0] == '\0')
		name_after_tls(&iv->who);
	return (struct interview_result){
		.who = &iv->who,
		.banner = { (const uint8_t *)iv->banner.data, iv->banner.len },
		.conduct = conduct_of(iv),
		.heard_out = iv->talked,
		.asked = iv->asked,
		.refused = iv->refused,
	};
}
