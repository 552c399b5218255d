// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "identify/cookie.h"
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/shape.h"
#include "identify/tls_alert.h"
#include "identify/tls_answer.h"

#include <stdio.h>
#include <string.h>

/* RFC 2453 4: entries of 20 bytes, each of IP with a metric of 1 to 16. */
static bool rip_routes(struct bytes said, struct identity *who)
{
	enum { HEADER = 4, ENTRY = 20, METRIC = 16 };

	(void)who;
	if (said.len < HEADER + ENTRY || (said.len - HEADER) % ENTRY != 0)
		return false;
	for (size_t at = HEADER; at < said.len; at += ENTRY) {
		uint32_t metric =
			bytes_number(said, at + METRIC, 4, BIG_ENDIAN_BYTES);

		if (!bytes_have(said, at, "\x00\x02") || metric < 1 ||
		    metric > 16)
			return false;
	}
	return true;
}

/* RFC 1350 5: a code below 9, and a message that a NUL ends. */
static bool tftp_error(struct bytes said, struct identity *who)
{
	(void)who;
	return said.len >= 5 && said.data[3] < 9 &&
	       memchr(said.data + 4, '\0', said.len - 4) ==
	               said.data + said.len - 1;
}

static bool memcached_version(struct bytes said, struct identity *who)
{
	identity_set_product(who, "memcached");
	identity_set_version(who, bytes_line(bytes_from(said, 8 + 8)));
	return true;
}

/* RFC 6886 3.2: which address the network has outside. */
static bool outside_address(struct bytes said, struct identity *who)
{
	enum { ADDRESS = 8 };
	char text[16];

	snprintf(text, sizeof(text), "%u.%u.%u.%u", said.data[ADDRESS],
	         said.data[ADDRESS + 1], said.data[ADDRESS + 2],
	         said.data[ADDRESS + 3]);
	if (bytes_have(said, 2, "\x00\x00"))
		add_detail_string(who, "outside address", text);
	return true;
}

static bool dtls_answer(struct bytes said, struct identity *who)
{
	struct tls_answer answer = tls_answer_read_datagram(said);

	switch (answer.kind) {
	case TLS_ANSWER_ACCEPTED:
		facts_add_string(&who->facts, FACT_TLS_VERSION,
		                 tls_version_name(answer.version));
		return true;
	case TLS_ANSWER_REFUSED:
		facts_add_string(&who->facts, FACT_TLS_ALERT,
		                 tls_alert_name(answer.alert));
		return true;
	case TLS_ANSWER_VERIFY:
	case TLS_ANSWER_NOT_YET: return true;
	case TLS_ANSWER_FOREIGN: return false;
	}
	return false;
}

static bool soap_matches(struct bytes said, struct identity *who)
{
	(void)who;
	return bytes_contain(
		       said,
		       "http://schemas.xmlsoap.org/ws/2005/04/discovery") &&
	       bytes_contain(said, "ProbeMatches");
}

/* The documents are those that the payloads cite. */
static const struct shape shapes[] = {
	/* Handshake or alert of epoch 0 */
	{ .service = "dtls",
	  .parts = { AT(1, "\xfe"), AT(3, "\x00\x00") },
	  .length = WITHIN(11, 2, BIG, 13),
	  .details = dtls_answer,
	  .tls = true },
	{ .service = "memcache",
	  .parts = { AT(0, COOKIE_2 "\x00\x00\x00\x01"), AT(8, "VERSION ") },
	  .details = memcached_version },
	{ .service = "nat-pmp",
	  .parts = { AT(0, "\x00\x80\x00") },
	  .length = ALWAYS(12),
	  .details = outside_address },
	/* Echo Response; whether of GTP-U or GTP-C it does not say */
	{ .service = "gtp",
	  .parts = { AT(0, "\x32\x02"), AT(8, COOKIE_2) },
	  .length = EXACTLY(2, 2, BIG, 8) },
	{ .service = "router",
	  .parts = { AT(0, "\x02\x02\x00\x00") },
	  .details = rip_routes },
	{ .service = "router",
	  .parts = { AT(0, "\x02\x01\x00\x00") },
	  .details = rip_routes },
	{ .service = "tftp",
	  .parts = { AT(0, "\x00\x05\x00") },
	  .details = tftp_error },
	{ .service = "ws-discovery",
	  .parts = { AT(0, "<") },
	  .details = soap_matches },
};

bool recognise_datagram(const struct reply *reply, struct identity *who)
{
	return recognise_shape(shapes, COUNT(shapes), reply->said, who);
}
