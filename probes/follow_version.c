// SPDX-License-Identifier: Apache-2.0
#include "probes/interview_state.h"

enum { TELLING_MAX = 3 };

static bool hear_what_it_tells(struct interview *iv,
                               const struct turn_reply *reply)
{
	struct identity found = { 0 };
	enum reading reading = interview_read(iv, reply->said, &found);

	interview_add(iv, &found);
	return reading != READING_NOTHING;
}

static void hear(struct interview *iv, const struct turn_reply *reply)
{
	hear_what_it_tells(iv, reply);
}

/* Some take one question a connection. */
static void hear_second(struct interview *iv, const struct turn_reply *reply)
{
	if (!hear_what_it_tells(iv, reply) && interview_is_full(iv) &&
	    iv->subject.protocol == PROTOCOL_TCP)
		iv->to_repeat = iv->probe;
}

static const struct db_probe *choose(struct interview *iv)
{
	if (iv->told == TELLING_MAX)
		return NULL;
	iv->told++;
	return probe_choice_telling(&iv->choice[iv->side],
	                            interview_spoken(iv));
}

static void ask(struct interview *iv, struct turn *turn,
                const struct db_probe *probe)
{
	interview_send(iv, turn, probe);
	if (iv->subject.protocol == PROTOCOL_TCP)
		turn->wait_ms = interview_patience_ms(iv, OWN_REPLY_MS);
}

bool follow_version(struct interview *iv, struct turn *turn)
{
	const struct db_probe *probe = iv->to_repeat;

	if (iv->who.service.version[0] != '\0' ||
	    (!iv->connected && !interview_is_full(iv)))
		return false;
	iv->to_repeat = NULL;
	turn->anew = probe != NULL;
	iv->hear = iv->connected && !turn->anew ? hear_second : hear;
	if (probe == NULL)
		probe = choose(iv);
	if (probe == NULL)
		return false;
	ask(iv, turn, probe);
	return true;
}
