// SPDX-License-Identifier: Apache-2.0
#include "identify/cookie.h"
#include "identify/ntlm.h"
#include "identify/recognise.h"

/* DCE 1.1 RPC (C706) 12.6.3.1: all of a message, to our call. */
static bool answers(struct bytes said, uint8_t type)
{
	enum { HEADER = 16, TYPE = 2, LENGTH = 8, CALL_ID = 12 };

	return said.len >= HEADER && bytes_have(said, 0, "\x05\x00") &&
	       said.data[TYPE] == type && bytes_have(said, CALL_ID, COOKIE_4) &&
	       bytes_number(said, LENGTH, 2, LITTLE_ENDIAN_BYTES) <= said.len;
}

/* 12.6.4.4: whether it has the interface that we named. */
static bool is_accepted(struct bytes said)
{
	enum { ADDRESS_LENGTH = 24, ADDRESS = 26, RESULT = 4 };
	size_t end = ADDRESS +
	             bytes_number(said, ADDRESS_LENGTH, 2, LITTLE_ENDIAN_BYTES);

	end += (4 - end % 4) % 4;
	return bytes_have(bytes_from(said, end), 0, "\x01") &&
	       bytes_have(bytes_from(said, end), RESULT, "\x00\x00");
}

bool recognise_msrpc(const struct reply *reply, struct identity *who)
{
	enum { BIND_ACK = 12 };
	struct ntlm_challenge challenge;

	if (!answers(reply->said, BIND_ACK))
		return false;
	identity_set_name(who, is_accepted(reply->said) ? "epmap" : "msrpc");
	if (ntlm_challenge_read(reply->said, &challenge)) {
		ntlm_challenge_describe(&challenge, who);
		ntlm_challenge_set_windows(&challenge, "Microsoft Windows RPC",
		                           who);
	}
	return true;
}
