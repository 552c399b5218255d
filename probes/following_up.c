// SPDX-License-Identifier: Apache-2.0
#include "probes/interview_state.h"

#include "base/count.h"

#include <string.h>

bool interview_is_full(const struct interview *iv)
{
	return iv->setting->level == INTERVIEW_FULL;
}

void interview_add(struct interview *iv, struct identity *found)
{
	if (strcmp(found->service.name, iv->who.service.name) == 0)
		identity_fill(&iv->who, found);
	identity_release(found);
}

/* In the order they are followed. */
static const struct {
	follower *follow;
	bool full; /* takes connections of its own */
} topics[] = {
	{ follow_ssh, false },     { follow_smb, false },
	{ follow_version, false }, { follow_http, true },
	{ follow_starttls, true }, { follow_offer, true },
	{ follow_sharing, true },
};

bool interview_follow_up(struct interview *iv, struct turn *turn)
{
	bool full = interview_is_full(iv);

	/* A light interview sends no datagram for more than a name. */
	if (!iv->may_talk || (iv->subject.protocol == PROTOCOL_UDP && !full))
		return false;
	for (size_t i = 0; i < COUNT(topics); i++)
		if ((full || !topics[i].full) && topics[i].follow(iv, turn))
			return true;
	return false;
}
