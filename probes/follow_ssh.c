// SPDX-License-Identifier: Apache-2.0
#include "probes/interview_state.h"

#include <string.h>

/* What it said on this connection, from its first line on. */
static void hear(struct interview *iv, const struct turn_reply *reply)
{
	struct bytes said = { (const uint8_t *)iv->heard.data, iv->heard.len };
	struct identity found = { 0 };

	(void)reply;
	iv->connected = false; /* it waits for what we never say */
	interview_read(iv, said, &found);
	interview_add(iv, &found);
	iv->ssh_over = !ssh_opening_next(&iv->ssh, &iv->who.facts);
}

bool follow_ssh(struct interview *iv, struct turn *turn)
{
	if (iv->ssh_over || strcmp(iv->who.service.name, "ssh") != 0 ||
	    (!iv->connected && !interview_is_full(iv)))
		return false;
	iv->probe = iv->listen;
	interview_send_outgoing(iv, turn,
	                        ssh_opening_write(&iv->ssh, iv->outgoing));
	iv->hear = hear;
	return true;
}
