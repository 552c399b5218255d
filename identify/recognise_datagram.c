// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "identify/cookie.h"
#include "identify/recognise.h"
#include "identify/shape.h"
#include "identify/tls_alert.h"
#include "identify/tls_answer.h"

#include <string.h>

/* RFC 5905 7.3: a server's answer, of versions 1 to 4. */
static bool ntp_answer(struct bytes said, struct identity *who)
{
	enum { SERVER = 4, LEAST = 48 };
	unsigned version = said.data[0] >> 3 & 7;

	(void)who;
	return said.len >= LEAST && (said.data[0] & 7) == SERVER &&
	       version >= 1 && version <= 4;
}

/* RFC 9000 17.2.1: the versions, 4 bytes each, fill the rest. */
static bool quic_versions(struct bytes said, struct identity *who)
{
	enum { VERSIONS = 23 };

	(void)who;
	return (said.data[0] & 0x80) != 0 && said.len > VERSIONS &&
	       (said.len - VERSIONS) % 4 == 0;
}

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
	{ .service = "ntp",
	  .parts = { AT(24, COOKIE_8) },
	  .details = ntp_answer },
	/* Version Negotiation: our connection ids, exchanged */
	{ .service = "quic",
	  .parts = { AT(1, "\x00\x00\x00\x00\x08" COOKIE_8 "\x08" COOKIE_8) },
	  .details = quic_versions },
	/* RFC 7296 3.1, RFC 2408 3.1: our SPI first; version 2.0, then 1.0 */
	{ .service = "isakmp",
	  .parts = { AT(0, COOKIE_8), AT(17, "\x20") },
	  .length = EXACTLY(24, 4, BIG, 0) },
	{ .service = "isakmp",
	  .parts = { AT(0, COOKIE_8), AT(17, "\x10") },
	  .length = EXACTLY(24, 4, BIG, 0) },
	{ .service = "isakmp",
	  .parts = { AT(0, "\x00\x00\x00\x00" COOKIE_8), AT(21, "\x20") },
	  .length = EXACTLY(28, 4, BIG, 4) },
	{ .service = "stun",
	  .parts = { AT(0, "\x01\x01"),
	             AT(4, "\x21\x12\xa4\x42" COOKIE_8 COOKIE_4) },
	  .length = EXACTLY(2, 2, BIG, 20) },
	{ .service = "stun",
	  .parts = { AT(0, "\x01\x11"),
	             AT(4, "\x21\x12\xa4\x42" COOKIE_8 COOKIE_4) },
	  .length = EXACTLY(2, 2, BIG, 20) },
	{ .service = "sunrpc",
	  .parts = { AT(0, COOKIE_4 "\x00\x00\x00\x01\x00\x00\x00") } },
	{ .service = "openvpn",
	  .parts = { AT(0, "\x40"), AT(9, "\x01\x00\x00\x00\x00" COOKIE_8) } },
	/* To the tunnel we named: SCCRP, or StopCCN */
	{ .service = "l2tp",
	  .parts = { AT(0, "\xc8\x02"), AT(4, COOKIE_2),
	             AT(14, "\x00\x00\x00\x00\x00\x02") },
	  .length = EXACTLY(2, 2, BIG, 0) },
	{ .service = "l2tp",
	  .parts = { AT(0, "\xc8\x02"), AT(4, COOKIE_2),
	             AT(14, "\x00\x00\x00\x00\x00\x04") },
	  .length = EXACTLY(2, 2, BIG, 0) },
	/* Access-Accept, -Reject, -Challenge */
	{ .service = "radius",
	  .parts = { AT(0, "\x02p") },
	  .length = EXACTLY(2, 2, BIG, 0) },
	{ .service = "radius",
	  .parts = { AT(0, "\x03p") },
	  .length = EXACTLY(2, 2, BIG, 0) },
	{ .service = "radius",
	  .parts = { AT(0, "\x0bp") },
	  .length = EXACTLY(2, 2, BIG, 0) },
	/* Acknowledgement with our token, or by itself; reset */
	{ .service = "coap",
	  .parts = { AT(0, "\x64"), AT(2, COOKIE_2 COOKIE_4) } },
	{ .service = "coap",
	  .parts = { AT(0, "\x60\x00" COOKIE_2) },
	  .length = ALWAYS(4) },
	{ .service = "coap",
	  .parts = { AT(0, "\x70\x00" COOKIE_2) },
	  .length = ALWAYS(4) },
	/* Handshake or alert of epoch 0 */
	{ .service = "dtls",
	  .parts = { AT(1, "\xfe"), AT(3, "\x00\x00") },
	  .length = WITHIN(11, 2, BIG, 13),
	  .details = dtls_answer,
	  .tls = true },
	{ .service = "memcache",
	  .parts = { AT(0, COOKIE_2 "\x00\x00\x00\x01"), AT(8, "VERSION ") },
	  .details = memcached_version },
	/* Complex-ACK, Error and Reject of our invocation */
	{ .service = "bacnet",
	  .parts = { AT(0, "\x81\x0a"), AT(4, "\x01\x00\x30p\x0c") },
	  .length = EXACTLY(2, 2, BIG, 0) },
	{ .service = "bacnet",
	  .parts = { AT(0, "\x81\x0a"), AT(4, "\x01\x00\x50p\x0c") },
	  .length = EXACTLY(2, 2, BIG, 0) },
	{ .service = "bacnet",
	  .parts = { AT(0, "\x81\x0a"), AT(4, "\x01\x00\x60p") },
	  .length = EXACTLY(2, 2, BIG, 0) },
	/* Presence Pong; the answer to our IPMI command */
	{ .service = "asf-rmcp",
	  .parts = { AT(0, "\x06\x00"), AT(3, "\x06\x00\x00\x11\xbe\x40p") } },
	{ .service = "asf-rmcp",
	  .parts = { AT(0, "\x06\x00"), AT(3, "\x07\x00"), AT(14, "\x81\x1c"),
	             AT(19, "\x38") } },
	/* Willing, Unwilling */
	{ .service = "xdmcp",
	  .parts = { AT(0, "\x00\x01\x00\x05") },
	  .length = EXACTLY(4, 2, BIG, 6) },
	{ .service = "xdmcp",
	  .parts = { AT(0, "\x00\x01\x00\x06") },
	  .length = EXACTLY(4, 2, BIG, 6) },
	{ .service = "nat-pmp",
	  .parts = { AT(0, "\x00\x80\x00") },
	  .length = ALWAYS(12) },
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
