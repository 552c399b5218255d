// SPDX-License-Identifier: Apache-2.0
#include "identify/cookie.h"
#include "identify/detail.h"
#include "identify/dns_software.h"
#include "identify/recognise.h"
#include "identify/take.h"

#include <ctype.h>
#include <string.h>

enum { HEADER = 12 };

/* A message of ours or of theirs, and the question of ours. */
struct query {
	struct bytes question; /* name, type and class; RFC 1035 4.1.2 */
	struct bytes said;
};

/* RFC 1035 4.1.1: was a query with our id, and one question. */
static bool was_query(struct bytes asked)
{
	return asked.len > HEADER && bytes_have(asked, 0, COOKIE_2) &&
	       bytes_have(asked, 4, "\x00\x01");
}

static bool repeats_question(const struct query *query)
{
	return bytes_equal_at(query->said, HEADER, query->question.data,
	                      query->question.len);
}

/*
 * RFC 1035 4.1.1: an answer to our id, to a plain query.  A server that could
 * not read the question sends the header alone.
 */
static bool is_answer(struct bytes said)
{
	enum { QR = 0x80, OPCODE = 0x78 };

	return said.len >= HEADER && bytes_have(said, 0, COOKIE_2) &&
	       (said.data[2] & (QR | OPCODE)) == QR;
}

static bool asks_for(const struct query *query, const char *name, size_t len)
{
	return bytes_equal_at(query->question, 0, name, len);
}

/* Names as they stand in a message, each part behind its length. */
#define ASKS_FOR(query, name) asks_for((query), (name), sizeof(name))
#define VERSION_BIND                                                           \
	"\x07"                                                                 \
	"version"                                                              \
	"\x04"                                                                 \
	"bind"
#define HOSTNAME_BIND                                                          \
	"\x08"                                                                 \
	"hostname"                                                             \
	"\x04"                                                                 \
	"bind"
#define ID_SERVER                                                              \
	"\x02"                                                                 \
	"id"                                                                   \
	"\x06"                                                                 \
	"server"
#define LOCALHOST_REVERSE                                                      \
	"\x01"                                                                 \
	"1"                                                                    \
	"\x01"                                                                 \
	"0"                                                                    \
	"\x01"                                                                 \
	"0"                                                                    \
	"\x03"                                                                 \
	"127"
#define DNS_SD                                                                 \
	"\x09"                                                                 \
	"_services"                                                            \
	"\x07"                                                                 \
	"_dns-sd"

static bool has_answers(const struct query *query, const char *flags)
{
	return bytes_equal_at(query->said, 2, flags, 2) &&
	       !bytes_have(query->said, 6, "\0\0");
}

/* RFC 6762 18 and RFC 4795 2.1.1: only who has an answer answers, with flags
 * that those of a server in the DNS differ from. */
static const char *name_of_question(const struct query *query)
{
	if (asks_for(query, DNS_SD, sizeof(DNS_SD) - 1) &&
	    has_answers(query, "\x84\x00"))
		return "mdns";
	if (asks_for(query, LOCALHOST_REVERSE, sizeof(LOCALHOST_REVERSE) - 1) &&
	    has_answers(query, "\x80\x00"))
		return "llmnr";
	return "domain";
}

static const char *name_of(const struct query *query)
{
	enum { RCODE = 0x0f };
	struct bytes said = query->said;

	if (repeats_question(query))
		return name_of_question(query);
	if (said.len == HEADER && (said.data[3] & RCODE) != 0)
		return "domain";
	return NULL;
}

/* The text of the first answer, TXT of class CH; empty when there is none. */
static struct bytes first_text(const struct query *query)
{
	static const struct bytes none = { NULL, 0 };
	enum { TYPE_AND_CLASS = 4, UP_TO_TEXT = 10 };
	size_t name = query->question.len - TYPE_AND_CLASS;
	struct bytes answer =
		bytes_from(query->said, HEADER + query->question.len);
	struct bytes text;

	if (!repeats_question(query))
		return none;
	if (bytes_have(answer, 0, "\xc0\x0c")) /* 4.1.4: the name, again */
		answer = bytes_from(answer, 2);
	else
		answer = bytes_from(answer, name);
	if (!bytes_have(answer, 0, "\x00\x10\x00\x03") ||
	    !take_skip(&answer, UP_TO_TEXT) ||
	    !take_counted(&answer, 1, BIG_ENDIAN_BYTES, &text))
		return none;
	return text;
}

/* RFC 6891 6.1.1 adds nothing to an answer to those who said nothing of EDNS,
 * as we do.  What has additions was made for a server in between. */
static bool is_passed_on(struct bytes said)
{
	return !bytes_have(said, 10, "\0\0");
}

/* RFC 1035 4.1.1: AA */
static bool is_authoritative(struct bytes said)
{
	enum { AA = 0x04 };

	return (said.data[2] & AA) != 0;
}

static bool is_host_name(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!isalnum(text.data[i]) && text.data[i] != '-' &&
		    text.data[i] != '.' && text.data[i] != '_')
			return false;
	return text.len > 0;
}

/* What the answer to a question about the server tells. */
static void set_answer(const struct query *query, struct identity *who)
{
	struct bytes text = first_text(query);

	if (ASKS_FOR(query, VERSION_BIND)) {
		add_known_fact(who, FACT_DNS_VERSION, text);
		if (!is_passed_on(query->said))
			dns_software(text, is_authoritative(query->said), who);
	} else if (ASKS_FOR(query, ID_SERVER)) {
		add_known_fact(who, FACT_DNS_ID, text);
	} else if (ASKS_FOR(query, HOSTNAME_BIND)) {
		add_known_fact(who, FACT_DNS_ID, text);
		if (is_host_name(text) && !is_passed_on(query->said))
			identity_set_hostname(who, text);
	}
}

/* RFC 1035 4.1.1: RA.  Servers answer what is of another class than IN
 * without recursion, whatever else they do. */
static void set_recursion(const struct query *query, struct identity *who)
{
	enum { RA = 0x80 };
	bool available = (query->said.data[3] & RA) != 0;
	bool internet =
		query->question.len >= 2 &&
		bytes_have(query->question, query->question.len - 2, "\0\x01");

	if (available || (internet && repeats_question(query)))
		facts_add_flag(&who->facts, FACT_DNS_RECURSION, available);
}

static bool recognise(struct bytes asked, struct bytes said,
                      struct identity *who)
{
	struct query query = { bytes_from(asked, HEADER), said };
	const char *name;

	if (!was_query(asked) || !is_answer(said))
		return false;
	name = name_of(&query);
	if (name == NULL)
		return false;
	identity_set_name(who, name);
	if (strcmp(name, "domain") == 0) {
		set_answer(&query, who);
		set_recursion(&query, who);
	}
	return true;
}

bool recognise_domain(const struct reply *reply, struct identity *who)
{
	enum { LENGTH = 2 };

	if (reply->protocol == PROTOCOL_UDP)
		return recognise(reply->asked, reply->said, who);
	/* RFC 1035 4.2.2: over TCP a length comes first. */
	if (bytes_number(reply->said, 0, LENGTH, BIG_ENDIAN_BYTES) + LENGTH >
	    reply->said.len)
		return false;
	return recognise(bytes_from(reply->asked, LENGTH),
	                 bytes_from(reply->said, LENGTH), who);
}
