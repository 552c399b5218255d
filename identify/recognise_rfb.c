// SPDX-License-Identifier: Apache-2.0
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/take.h"

#include "base/count.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { GREETING = 12 };

/* RFC 6143 7.1.1: "RFB 003.008\n" */
static bool is_greeting(struct bytes said)
{
	static const uint8_t form[] = "RFB 000.000\n";

	for (size_t i = 0; i < GREETING; i++)
		if (i >= said.len || (form[i] == '0' ? !isdigit(said.data[i])
		                                     : said.data[i] != form[i]))
			return false;
	return true;
}

/* Versions of the protocol that one maker made up for himself. */
static const struct {
	const char *version, *product, *os;
} versions[] = {
	{ "003.889", "Apple Remote Desktop", "macOS" },
	{ "004.000", "RealVNC", "" },
	{ "004.001", "RealVNC", "" },
	{ "005.000", "RealVNC", "" },
};

static void set_product(struct bytes version, struct identity *who)
{
	for (size_t i = 0; i < COUNT(versions); i++) {
		if (!bytes_equal_at(version, 0, versions[i].version,
		                    version.len))
			continue;
		identity_set_product(who, versions[i].product);
		identity_set_os(who, versions[i].os);
	}
}

/* RFC 6143 8.1.2: security types that IANA knows. */
static void add_security(struct identity *who, uint8_t type)
{
	static const struct {
		uint8_t type;
		const char *name;
	} types[] = {
		{ 1, "none" },
		{ 2, "VNC authentication" },
		{ 5, "RA2" },
		{ 6, "RA2ne" },
		{ 13, "RSA-AES-256" },
		{ 16, "Tight" },
		{ 17, "Ultra" },
		{ 18, "TLS" },
		{ 19, "VeNCrypt" },
		{ 20, "SASL" },
		{ 30, "Apple Diffie-Hellman" },
		{ 35, "Apple Mac OS X" },
	};

	for (size_t i = 0; i < COUNT(types); i++)
		if (types[i].type == type) {
			add_detail_string(who, "security", types[i].name);
			return;
		}
	add_detail_number(who, "security", type);
}

/* 7.1.2: how many types there are, and each; with none, why not. */
static void read_security(struct bytes from, struct identity *who)
{
	struct bytes types, reason;

	if (bytes_have(from, 0, "\x00") && take_skip(&from, 1)) {
		if (take_counted(&from, 4, BIG_ENDIAN_BYTES, &reason))
			add_detail(who, "refuses", reason);
		return;
	}
	if (!take_counted(&from, 1, BIG_ENDIAN_BYTES, &types))
		return;
	for (size_t i = 0; i < types.len; i++)
		add_security(who, types.data[i]);
}

static void set_protocol(struct bytes version, struct identity *who)
{
	char text[24];

	snprintf(text, sizeof(text), "%d.%d",
	         (version.data[0] - '0') * 100 + (version.data[1] - '0') * 10 +
	                 version.data[2] - '0',
	         (version.data[4] - '0') * 100 + (version.data[5] - '0') * 10 +
	                 version.data[6] - '0');
	facts_add_string(&who->facts, FACT_APP_PROTOCOL, text);
}

bool recognise_rfb(const struct reply *reply, struct identity *who)
{
	struct bytes version = bytes_first(bytes_from(reply->said, 4), 7);

	if (!is_greeting(reply->said))
		return false;
	identity_set_name(who, "rfb");
	set_protocol(version, who);
	set_product(version, who);
	read_security(bytes_from(reply->said, GREETING), who);
	return true;
}
