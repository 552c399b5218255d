// SPDX-License-Identifier: Apache-2.0
#include "probes/interview_state.h"

static void hear_step(struct interview *iv, const struct turn_reply *reply)
{
	const struct starttls_step *step =
		&iv->starttls->steps[iv->starttls_step++];

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
}

static void say_step(struct interview *iv, struct turn *turn)
{
	const struct starttls_step *step =
		&iv->starttls->steps[iv->starttls_step];

	turn->anew = iv->starttls_step == 0;
	turn->send = step->send;
	turn->wait_ms = interview_patience_ms(iv, OWN_REPLY_MS);
	turn->idle_ms = interview_patience_ms(iv, IDLE_MS);
	turn->is_whole = step->is_whole;
	iv->hear = hear_step;
}

bool follow_starttls(struct interview *iv, struct turn *turn)
{
	if (iv->side == IN_TLS || iv->starttls_over ||
	    iv->subject.protocol == PROTOCOL_UDP)
		return false;
	if (iv->starttls == NULL)
		iv->starttls = starttls_find(iv->who.service.name);
	if (iv->starttls == NULL)
		return false;
	if (iv->starttls_step < iv->starttls->step_count) {
		say_step(iv, turn);
		return true;
	}
	interview_start_tls(iv, turn);
	iv->hear = hear_handshake;
	return true;
}
