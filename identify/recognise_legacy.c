// SPDX-License-Identifier: Apache-2.0
#include "identify/recognise.h"

/* RFC 862: what we said, word for word.  A header of AMQP's, of 8 bytes, comes
 * back from who agrees to it, too. */
static bool is_echo(const struct reply *reply)
{
	enum { SHORTEST = 9 };

	return reply->asked.len >= SHORTEST &&
	       reply->asked.len == reply->said.len &&
	       bytes_equal_at(reply->said, 0, reply->asked.data,
	                      reply->asked.len);
}

/* RFC 864: lines of 72 characters, each beginning with the next character. */
static bool is_chargen(struct bytes said)
{
	enum { LINE = 72, FIRST = ' ', CHARACTERS = 95 };

	if (said.len < LINE || said.data[0] < FIRST)
		return false;
	for (size_t i = 1; i < LINE; i++)
		if (said.data[i] !=
		    FIRST + (said.data[i - 1] - FIRST + 1) % CHARACTERS)
			return false;
	return true;
}

/*
 * Before anybody takes our own question for an answer.  AMQP's header, of 8
 * bytes, is repeated by who agrees to it.
 */
bool recognise_echo(const struct reply *reply, struct identity *who)
{
	enum { AMQP_HEADER = 8 };

	if (reply->said.len <= AMQP_HEADER ||
	    reply->said.len != reply->asked.len || !is_echo(reply))
		return false;
	identity_set_name(who, "echo");
	return true;
}

bool recognise_legacy(const struct reply *reply, struct identity *who)
{
	if (is_echo(reply))
		identity_set_name(who, "echo");
	else if (is_chargen(reply->said))
		identity_set_name(who, "chargen");
	else
		return false;
	return true;
}
