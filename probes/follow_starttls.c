// SPDX-License-Identifier: Apache-2.0
#include "probes/interview_state.h"

/* What it answers within TLS tells more of the same service. */
static void hear_inside(struct interview *iv, struct bytes said)
{
	struct identity found = { 0 };

	iv->probe = iv->listen;
	interview_read(iv, said, &found);
	interview_add(iv, &found);
}

static void hear_step(struct interview *iv, const struct turn_reply *reply)
{
	const struct starttls_step *step =
		starttls_step(iv->starttls, iv->starttls_step++);

	if (!starttls_permits(step, reply->said) || !iv->connected)
		iv->starttls_over = true;
}

static void hear_handshake(struct interview *iv, const struct turn_reply *reply)
{
	iv->starttls_over = true;
	iv->connected = false;
	if (reply->tls == NULL)
		return;
	if (reply->end != TURN_NO_TLS)
		facts_add_flag(&iv->who.facts, FACT_TLS_STARTTLS, true);
	facts_join(&iv->who.facts, reply->tls);
	hear_inside(iv, reply->said);
}

static void say_step(struct interview *iv, struct turn *turn,
                     const struct starttls_step *step)
{
	turn->anew = iv->starttls_step == 0;
	interview_say(iv, turn, step->send);
	turn->is_whole = step->is_whole;
	iv->hear = hear_step;
}

bool follow_starttls(struct interview *iv, struct turn *turn)
{
	const struct starttls_step *step;

	if (iv->side == IN_TLS || iv->starttls_over ||
	    iv->subject.protocol == PROTOCOL_UDP)
		return false;
	if (iv->starttls == NULL)
		iv->starttls = starttls_find(iv->who.service.name);
	if (iv->starttls == NULL)
		return false;
	step = starttls_step(iv->starttls, iv->starttls_step);
	if (step != NULL) {
		say_step(iv, turn, step);
		return true;
	}
	if (iv->starttls->inside.len > 0)
		interview_say(iv, turn, iv->starttls->inside);
	interview_start_tls(iv, turn);
	iv->hear = hear_handshake;
	return true;
}
