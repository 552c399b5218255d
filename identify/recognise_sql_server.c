// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "identify/recognise.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Microsoft SQL Server by the version that it tells before any login.  12.0
 * is left out: Azure says so as well, and whatever passes for a server.
 */
static const struct {
	unsigned major, minor;
	const char *product;
} products[] = {
	{ 7, 0, "Microsoft SQL Server 7.0" },
	{ 8, 0, "Microsoft SQL Server 2000" },
	{ 9, 0, "Microsoft SQL Server 2005" },
	{ 10, 0, "Microsoft SQL Server 2008" },
	{ 10, 50, "Microsoft SQL Server 2008 R2" },
	{ 11, 0, "Microsoft SQL Server 2012" },
	{ 13, 0, "Microsoft SQL Server 2016" },
	{ 14, 0, "Microsoft SQL Server 2017" },
	{ 15, 0, "Microsoft SQL Server 2019" },
	{ 16, 0, "Microsoft SQL Server 2022" },
	{ 17, 0, "Microsoft SQL Server 2025" },
};

/* "15.0.2000": the product by what it begins with; `other` when nobody here
 * knows. */
static void set_product(struct identity *who, unsigned major, unsigned minor,
                        const char *other)
{
	identity_set_product(who, other);
	for (size_t i = 0; i < COUNT(products); i++)
		if (products[i].major == major && products[i].minor == minor)
			identity_set_product(who, products[i].product);
}

/* [MS-TDS] 2.2.6.5: options are a letter, an offset and a length each. */
static struct bytes option(struct bytes message, uint8_t wanted)
{
	enum { OPTION = 5, TERMINATOR = 0xff };
	static const struct bytes none = { NULL, 0 };

	for (size_t at = 0; at + OPTION <= message.len; at += OPTION) {
		if (message.data[at] == TERMINATOR)
			return none;
		if (message.data[at] != wanted)
			continue;
		return bytes_first(
			bytes_from(message, bytes_number(message, at + 1, 2,
		                                         BIG_ENDIAN_BYTES)),
			bytes_number(message, at + 3, 2, BIG_ENDIAN_BYTES));
	}
	return none;
}

/* 2.2.6.5: a server has none to who has none, whatever it offers to others. */
static void add_encryption(struct identity *who, struct bytes asked,
                           struct bytes answered)
{
	enum { NOT_SUPPORTED = 2, REQUIRED = 3 };
	bool offered = asked.len == 1 && asked.data[0] != NOT_SUPPORTED;

	if (answered.len != 1)
		return;
	if (offered || answered.data[0] != NOT_SUPPORTED)
		facts_add_flag(&who->facts, FACT_SQL_TLS,
		               answered.data[0] != NOT_SUPPORTED);
	if (answered.data[0] == REQUIRED)
		facts_add_string(&who->facts, FACT_APP_DETAIL,
		                 "encryption: required");
}

static void set_version(struct identity *who, struct bytes version)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%u.%u.%u", version.data[0],
	                   version.data[1],
	                   bytes_number(version, 2, 2, BIG_ENDIAN_BYTES));

	identity_set_version(
		who, (struct bytes){ (const uint8_t *)text, (size_t)len });
	set_product(who, version.data[0], version.data[1], "");
}

/* 2.2.3.1: what is said behind a header, which has the length of both. */
static struct bytes message_of(struct bytes packet)
{
	enum { HEADER = 8, LENGTH = 2 };
	size_t len = bytes_number(packet, LENGTH, 2, BIG_ENDIAN_BYTES);

	return bytes_from(bytes_first(packet, len), HEADER);
}

/* 2.2.6.5: the answer to a prelogin, all of it, with the version first. */
static bool recognise_server(const struct reply *reply, struct identity *who)
{
	enum { VERSION = 0, ENCRYPTION = 1, VERSION_LENGTH = 6 };
	struct bytes said = reply->said, message = message_of(said);
	struct bytes version = option(message, VERSION);

	if (!bytes_have(said, 0, "\x04\x01") || !bytes_have(said, 8, "\x00") ||
	    bytes_number(said, 2, 2, BIG_ENDIAN_BYTES) > said.len ||
	    version.len != VERSION_LENGTH)
		return false;
	identity_set_name(who, "ms-sql-s");
	set_version(who, version);
	add_encryption(who, option(message_of(reply->asked), ENCRYPTION),
	               option(message, ENCRYPTION));
	return true;
}

/* [MC-SQLR] 2.2.5: "ServerName;…;InstanceName;…;Version;15.0.2000.5;…" */
static struct bytes value_of(struct bytes text, const char *key)
{
	struct bytes value = { NULL, 0 };
	const uint8_t *end;

	if (!bytes_after(text, key, &value) || value.len == 0)
		return value;
	end = memchr(value.data, ';', value.len);
	if (end == NULL)
		return bytes_first(value, 0);
	return bytes_first(value, (size_t)(end - value.data));
}

static void set_browser_product(struct identity *who)
{
	char *minor;
	unsigned long major = strtoul(who->service.version, &minor, 10);

	set_product(who, (unsigned)major,
	            *minor == '.' ? (unsigned)strtoul(minor + 1, NULL, 10) : 0,
	            "Microsoft SQL Server");
}

static void add_instances(struct facts *facts, struct bytes said)
{
	char text[64];

	while (bytes_after(said, ";InstanceName;", &said)) {
		struct bytes name = value_of(said, "");

		snprintf(text, sizeof(text), "instance: %.*s", (int)name.len,
		         (const char *)name.data);
		facts_add_string(facts, FACT_APP_DETAIL, text);
	}
}

/* SVR_RESP, and all of it. */
static bool recognise_browser(struct bytes said, struct identity *who)
{
	if (!bytes_have(said, 0, "\x05") ||
	    !bytes_have(said, 3, "ServerName;") ||
	    bytes_number(said, 1, 2, LITTLE_ENDIAN_BYTES) + 3 != said.len)
		return false;
	identity_set_name(who, "ms-sql-m");
	identity_set_hostname(who, value_of(said, "ServerName;"));
	identity_set_version(who, value_of(said, ";Version;"));
	set_browser_product(who);
	add_instances(&who->facts, said);
	return true;
}

bool recognise_sql_server(const struct reply *reply, struct identity *who)
{
	if (reply->protocol == PROTOCOL_UDP)
		return recognise_browser(reply->said, who);
	return recognise_server(reply, who);
}
