// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/shape.h"
#include "identify/take.h"

#include <ctype.h>
#include <string.h>

/* Others that speak the protocol, and what they say; their own version follows
 * it, or is what the text begins with, or is not there. */
static const struct {
	const char *says, *product;
	enum { VERSION_BEHIND, VERSION_FIRST, NO_VERSION } version;
} others[] = {
	{ "-TiDB-v", "TiDB", VERSION_BEHIND },
	{ "-OceanBase-v", "OceanBase", VERSION_BEHIND },
	{ "-ClickHouse", "ClickHouse", VERSION_FIRST },
	{ "-Percona", "Percona Server", VERSION_FIRST },
	{ "-id64-release (", "Sphinx", VERSION_FIRST },
	{ "-Vitess", "Vitess", NO_VERSION },
	{ "(ProxySQL)", "ProxySQL", NO_VERSION },
};

static size_t number_length(struct bytes text)
{
	size_t len = 0;

	while (len < text.len &&
	       (isdigit(text.data[len]) || text.data[len] == '.'))
		len++;
	return len;
}

static bool set_other(struct bytes text, struct identity *who)
{
	for (size_t i = 0; i < COUNT(others); i++) {
		struct bytes version;

		if (!bytes_after(text, others[i].says, &version))
			continue;
		if (others[i].version == VERSION_FIRST)
			version = text;
		identity_set_product(who, others[i].product);
		if (others[i].version != NO_VERSION)
			identity_set_version(
				who,
				bytes_first(version, number_length(version)));
		return true;
	}
	return false;
}

static void set_version_and_package(struct bytes text, size_t version_len,
                                    struct bytes package, struct identity *who)
{
	identity_set_version(who, bytes_first(text, version_len));
	identity_set_extra(who, bytes_from(package, 1));
	if (bytes_contain(package, "ubuntu") || bytes_contain(package, "+deb"))
		identity_set_os(who, "Linux");
}

/* "10.11.19-MariaDB-0+deb12u1", "8.0.36-0ubuntu0.22.04.1"; whoever else puts
 * something of his own behind the number of a MySQL is not known. */
static void set_software(struct bytes text, struct identity *who)
{
	enum { FOR_REPLICAS = sizeof("5.5.5-") - 1 };
	struct bytes package;
	size_t len;
	bool is_maria = bytes_after(text, "-MariaDB", &package);

	if (set_other(text, who))
		return;
	/* MariaDB 10 says this first, for the sake of old replicas. */
	if (is_maria && bytes_have(text, 0, "5.5.5-"))
		text = bytes_from(text, FOR_REPLICAS);
	len = number_length(text);
	if (is_maria) {
		identity_set_product(who, "MariaDB");
		set_version_and_package(text, len, package, who);
	} else if (len == text.len ||
	           (bytes_have(text, len, "-") && !bytes_contain(text, " "))) {
		identity_set_product(who, "MySQL");
		set_version_and_package(text, len, bytes_from(text, len), who);
	}
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
