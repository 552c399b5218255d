// SPDX-License-Identifier: Apache-2.0
#include "identify/recognise.h"
#include "identify/ssh_reply.h"
#include "identify/ssh_software.h"

/* RFC 4253 4.2 and 5.1: the line is not all there yet. */
static bool begins_line(struct bytes said)
{
	return bytes_line(said).len == said.len &&
	       (bytes_have(said, 0, "SSH-2.0-") ||
	        bytes_have(said, 0, "SSH-1."));
}

bool recognise_ssh(const struct reply *reply, struct identity *who)
{
	struct ssh_reply ssh;

	if (ssh_reply_read(reply->said, &ssh)) {
		ssh_software_describe(&ssh, who);
		ssh_reply_describe(&ssh, &who->facts);
	} else if (!begins_line(reply->said)) {
		return false;
	}
	identity_set_name(who, "ssh");
	return true;
}
