// SPDX-License-Identifier: Apache-2.0
#include "probes/interview_state.h"

enum { TELLING_MAX = 3 };

static void hear(struct interview *iv, const struct turn_reply *reply)
{
	struct identity found = { 0 };

	interview_read(iv, reply->said, &found);
	interview_add(iv, &found);
}

bool follow_version(struct interview *iv, struct turn *turn)
{
	const struct service *service = &iv->who.service;
	const struct db_probe *probe;

	if (service->version[0] != '\0' || iv->told == TELLING_MAX ||
	    (!iv->connected && !interview_is_full(iv)))
		return false;
	probe = probe_choice_telling(&iv->choice[iv->side],
	                             interview_spoken(iv));
	if (probe == NULL)
		return false;
	iv->told++;
	interview_send(iv, turn, probe);
	if (iv->subject.protocol == PROTOCOL_TCP)
		turn->wait_ms = interview_patience_ms(iv, OWN_REPLY_MS);
	iv->hear = hear;
	return true;
}
