// SPDX-License-Identifier: Apache-2.0
#include "probes/starttls.h"

#include "base/count.h"
#include "identify/ntlm.h"
#include "probes/wholeness.h"

#include <string.h>

#define LITERAL(literal)                                                       \
	{                                                                      \
		(const uint8_t *)(literal), sizeof(literal) - 1                \
	}
#define SAY_AT(literal, place, expected, whole)                                \
	{                                                                      \
		.send = LITERAL(literal), .expects = LITERAL(expected),        \
		.at = (place), .is_whole = (whole)                             \
	}
#define SAY(literal, expected, whole)                                          \
	SAY_AT(literal, STARTTLS_ANYWHERE, expected, whole)
#define HEAR(expected, whole) SAY("", expected, whole)

/* RFC 6120 4.2 and 5: features tell whether there is TLS. */
#define XMPP(namespace)                                                        \
	{                                                                      \
		SAY("<stream:stream to='portscan.invalid' "                    \
		    "xmlns='" namespace "' "                                   \
		                        "xmlns:stream='http://"                \
		                        "etherx.jabber.org/streams' "          \
		                        "version='1.0'>",                      \
		    "urn:ietf:params:xml:ns:xmpp-tls", NULL),                  \
			SAY("<starttls "                                       \
		            "xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",       \
		            "<proceed", NULL)                                  \
	}

/*
 * [MS-CSSP] 2.2.1: TSRequest of version 6 with one token, NTLM's first message.
 * It is answered with a challenge that tells names and build, and no
 * credentials follow.
 */
#define CREDSSP                                                                \
	"\x30\x37\xa0\x03\x02\x01\x06\xa1\x32\x30\x30\x30\x2e\xa0\x2c\x04"     \
	"\x28" NTLM_NEGOTIATE

static const struct starttls dialogues[] = {
	/* RFC 3207 */
	{ .service = "smtp",
	  .steps = { HEAR("220", coded_reply_is_whole),
	             SAY("EHLO portscan.invalid\r\n", "STARTTLS",
	                 coded_reply_is_whole),
	             SAY("STARTTLS\r\n", "220", coded_reply_is_whole) } },
	{ .service = "lmtp",
	  .steps = { HEAR("220", coded_reply_is_whole),
	             SAY("LHLO portscan.invalid\r\n", "STARTTLS",
	                 coded_reply_is_whole),
	             SAY("STARTTLS\r\n", "220", coded_reply_is_whole) } },
	/* RFC 9051 6.2.1 */
	{ .service = "imap",
	  .steps = { HEAR("* OK", line_is_whole),
	             SAY("t STARTTLS\r\n", "t OK", line_is_whole) } },
	/* RFC 2595 4 */
	{ .service = "pop3",
	  .steps = { HEAR("+OK", line_is_whole),
	             SAY("STLS\r\n", "+OK", line_is_whole) } },
	/* RFC 4217 4 */
	{ .service = "ftp",
	  .steps = { HEAR("220", coded_reply_is_whole),
	             SAY("AUTH TLS\r\n", "234", coded_reply_is_whole) } },
	/* RFC 4642 2.2 */
	{ .service = "nntp",
	  .steps = { HEAR("20", line_is_whole),
	             SAY("STARTTLS\r\n", "382", line_is_whole) } },
	/* RFC 5804 1.1 and 2.2 */
	{ .service = "sieve",
	  .steps = { HEAR("STARTTLS", NULL),
	             SAY("STARTTLS\r\n", "OK", line_is_whole) } },
	/* RFC 4511 4.14: an extended request, and resultCode success in the
	 * response to it. */
	{ .service = "ldap",
	  .steps = { SAY("\x30\x1d\x02\x01\x01\x77\x18\x80\x16"
	                 "1.3.6.1.4.1.1466.20037",
	                 "\x0a\x01\x00", NULL) } },
	{ .service = "xmpp-client", .steps = XMPP("jabber:client") },
	{ .service = "xmpp-server", .steps = XMPP("jabber:server") },
	/* PostgreSQL, "SSLRequest" */
	{ .service = "postgresql",
	  .steps = { SAY_AT("\0\0\0\x08\x04\xd2\x16\x2f", 0, "S", NULL) } },
	/* [MS-RDPBCGR] 2.2.1.1 and 2.2.1.2.1: a negotiation request for TLS,
	 * and a response, rather than a failure */
	{ .service = "ms-wbt-server",
	  .steps = { SAY_AT(
		  "\x03\0\0\x13\x0e\xe0\0\0\0\0\0\x01\0\x08\0\x03\0\0\0", 11,
		  "\x02", NULL) },
	  .inside = LITERAL(CREDSSP) },
};

const struct starttls *starttls_find(const char *service)
{
	for (size_t i = 0; i < COUNT(dialogues); i++)
		if (strcmp(dialogues[i].service, service) == 0)
			return &dialogues[i];
	return NULL;
}

/* Every step expects something. */
const struct starttls_step *starttls_step(const struct starttls *starttls,
                                          size_t index)
{
	if (index == STARTTLS_STEPS_MAX ||
	    starttls->steps[index].expects.len == 0)
		return NULL;
	return &starttls->steps[index];
}

bool starttls_permits(const struct starttls_step *step, struct bytes said)
{
	if (step->at != STARTTLS_ANYWHERE)
		return bytes_equal_at(said, step->at, step->expects.data,
		                      step->expects.len);
	return said.len > 0 && memmem(said.data, said.len, step->expects.data,
	                              step->expects.len) != NULL;
}
