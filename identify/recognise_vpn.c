// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "identify/cookie.h"
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/shape.h"
#include "identify/take.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* What a NUL or nothing ends. */
static struct bytes up_to_nul(struct bytes text)
{
	struct bytes begin = text;

	return take_until(&text, '\0', &begin) ? begin : text;
}

/* RFC 2661 4.4: an attribute of IETF's: flags and length, vendor, type. */
static bool take_avp(struct bytes *from, uint32_t *type, struct bytes *value)
{
	enum { LENGTH = 0x3ff, HEADER = 6 };
	uint32_t flags, vendor;

	if (!take_number(from, 2, BIG_ENDIAN_BYTES, &flags) ||
	    !take_number(from, 2, BIG_ENDIAN_BYTES, &vendor) ||
	    !take_number(from, 2, BIG_ENDIAN_BYTES, type) ||
	    (flags & LENGTH) < HEADER)
		return false;
	return take_bytes(from, (flags & LENGTH) - HEADER, value);
}

/* Who names himself so is known by it. */
static const struct {
	const char *says, *product, *os, *device;
} l2tp_vendors[] = {
	{ "xelerance.com", "xl2tpd", "", "" },
	{ "Microsoft", "Microsoft L2TP", "Windows", "" },
	{ "Cisco Systems, Inc.", "Cisco L2TP", "", "router" },
	{ "MikroTik", "MikroTik L2TP", "RouterOS", "router" },
};

static void set_l2tp_vendor(struct bytes vendor, struct identity *who)
{
	add_detail(who, "vendor", vendor);
	for (size_t i = 0; i < COUNT(l2tp_vendors); i++) {
		if (!bytes_equal_at(vendor, 0, l2tp_vendors[i].says,
		                    strlen(l2tp_vendors[i].says)))
			continue;
		identity_set_product(who, l2tp_vendors[i].product);
		identity_set_os(who, l2tp_vendors[i].os);
		identity_set_device(who, l2tp_vendors[i].device);
	}
}

static bool l2tp_attributes(struct bytes said, struct identity *who)
{
	enum { HEADER = 12, FIRMWARE = 6, HOST_NAME = 7, VENDOR = 8 };
	struct bytes from = bytes_from(said, HEADER), value;
	uint32_t type;

	while (take_avp(&from, &type, &value)) {
		if (type == HOST_NAME)
			identity_set_hostname(who, value);
		else if (type == VENDOR)
			set_l2tp_vendor(value, who);
		else if (type == FIRMWARE)
			add_detail_number(
				who, "firmware",
				bytes_number(value, 0, 2, BIG_ENDIAN_BYTES));
	}
	return true;
}

/* PPTP's vendors, of whom "linux" is what PoPToP was built on. */
static const struct {
	const char *host, *vendor, *product, *os, *device;
} pptp_vendors[] = {
	{ "local", "linux", "PoPToP", "Linux", "" },
	{ NULL, "MikroTik", "MikroTik PPTP", "RouterOS", "router" },
	{ NULL, "Microsoft", "Microsoft PPTP", "Windows", "" },
	{ NULL, "Microsoft Windows NT", "Microsoft PPTP", "Windows", "" },
	{ NULL, "DrayTek", "DrayTek PPTP", "", "router" },
	{ NULL, "MoretonBay", "PoPToP", "Linux", "" },
};

static bool is(struct bytes text, const char *wanted)
{
	return text.len == strlen(wanted) &&
	       bytes_equal_at(text, 0, wanted, text.len);
}

static void set_pptp_vendor(struct bytes host, struct bytes vendor,
                            struct identity *who)
{
	for (size_t i = 0; i < COUNT(pptp_vendors); i++) {
		if (!is(vendor, pptp_vendors[i].vendor) ||
		    (pptp_vendors[i].host != NULL &&
		     !is(host, pptp_vendors[i].host)))
			continue;
		identity_set_product(who, pptp_vendors[i].product);
		identity_set_os(who, pptp_vendors[i].os);
		identity_set_device(who, pptp_vendors[i].device);
		return;
	}
}

/* RFC 2637 2.2: firmware, host name and vendor, of 64 bytes each. */
static bool pptp_reply(struct bytes said, struct identity *who)
{
	enum { FIRMWARE = 26, HOST = 28, VENDOR = 92, NAME = 64 };
	struct bytes host, vendor;

	host = up_to_nul(bytes_first(bytes_from(said, HOST), NAME));
	vendor = up_to_nul(bytes_first(bytes_from(said, VENDOR), NAME));
	if (host.len > 0 && !is(host, "local"))
		identity_set_hostname(who, host);
	add_detail(who, "vendor", vendor);
	add_detail_number(who, "firmware",
	                  bytes_number(said, FIRMWARE, 2, BIG_ENDIAN_BYTES));
	set_pptp_vendor(host, vendor, who);
	return true;
}

/* fastd, "Handshake format": records of a type and a length, least byte
 * first, of which the first says which step of the handshake it is. */
static bool fastd_answer(struct bytes said, struct identity *who)
{
	enum { HEADER = 4, VERSION_NAME = 13 };
	struct bytes from = bytes_from(said, HEADER), value;
	uint32_t type;

	while (take_number(&from, 2, LITTLE_ENDIAN_BYTES, &type))
		if (!take_counted(&from, 2, LITTLE_ENDIAN_BYTES, &value))
			return false;
	from = bytes_from(said, HEADER);
	identity_set_product(who, "fastd");
	while (take_number(&from, 2, LITTLE_ENDIAN_BYTES, &type) &&
	       take_counted(&from, 2, LITTLE_ENDIAN_BYTES, &value))
		if (type == VERSION_NAME && bytes_have(value, 0, "v"))
			identity_set_version(who, bytes_from(value, 1));
	return true;
}

/* tinc, protocol.c: "0 name version.minor", the first request of all. */
static bool tinc_id(struct bytes said, struct identity *who)
{
	struct bytes line = bytes_line(said), name, version;

	if (line.len == said.len || !take_skip(&line, 2) ||
	    !take_until(&line, ' ', &name) || name.len == 0 || line.len < 2 ||
	    !bytes_have(line, 0, "17"))
		return false;
	version = line;
	for (size_t i = 0; i < version.len; i++)
		if (version.data[i] != '.' &&
		    (version.data[i] < '0' || version.data[i] > '9'))
			return false;
	identity_set_product(who, "tinc");
	add_detail(who, "node", name);
	facts_add(&who->facts, FACT_APP_PROTOCOL, version);
	return true;
}

static const struct shape datagrams[] = {
	/* RFC 2661 3.1: to the tunnel we named: SCCRP, or StopCCN */
	{ .service = "l2tp",
	  .parts = { AT(0, "\xc8\x02"), AT(4, COOKIE_2),
	             AT(14, "\x00\x00\x00\x00\x00\x02") },
	  .length = EXACTLY(2, 2, BIG, 0),
	  .details = l2tp_attributes },
	{ .service = "l2tp",
	  .parts = { AT(0, "\xc8\x02"), AT(4, COOKIE_2),
	             AT(14, "\x00\x00\x00\x00\x00\x04") },
	  .length = EXACTLY(2, 2, BIG, 0),
	  .details = l2tp_attributes },
	/* P_CONTROL_HARD_RESET_SERVER_V2 that acknowledges our packet 0; that
	 * of SoftEther and of MikroTik is no other */
	{ .service = "openvpn",
	  .parts = { AT(0, "\x40"), AT(9, "\x01\x00\x00\x00\x00" COOKIE_8) } },
	{ .service = "fastd",
	  .parts = { AT(0, "\x01\x00"), AT(4, "\x00\x00\x01\x00") },
	  .length = EXACTLY(2, 2, BIG, 4),
	  .details = fastd_answer },
};

static const struct shape streams[] = {
	/* Start-Control-Connection-Reply */
	{ .service = "pptp",
	  .parts = { AT(0, "\x00\x9c\x00\x01\x1a\x2b\x3c\x4d\x00\x02") },
	  .length = WITHIN(0, 2, BIG, 0),
	  .details = pptp_reply },
	{ .service = "openvpn",
	  .parts = { AT(2, "\x40"), AT(11, "\x01\x00\x00\x00\x00" COOKIE_8) },
	  .length = WITHIN(0, 2, BIG, 2) },
	{ .service = "tinc", .parts = { AT(0, "0 ") }, .details = tinc_id },
};

bool recognise_vpn(const struct reply *reply, struct identity *who)
{
	if (reply->protocol == PROTOCOL_UDP)
		return recognise_shape(datagrams, COUNT(datagrams), reply->said,
		                       who);
	return recognise_shape(streams, COUNT(streams), reply->said, who);
}
