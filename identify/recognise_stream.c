// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "identify/cookie.h"
#include "identify/recognise.h"
#include "identify/shape.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* What a NUL ends; false when nothing does. */
static bool nul_ended(struct bytes from, struct bytes *string)
{
	const uint8_t *end =
		from.len == 0 ? NULL : memchr(from.data, '\0', from.len);

	if (end == NULL)
		return false;
	*string = bytes_first(from, (size_t)(end - from.data));
	return true;
}

/* MySQL, "Protocol::HandshakeV10": the version follows the protocol's. */
static bool mysql_greeting(struct bytes said, struct identity *who)
{
	enum { VERSION = 5 };
	struct bytes version, maria;

	if (!nul_ended(bytes_from(said, VERSION), &version) ||
	    version.len == 0 || !isdigit(version.data[0]))
		return false;
	identity_set_product(who, "MySQL");
	if (bytes_contain(version, "-MariaDB")) {
		identity_set_product(who, "MariaDB");
		/* MariaDB 10 says "5.5.5-" first, for the sake of old replicas.
		 */
		if (bytes_have(version, 0, "5.5.5-"))
			version = bytes_from(version, 6);
		bytes_after(version, "-MariaDB", &maria);
		version.len = (size_t)(maria.data - version.data) -
		              strlen("-MariaDB");
	}
	identity_set_version(who, version);
	return true;
}

/* MySQL, "ERR_Packet": it may refuse a host before it greets. */
static bool mysql_refusal(struct bytes said, struct identity *who)
{
	if (bytes_contain(said, "MariaDB"))
		identity_set_product(who, "MariaDB");
	else if (bytes_contain(said, "MySQL"))
		identity_set_product(who, "MySQL");
	return who->service.product[0] != '\0' ||
	       bytes_contain(said, "Too many connections");
}

/* PostgreSQL, "ErrorResponse": fields of a letter and a string; severity,
 * a code of five characters and a message are always there. */
static bool postgresql_error(struct bytes said, struct identity *who)
{
	struct bytes fields = bytes_from(said, 5), value;
	bool code = false, message = false;

	(void)who;
	while (fields.len > 1 && fields.data[0] != '\0' &&
	       nul_ended(bytes_from(fields, 1), &value)) {
		code |= fields.data[0] == 'C' && value.len == 5;
		message |= fields.data[0] == 'M';
		fields = bytes_from(fields, value.len + 2);
	}
	return code && message;
}

/* AMQP 0-9-1, 4.2.5.9: a key, then "S" and a long string. */
static struct bytes amqp_property(struct bytes said, const char *key)
{
	struct bytes value = { NULL, 0 };

	if (!bytes_after(said, key, &value) || !bytes_have(value, 0, "S"))
		return (struct bytes){ NULL, 0 };
	return bytes_first(bytes_from(value, 5),
	                   bytes_number(value, 1, 4, BIG_ENDIAN_BYTES));
}

static bool amqp_start(struct bytes said, struct identity *who)
{
	identity_set_product_and_version(who,
	                                 amqp_property(said, "\x07product"));
	identity_set_version(who, amqp_property(said, "\x07version"));
	return true;
}

/* X11 protocol 8: the reason follows 8 bytes, padded to units of 4. */
static bool x11_refusal(struct bytes said, struct identity *who)
{
	uint32_t units = bytes_number(said, 6, 2, LITTLE_ENDIAN_BYTES);

	(void)who;
	return units > 0 && said.len == 8 + 4 * units;
}

/* The documents are those that the payloads cite. */
static const struct shape shapes[] = {
	/* RFC 8446 4.1.3, ServerHello; 6, an alert, warning or fatal. */
	{ .service = "tls",
	  .parts = { AT(0, "\x16\x03"), AT(5, "\x02\x00"), AT(9, "\x03") },
	  .length = WITHIN(6, 3, BIG, 9),
	  .tls = true },
	{ .service = "tls",
	  .parts = { AT(0, "\x15\x03"), AT(3, "\x00\x02\x01") },
	  .length = WITHIN(3, 2, BIG, 5),
	  .tls = true },
	{ .service = "tls",
	  .parts = { AT(0, "\x15\x03"), AT(3, "\x00\x02\x02") },
	  .length = WITHIN(3, 2, BIG, 5),
	  .tls = true },
	{ .service = "mysql",
	  .parts = { AT(3, "\x00\x0a") },
	  .length = EXACTLY(0, 3, LITTLE, 4),
	  .details = mysql_greeting },
	{ .service = "mysql",
	  .parts = { AT(3, "\x00\xff") },
	  .length = EXACTLY(0, 3, LITTLE, 4),
	  .details = mysql_refusal },
	{ .service = "postgresql",
	  .parts = { AT(0, "E\x00\x00"), AT(5, "S") },
	  .length = WITHIN(1, 4, BIG, 1),
	  .details = postgresql_error },
	/* OP_REPLY */
	{ .service = "mongodb",
	  .parts = { AT(8, COOKIE_4 "\x01\x00\x00\x00") },
	  .length = WITHIN(0, 4, LITTLE, 0) },
	/* connection.start, and the header of another version */
	{ .service = "amqp",
	  .parts = { AT(0, "\x01\x00\x00"), AT(7, "\x00\x0a\x00\x0a\x00\x09") },
	  .length = WITHIN(3, 4, BIG, 8),
	  .details = amqp_start },
	{ .service = "amqp", .parts = { AT(0, "AMQP") }, .length = ALWAYS(8) },
	/* CONNACK: unacceptable protocol level; the same in MQTT 5 */
	{ .service = "mqtt",
	  .parts = { AT(0, "\x20\x02\x00\x01") },
	  .length = ALWAYS(4) },
	{ .service = "mqtt",
	  .parts = { AT(0, "\x20\x03\x00\x84\x00") },
	  .length = ALWAYS(5) },
	/* SUPPORTED, ERROR */
	{ .service = "cassandra",
	  .parts = { AT(1, "\x00" COOKIE_2 "\x06") },
	  .length = WITHIN(5, 4, BIG, 9) },
	{ .service = "cassandra",
	  .parts = { AT(1, "\x00" COOKIE_2 "\x00") },
	  .length = WITHIN(5, 4, BIG, 9) },
	{ .service = "kafka",
	  .parts = { AT(4, COOKIE_4 "\x00") },
	  .length = WITHIN(0, 4, BIG, 4) },
	/* CPong */
	{ .service = "ajp13",
	  .parts = { AT(0, "AB\x00\x01\x09") },
	  .length = ALWAYS(5) },
	/* Start-Control-Connection-Reply */
	{ .service = "pptp",
	  .parts = { AT(0, "\x00\x9c\x00\x01\x1a\x2b\x3c\x4d\x00\x02") },
	  .length = WITHIN(0, 2, BIG, 0) },
	/* Its own port, then a line for each node */
	{ .service = "epmd", .parts = { AT(0, "\x00\x00"), AT(4, "name ") } },
	/* ProtocolAck: our host name and port, as it sees them */
	{ .service = "rmiregistry",
	  .parts = { AT(0, "N\x00") },
	  .length = EXACTLY(1, 2, BIG, 7) },
	/* Failed; the server speaks 11.0 */
	{ .service = "x11",
	  .parts = { AT(0, "\x00"), AT(2, "\x0b\x00\x00\x00") },
	  .details = x11_refusal },
	{ .service = "sunrpc",
	  .parts = { AT(0, "\x80\x00"),
	             AT(4, COOKIE_4 "\x00\x00\x00\x01\x00\x00\x00") },
	  .length = WITHIN(2, 2, BIG, 4) },
	/* Binding success and error response */
	{ .service = "stun",
	  .parts = { AT(0, "\x01\x01"),
	             AT(4, "\x21\x12\xa4\x42" COOKIE_8 COOKIE_4) },
	  .length = WITHIN(2, 2, BIG, 20) },
	{ .service = "stun",
	  .parts = { AT(0, "\x01\x11"),
	             AT(4, "\x21\x12\xa4\x42" COOKIE_8 COOKIE_4) },
	  .length = WITHIN(2, 2, BIG, 20) },
	/* P_CONTROL_HARD_RESET_SERVER_V2 that acknowledges our packet 0 */
	{ .service = "openvpn",
	  .parts = { AT(2, "\x40"), AT(11, "\x01\x00\x00\x00\x00" COOKIE_8) },
	  .length = WITHIN(0, 2, BIG, 2) },
};

bool recognise_stream(const struct reply *reply, struct identity *who)
{
	return recognise_shape(shapes, COUNT(shapes), reply->said, who);
}
