// SPDX-License-Identifier: Apache-2.0
#include "probes/starttls.h"

#include "base/count.h"
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

static const struct starttls dialogues[] = {
	/* RFC 3207 */
	{ "smtp",
	  { HEAR("220", coded_reply_is_whole),
	    SAY("EHLO portscan.invalid\r\n", "STARTTLS", coded_reply_is_whole),
	    SAY("STARTTLS\r\n", "220", coded_reply_is_whole) },
	  3 },
	{ "lmtp",
	  { HEAR("220", coded_reply_is_whole),
	    SAY("LHLO portscan.invalid\r\n", "STARTTLS", coded_reply_is_whole),
	    SAY("STARTTLS\r\n", "220", coded_reply_is_whole) },
	  3 },
	/* RFC 9051 6.2.1 */
	{ "imap",
	  { HEAR("* OK", line_is_whole),
	    SAY("t STARTTLS\r\n", "t OK", line_is_whole) },
	  2 },
	/* RFC 2595 4 */
	{ "pop3",
	  { HEAR("+OK", line_is_whole), SAY("STLS\r\n", "+OK", line_is_whole) },
	  2 },
	/* RFC 4217 4 */
	{ "ftp",
	  { HEAR("220", coded_reply_is_whole),
	    SAY("AUTH TLS\r\n", "234", coded_reply_is_whole) },
	  2 },
	/* RFC 4642 2.2 */
	{ "nntp",
	  { HEAR("20", line_is_whole),
	    SAY("STARTTLS\r\n", "382", line_is_whole) },
	  2 },
	/* RFC 5804 1.1 and 2.2 */
	{ "sieve",
	  { HEAR("STARTTLS", NULL), SAY("STARTTLS\r\n", "OK", line_is_whole) },
	  2 },
	/* RFC 4511 4.14: an extended request, and resultCode success in the
	 * response to it. */
	{ "ldap",
	  { SAY("\x30\x1d\x02\x01\x01\x77\x18\x80\x16"
	        "1.3.6.1.4.1.1466.20037",
	        "\x0a\x01\x00", NULL) },
	  1 },
	{ "xmpp-client", XMPP("jabber:client"), 2 },
	{ "xmpp-server", XMPP("jabber:server"), 2 },
	/* PostgreSQL, "SSLRequest" */
	{ "postgresql",
	  { SAY_AT("\0\0\0\x08\x04\xd2\x16\x2f", 0, "S", NULL) },
	  1 },
	/* [MS-RDPBCGR] 2.2.1.1 and 2.2.1.2.1: a negotiation request for TLS,
	 * and a response, rather than a failure */
	{ "ms-wbt-server",
	  { SAY_AT("\x03\0\0\x13\x0e\xe0\0\0\0\0\0\x01\0\x08\0\x03\0\0\0", 11,
	           "\x02", NULL) },
	  1 },
};

const struct starttls *starttls_find(const char *service)
{
	for (size_t i = 0; i < COUNT(dialogues); i++)
		if (strcmp(dialogues[i].service, service) == 0)
			return &dialogues[i];
	return NULL;
}

bool starttls_permits(const struct starttls_step *step, struct bytes said)
{
	if (step->at != STARTTLS_ANYWHERE)
		return bytes_equal_at(said, step->at, step->expects.data,
		                      step->expects.len);
	return said.len > 0 && memmem(said.data, said.len, step->expects.data,
	                              step->expects.len) != NULL;
}
