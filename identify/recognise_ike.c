// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "identify/cookie.h"
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/take.h"

#include <ctype.h>
#include <string.h>

/* Vendor IDs that only one maker sends: the MD5 of its words, or the words. */
static const struct {
	const char *id;
	size_t len;
	const char *product, *os, *device;
} vendors[] = {
#define ID(literal) (literal), sizeof(literal) - 1
	/* "strongSwan" */
	{ ID("\x88\x2f\xe5\x6d\x6f\xd2\x0d\xbc\x22\x51\x61\x3b\x2e\xbe\x5b"
	     "\xeb"),
	  "strongSwan", "", "" },
	/* "KAME/racoon" */
	{ ID("\x70\x03\xcb\xc1\x09\x7d\xbe\x9c\x26\x00\xba\x69\x83\xbc\x8b"
	     "\x35"),
	  "racoon", "", "" },
	/* "MS NT5 ISAKMPOAKLEY" */
	{ ID("\x1e\x2b\x51\x69\x05\x99\x1c\x7d\x7c\x96\xfc\xbf\xb5\x87\xe4"
	     "\x61"),
	  "Microsoft IKE", "Windows", "" },
	{ ID("\xf4\xed\x19\xe0\xc1\x14\xeb\x51\x6f\xaa\xac\x0e\xe3\x7d\xaf"
	     "\x28\x07\xb4\x38\x1f"),
	  "Check Point VPN", "", "firewall" },
	{ ID("\x82\x99\x03\x17\x57\xa3\x60\x82\xc6\xa6\x21\xde"),
	  "Fortinet FortiGate", "", "firewall" },
	{ ID("OE-Libreswan-"), "Libreswan", "", "" },
	{ ID("OpenIKED-"), "OpenIKED", "", "" },
	{ ID("CISCO-DELETE-REASON"), "Cisco IKE", "", "" },
	{ ID("CISCO(COPYRIGHT)"), "Cisco IKE", "", "" },
#undef ID
};

static bool is_text(struct bytes id)
{
	for (size_t i = 0; i < id.len; i++)
		if (!isprint(id.data[i]))
			return false;
	return id.len > 0;
}

static void read_vendor(struct bytes id, struct identity *who)
{
	if (is_text(id))
		add_detail(who, "vendor", id);
	for (size_t i = 0; i < COUNT(vendors); i++) {
		struct bytes rest = bytes_from(id, vendors[i].len);

		if (!bytes_equal_at(id, 0, vendors[i].id, vendors[i].len))
			continue;
		identity_set_product(who, vendors[i].product);
		identity_set_os(who, vendors[i].os);
		identity_set_device(who, vendors[i].device);
		if (is_text(id) && rest.len > 0 && isdigit(rest.data[0]))
			identity_set_version(who, rest);
	}
}

/* Notices that answer a first message, by their number. */
struct notice {
	uint32_t type;
	const char *name;
};

/* RFC 2408 3.14.1 */
static const struct notice notices_one[] = {
	{ 5, "INVALID-MAJOR-VERSION" },    { 7, "INVALID-EXCHANGE-TYPE" },
	{ 14, "NO-PROPOSAL-CHOSEN" },      { 16, "PAYLOAD-MALFORMED" },
	{ 17, "INVALID-KEY-INFORMATION" }, { 24, "AUTHENTICATION-FAILED" },
};

/* RFC 7296 3.10.1 */
static const struct notice notices_two[] = {
	{ 5, "INVALID_MAJOR_VERSION" },  { 7, "INVALID_SYNTAX" },
	{ 14, "NO_PROPOSAL_CHOSEN" },    { 17, "INVALID_KE_PAYLOAD" },
	{ 24, "AUTHENTICATION_FAILED" }, { 16390, "COOKIE" },
};

/* What differs between the versions. */
struct version {
	const char *name;
	uint32_t notice, vendor;
	size_t notice_type_at;
	const struct notice *notices;
	size_t notice_count;
};

static const struct version one = { "1.0", 11,          13,
	                            6,     notices_one, COUNT(notices_one) };
static const struct version two = { "2.0", 41,          43,
	                            2,     notices_two, COUNT(notices_two) };

/* RFC 7296 3.10: protocol, size of the SPI, type.  RFC 2408 3.14 has the
 * domain of interpretation before. */
static void read_notice(struct bytes notice, const struct version *version,
                        struct identity *who)
{
	uint32_t type = bytes_number(notice, version->notice_type_at, 2,
	                             BIG_ENDIAN_BYTES);

	for (size_t i = 0; i < version->notice_count; i++)
		if (version->notices[i].type == type)
			add_detail_string(who, "notice",
			                  version->notices[i].name);
}

/* RFC 7296 3.2, RFC 2408 3.2: the kind of the next, and a length that counts
 * the header. */
static void read_payloads(struct bytes from, uint32_t kind,
                          const struct version *version, struct identity *who)
{
	enum { HEADER = 4 };
	struct bytes payload;
	uint32_t next, len;

	while (kind != 0 && take_number(&from, 1, BIG_ENDIAN_BYTES, &next) &&
	       take_skip(&from, 1) &&
	       take_number(&from, 2, BIG_ENDIAN_BYTES, &len) && len >= HEADER &&
	       take_bytes(&from, len - HEADER, &payload)) {
		if (kind == version->vendor)
			read_vendor(payload, who);
		else if (kind == version->notice)
			read_notice(payload, version, who);
		kind = next;
	}
}

/* RFC 7296 3.1, RFC 2408 3.1: our SPI first; the length ends the message. */
static bool read_message(struct bytes said, struct identity *who)
{
	enum { KIND = 16, VERSION = 17, FLAGS = 19, LENGTH = 24, HEADER = 28 };
	enum { RESPONSE = 0x20 };
	const struct version *version;

	if (said.len < HEADER || !bytes_have(said, 0, COOKIE_8) ||
	    bytes_number(said, LENGTH, 4, BIG_ENDIAN_BYTES) != said.len)
		return false;
	if (said.data[VERSION] == 0x20 && (said.data[FLAGS] & RESPONSE) != 0)
		version = &two;
	else if (said.data[VERSION] == 0x10)
		version = &one;
	else
		return false;
	identity_set_name(who, "isakmp");
	facts_add_string(&who->facts, FACT_APP_PROTOCOL, version->name);
	read_payloads(bytes_from(said, HEADER), said.data[KIND], version, who);
	return true;
}

bool recognise_ike(const struct reply *reply, struct identity *who)
{
	struct bytes said = reply->said;

	/* RFC 3948 2.2: a marker that tells it from ESP, on port 4500. */
	if (bytes_have(said, 0, "\x00\x00\x00\x00"))
		said = bytes_from(said, 4);
	return read_message(said, who);
}
