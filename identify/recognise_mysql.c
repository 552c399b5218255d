// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/shape.h"
#include "identify/take.h"

#include <ctype.h>
#include <string.h>

/* Others that speak the protocol, and where their own version stands. */
static const struct {
	const char *says, *product;
} others[] = {
	{ "-TiDB-v", "TiDB" },
	{ "-Vitess", "Vitess" },
	{ "(ProxySQL)", "ProxySQL" },
	{ "-OceanBase-v", "OceanBase" },
};

/* "10.11.19-MariaDB-0+deb12u1": number, name, package. */
static void set_number_and_package(struct bytes text, struct identity *who)
{
	size_t len = 0;

	while (len < text.len &&
	       (isdigit(text.data[len]) || text.data[len] == '.'))
		len++;
	identity_set_version(who, bytes_first(text, len));
	identity_set_extra(who, bytes_from(text, len + 1));
	if (bytes_contain(text, "ubuntu") || bytes_contain(text, "+deb"))
		identity_set_os(who, "Linux");
}

static void set_software(struct bytes version, struct identity *who)
{
	static const char maria[] = "-MariaDB";
	struct bytes package;

	for (size_t i = 0; i < COUNT(others); i++) {
		if (!bytes_after(version, others[i].says, &package))
			continue;
		identity_set_product(who, others[i].product);
		if (package.len > 0 && isdigit(package.data[0]))
			identity_set_version(who, package);
		return;
	}
	/* MariaDB 10 says "5.5.5-" first, for the sake of old replicas. */
	if (bytes_contain(version, maria) && bytes_have(version, 0, "5.5.5-"))
		version = bytes_from(version, strlen("5.5.5-"));
	set_number_and_package(version, who);
	identity_set_product(who, "MySQL");
	if (!bytes_after(version, maria, &package))
		return;
	identity_set_product(who, "MariaDB");
	identity_set_extra(who, bytes_from(package, 1));
}

/* What follows the version: a thread, the challenge's first part, capabilities
 * in two halves and, behind the rest of the challenge, how to log in. */
static void read_capabilities(struct bytes from, struct identity *who)
{
	enum { THREAD_AND_SALT = 4 + 8 + 1, CHARSET_AND_STATUS = 1 + 2 };
	enum { TLS = 0x800, PLUGIN_NAMES = 0x8, RESERVED = 10, FIRST_SALT = 8 };
	enum { SECOND_SALT_LEAST = 13 };
	uint32_t low, high, salt;
	struct bytes plugin;

	if (!take_skip(&from, THREAD_AND_SALT) ||
	    !take_number(&from, 2, LITTLE_ENDIAN_BYTES, &low))
		return;
	facts_add_flag(&who->facts, FACT_SQL_TLS, (low & TLS) != 0);
	if (!take_skip(&from, CHARSET_AND_STATUS) ||
	    !take_number(&from, 2, LITTLE_ENDIAN_BYTES, &high) ||
	    (high & PLUGIN_NAMES) == 0 ||
	    !take_number(&from, 1, LITTLE_ENDIAN_BYTES, &salt) ||
	    !take_skip(&from, RESERVED))
		return;
	salt = salt > SECOND_SALT_LEAST + FIRST_SALT ? salt - FIRST_SALT
	                                             : SECOND_SALT_LEAST;
	if (take_skip(&from, salt) && take_until(&from, '\0', &plugin))
		add_known_fact(who, FACT_SQL_AUTH, plugin);
}

/* MySQL, "Protocol::HandshakeV10" */
static bool greeting(struct bytes said, struct identity *who)
{
	enum { HEADER = 4, PROTOCOL = 10 };
	struct bytes rest = bytes_from(said, HEADER + 1), version;

	if (!take_until(&rest, '\0', &version) || version.len == 0 ||
	    !isdigit(version.data[0]))
		return false;
	facts_add_number(&who->facts, FACT_SQL_PROTOCOL, PROTOCOL);
	set_software(version, who);
	read_capabilities(rest, who);
	return true;
}

/* MySQL, "ERR_Packet": it may refuse a host before it greets. */
static bool refusal(struct bytes said, struct identity *who)
{
	enum { MESSAGE = 4 + 1 + 2 };
	struct bytes text = bytes_from(said, MESSAGE);

	if (bytes_contain(text, "MariaDB"))
		identity_set_product(who, "MariaDB");
	else if (bytes_contain(text, "MySQL"))
		identity_set_product(who, "MySQL");
	else if (!bytes_contain(text, "Too many connections"))
		return false;
	add_detail(who, "refuses", text);
	return true;
}

/* MySQL X Protocol, Mysqlx.Connection.Capabilities: only a server of MySQL's
 * has "node_type". */
static bool capabilities(struct bytes said, struct identity *who)
{
	struct bytes text = bytes_from(said, 5);

	if (!bytes_contain(text, "authentication.mechanisms"))
		return false;
	if (bytes_contain(text, "node_type"))
		identity_set_product(who, "MySQL");
	facts_add_flag(&who->facts, FACT_SQL_TLS,
	               bytes_contain(text, "\x03tls"));
	return true;
}

static const struct shape shapes[] = {
	{ .service = "mysql",
	  .parts = { AT(3, "\x00\x0a") },
	  .length = EXACTLY(0, 3, LITTLE, 4),
	  .details = greeting },
	{ .service = "mysql",
	  .parts = { AT(3, "\x00\xff") },
	  .length = EXACTLY(0, 3, LITTLE, 4),
	  .details = refusal },
	/* A notice of SERVER_HELLO, perhaps with more behind it */
	{ .service = "mysqlx",
	  .parts = { AT(0, "\x05\x00\x00\x00\x0b\x08\x05\x1a\x00") },
	  .length = WITHIN(0, 4, LITTLE, 4) },
	{ .service = "mysqlx",
	  .parts = { AT(4, "\x02\x0a") },
	  .length = WITHIN(0, 4, LITTLE, 4),
	  .details = capabilities },
};

bool recognise_mysql(const struct reply *reply, struct identity *who)
{
	return recognise_shape(shapes, COUNT(shapes), reply->said, who);
}
