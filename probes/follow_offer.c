// SPDX-License-Identifier: Apache-2.0
#include "probes/interview_state.h"

#include "identify/tls_answer.h"
#include "identify/tls_hello.h"

static bool is_answered(struct bytes said)
{
	return tls_answer_read(said).kind != TLS_ANSWER_NOT_YET;
}

static void hear(struct interview *iv, const struct turn_reply *reply)
{
	struct tls_answer answer = tls_answer_read(reply->said);

	iv->connected = false;
	tls_offer_heard(&iv->offer, iv->offered, &answer);
}

bool follow_offer(struct interview *iv, struct turn *turn)
{
	size_t len;

	if (iv->side != IN_TLS || iv->offer_over)
		return false;
	if (!iv->offer_begun)
		tls_offer_init(&iv->offer, &iv->who.facts);
	iv->offer_begun = true;
	if (!tls_offer_next(&iv->offer, &iv->offered)) {
		tls_offer_tell(&iv->offer, &iv->who.facts);
		iv->offer_over = true;
		return false;
	}
	len = tls_hello_write(iv->offered,
	                      iv->subject.named ? iv->subject.host : NULL,
	                      iv->outgoing);
	interview_send_outgoing(iv, turn, len);
	turn->anew = true;
	turn->is_whole = is_answered;
	iv->raw = true;
	iv->hear = hear;
	return true;
}
