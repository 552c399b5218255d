// SPDX-License-Identifier: Apache-2.0
#include "probes/interview_state.h"

#include "identify/smb_steps.h"

#include <string.h>

static struct bytes heard(const struct interview *iv)
{
	return (struct bytes){ (const uint8_t *)iv->heard.data, iv->heard.len };
}

static void hear(struct interview *iv, const struct turn_reply *reply)
{
	struct identity found = { 0 };

	iv->smb_over = reply->said.len == 0;
	interview_read(iv, heard(iv), &found);
	interview_add(iv, &found);
}

static bool is_smb(const char *service)
{
	return strcmp(service, "microsoft-ds") == 0 ||
	       strcmp(service, "netbios-ssn") == 0;
}

bool follow_smb(struct interview *iv, struct turn *turn)
{
	struct smb_reply reply;
	size_t len;

	if (iv->smb_over || !iv->connected || !is_smb(iv->who.service.name) ||
	    !smb_reply_read(heard(iv), &reply) || !reply.whole)
		return false;
	len = smb_steps_next(&reply, iv->outgoing);
	if (len == 0)
		return false;
	interview_send_outgoing(iv, turn, len);
	iv->hear = hear;
	return true;
}
