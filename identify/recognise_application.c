// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "identify/cookie.h"
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/shape.h"
#include "identify/take.h"

/* JDWP, VirtualMachine.Version: a description, two numbers of the protocol, and
 * version and name of the machine. */
static bool jdwp_version(struct bytes said, struct identity *who)
{
	enum { HANDSHAKE = 14, HEADER = 11, FLAGS = 8, REPLY = 0x80 };
	struct bytes from = bytes_from(said, HANDSHAKE), text, version, name;
	uint32_t major, minor;

	if (from.len < HEADER || !bytes_have(from, 4, COOKIE_4) ||
	    from.data[FLAGS] != REPLY || !bytes_have(from, 9, "\x00\x00") ||
	    !take_skip(&from, HEADER) ||
	    !take_counted(&from, 4, BIG_ENDIAN_BYTES, &text) ||
	    !take_number(&from, 4, BIG_ENDIAN_BYTES, &major) ||
	    !take_number(&from, 4, BIG_ENDIAN_BYTES, &minor) ||
	    !take_counted(&from, 4, BIG_ENDIAN_BYTES, &version) ||
	    !take_counted(&from, 4, BIG_ENDIAN_BYTES, &name))
		return true;
	copy_printable(who->service.product, sizeof(who->service.product),
	               name);
	identity_set_version(who, version);
	add_detail_number(who, "JDWP major", major);
	add_detail_number(who, "JDWP minor", minor);
	return true;
}

/* Java RMI 10.2, ProtocolAck: our host, and a port, as it sees them. */
static bool rmi_acknowledge(struct bytes said, struct identity *who)
{
	struct bytes host = bytes_first(bytes_from(said, 3), said.len - 7);

	(void)who;
	for (size_t i = 0; i < host.len; i++)
		if (host.data[i] <= ' ' || host.data[i] > '~')
			return false;
	return host.len > 0;
}

/* FastCGI 5.1.4, FCGI_GET_VALUES_RESULT: names and values behind their two
 * lengths. */
static bool fastcgi_values(struct bytes said, struct identity *who)
{
	enum { HEADER = 8, LONG = 0x80 };
	struct bytes from =
		bytes_first(bytes_from(said, HEADER),
	                    bytes_number(said, 4, 2, BIG_ENDIAN_BYTES));
	uint32_t name_len, value_len;
	struct bytes name, value;

	while (take_number(&from, 1, BIG_ENDIAN_BYTES, &name_len) &&
	       take_number(&from, 1, BIG_ENDIAN_BYTES, &value_len) &&
	       ((name_len | value_len) & LONG) == 0 &&
	       take_bytes(&from, name_len, &name) &&
	       take_bytes(&from, value_len, &value)) {
		if (bytes_have(name, 0, "FCGI_MAX_CONNS"))
			add_detail(who, "most connections", value);
		else if (bytes_have(name, 0, "FCGI_MAX_REQS"))
			add_detail(who, "most requests", value);
		else if (bytes_have(name, 0, "FCGI_MPXS_CONNS"))
			add_detail(who, "multiplexes", value);
	}
	return true;
}

static const struct shape shapes[] = {
	{ .service = "jdwp",
	  .parts = { AT(0, "JDWP-Handshake") },
	  .details = jdwp_version },
	{ .service = "rmiregistry",
	  .parts = { AT(0, "N\x00") },
	  .length = EXACTLY(1, 2, BIG, 7),
	  .details = rmi_acknowledge },
	/* AJPv13 extensions: CPong */
	{ .service = "ajp13",
	  .parts = { AT(0, "AB\x00\x01\x09") },
	  .length = ALWAYS(5) },
	{ .service = "fastcgi",
	  .parts = { AT(0, "\x01\x0a\x00\x00") },
	  .length = WITHIN(4, 2, BIG, 8),
	  .details = fastcgi_values },
};

bool recognise_application(const struct reply *reply, struct identity *who)
{
	return recognise_shape(shapes, COUNT(shapes), reply->said, who);
}
