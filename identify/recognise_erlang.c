// SPDX-License-Identifier: Apache-2.0
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/take.h"

#include <string.h>

/* Erlang distribution protocol, NAMES_RESP: its own port, then a line for each
 * node: "name rabbit at port 25672". */
static bool read_names(const struct reply *reply, struct identity *who)
{
	enum { PORT = 4 };
	struct bytes rest = bytes_from(reply->said, PORT), line;
	bool has_none = reply->said.len == PORT &&
	                bytes_have(reply->said, 0, "\x00\x00\x11\x11") &&
	                bytes_have(reply->asked, 0, "\x00\x01n");

	if (!has_none && (!bytes_have(reply->said, 0, "\x00\x00") ||
	                  !bytes_have(rest, 0, "name ")))
		return false;
	identity_set_name(who, "epmd");
	while (bytes_have(rest, 0, "name ") && take_skip(&rest, 5) &&
	       take_until(&rest, '\n', &line))
		add_detail(who, "node", line);
	return true;
}

/* "rabbit@host": the name of a node is that of its host, too. */
static void set_node(struct bytes name, struct identity *who)
{
	struct bytes host = name, node;

	add_detail(who, "node", name);
	if (take_until(&host, '@', &node))
		identity_set_hostname(who, host);
}

/* send_challenge, with flags of 8 bytes since OTP 23, of 4 before. */
static void read_challenge(struct bytes message, struct identity *who)
{
	enum { NEW = 1 + 8 + 4 + 4, OLD = 1 + 2 + 4 + 4 };
	struct bytes rest = message, name;

	if (bytes_have(message, 0, "N") && take_skip(&rest, NEW) &&
	    take_counted(&rest, 2, BIG_ENDIAN_BYTES, &name))
		set_node(name, who);
	else if (bytes_have(message, 0, "n") && take_skip(&rest, OLD))
		set_node(rest, who);
}

/* send_status to the name we gave, and perhaps a challenge. */
static bool read_status(struct bytes said, struct identity *who)
{
	struct bytes status, challenge;

	if (!take_counted(&said, 2, BIG_ENDIAN_BYTES, &status) ||
	    (!bytes_have(status, 0, "sok") &&
	     !bytes_have(status, 0, "snot_allowed") &&
	     !bytes_have(status, 0, "snok")))
		return false;
	identity_set_name(who, "erlang-dist");
	if (take_counted(&said, 2, BIG_ENDIAN_BYTES, &challenge))
		read_challenge(challenge, who);
	return true;
}

bool recognise_erlang(const struct reply *reply, struct identity *who)
{
	return read_names(reply, who) || read_status(reply->said, who);
}
