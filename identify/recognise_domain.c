// SPDX-License-Identifier: Apache-2.0
#include "identify/cookie.h"
#include "identify/recognise.h"

#include <ctype.h>

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
#define DNS_SD                                                                 \
	"\x09"                                                                 \
	"_services"                                                            \
	"\x07"                                                                 \
	"_dns-sd"

static const char *name_of(const struct query *query)
{
	enum { RCODE = 0x0f };
	struct bytes said = query->said;

	if (repeats_question(query))
		return asks_for(query, DNS_SD, sizeof(DNS_SD) - 1) ? "mdns"
		                                                   : "domain";
	if (said.len == HEADER && (said.data[3] & RCODE) != 0)
		return "domain";
	return NULL;
}

/* The text of the first answer; empty when there is none. */
static struct bytes first_text(const struct query *query)
{
	static const struct bytes none = { NULL, 0 };
	enum { TYPE_AND_CLASS = 4 };
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
	if (!bytes_have(answer, 0, "\x00\x10\x00\x03"))
		return none;
	text = bytes_from(answer, 10);
	return bytes_first(bytes_from(text, 1),
	                   bytes_number(text, 0, 1, BIG_ENDIAN_BYTES));
}

/* "unbound 1.17.1" names a product, "9.18.33" a version, "none" nothing. */
static void set_version(struct bytes text, struct identity *who)
{
	if (text.len == 0)
		return;
	facts_add(&who->facts, FACT_DNS_VERSION, text);
	if (isdigit(text.data[0])) {
		identity_set_version(who, text);
		return;
	}
	identity_set_product_and_version(who, text);
	if (who->service.version[0] == '\0')
		identity_set_product(who, "");
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
	if (ASKS_FOR(&query, VERSION_BIND))
		set_version(first_text(&query), who);
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
