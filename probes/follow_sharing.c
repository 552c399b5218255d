// SPDX-License-Identifier: Apache-2.0
#include "probes/interview_state.h"

#include <stdio.h>
#include <string.h>

/* A multiplexer passes each connection on by its first bytes: an SSH client
 * comes to an SSH server where a browser comes to a web server.  That is
 * certain; which one it is stays open, for others do what sslh, whose name
 * stands for them all, does. */
static void tell(struct interview *iv)
{
	struct service *service = &iv->who.service;
	char extra[sizeof(service->extra)];

	snprintf(extra, sizeof(extra), "multiplexer of ssh and %s",
	         service->name);
	*service = (struct service){
		.tls = service->tls,
		.via = SERVICE_VIA_PAYLOAD,
		.confidence = SERVICE_CERTAIN,
	};
	identity_set_name(&iv->who, "sslh");
	identity_set_extra(&iv->who, (struct bytes){ (const uint8_t *)extra,
	                                             strlen(extra) });
}

static void hear(struct interview *iv, const struct turn_reply *reply)
{
	struct identity found = { 0 };
	enum side side = iv->side;
	enum reading reading;

	iv->connected = false;
	iv->probe = iv->listen;
	iv->side = PLAIN;
	reading = interview_read(iv, reply->said, &found);
	iv->side = side;
	if (reading == READING_CERTAIN &&
	    strcmp(found.service.name, "ssh") == 0) {
		tell(iv);
		facts_join(&iv->who.facts, &found.facts);
	}
	identity_release(&found);
}

bool follow_sharing(struct interview *iv, struct turn *turn)
{
	const char *spoken = interview_spoken(iv);
	size_t len;

	if (iv->sharing_over || iv->subject.protocol == PROTOCOL_UDP ||
	    strcmp(spoken, "http") != 0)
		return false;
	iv->sharing_over = true;
	len = ssh_opening_write(&iv->ssh, iv->outgoing);
	interview_send_outgoing(iv, turn, len);
	turn->anew = true;
	iv->raw = true;
	iv->hear = hear;
	return true;
}
