// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "identify/cookie.h"
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/shape.h"
#include "identify/take.h"

#include <stdio.h>
#include <string.h>

static bool u16(struct bytes *from, uint32_t *number)
{
	return take_number(from, 2, LITTLE_ENDIAN_BYTES, number);
}

/* ODVA's vendors, as far as they make most of what one meets. */
static const char *odva_vendor(uint32_t number)
{
	switch (number) {
	case 1: return "Rockwell Automation";
	case 47: return "Omron";
	default: return NULL;
	}
}

/* CIP volume 2, 2-4.2: one item, of an identity: version and address, then who
 * made it, what it is, which revision, status, serial number and name. */
static bool list_identity(struct bytes said, struct identity *who)
{
	enum { HEADER = 24, ITEM = 0x0c, VERSION_AND_ADDRESS = 2 + 16 };
	struct bytes from = bytes_from(said, HEADER), item, revision, name;
	uint32_t items, kind, vendor, type, code, status, serial;
	char text[16];

	if (!u16(&from, &items) || !u16(&from, &kind) || kind != ITEM ||
	    !take_counted(&from, 2, LITTLE_ENDIAN_BYTES, &item) ||
	    !take_skip(&item, VERSION_AND_ADDRESS) || !u16(&item, &vendor) ||
	    !u16(&item, &type) || !u16(&item, &code) ||
	    !take_bytes(&item, 2, &revision) || !u16(&item, &status) ||
	    !take_number(&item, 4, LITTLE_ENDIAN_BYTES, &serial) ||
	    !take_counted(&item, 1, LITTLE_ENDIAN_BYTES, &name))
		return false;
	copy_printable(who->service.product, sizeof(who->service.product),
	               name);
	add_known_fact(who, FACT_DEVICE_MODEL, name);
	if (odva_vendor(vendor) != NULL)
		facts_add_string(&who->facts, FACT_DEVICE_VENDOR,
		                 odva_vendor(vendor));
	add_detail_number(who, "vendor id", vendor);
	add_detail_number(who, "device type", type);
	add_detail_number(who, "product code", code);
	snprintf(text, sizeof(text), "%u.%03u", revision.data[0],
	         revision.data[1]);
	facts_add_string(&who->facts, FACT_DEVICE_FIRMWARE, text);
	snprintf(text, sizeof(text), "%08x", serial);
	facts_add_string(&who->facts, FACT_DEVICE_SERIAL, text);
	return true;
}

/* OPC 10000-6, 7.1.2.4: the version of the protocol, and buffers. */
static bool opcua_acknowledge(struct bytes said, struct identity *who)
{
	enum { HEADER = 8 };

	add_detail_number(who, "protocol version",
	                  bytes_number(said, HEADER, 4, LITTLE_ENDIAN_BYTES));
	return true;
}

/* 7.1.2.5: a status that is bad, and a reason in words. */
static bool opcua_error(struct bytes said, struct identity *who)
{
	enum { STATUS = 8, REASON = 12, BAD = 0x80 };
	struct bytes from = bytes_from(said, REASON), reason;

	if (said.len < REASON || said.data[STATUS + 3] != BAD)
		return false;
	if (take_counted(&from, 4, LITTLE_ENDIAN_BYTES, &reason))
		add_detail(who, "reason", reason);
	return true;
}

static struct bytes up_to_nul(struct bytes text)
{
	struct bytes begin = text;

	return take_until(&text, '\0', &begin) ? begin : text;
}

/* KNX specification 3/8/2, 7.5.4.2: medium, status, address, project, serial
 * number, multicast and hardware address, and a name of 30 bytes. */
static bool knx_description(struct bytes said, struct identity *who)
{
	enum { BLOCK = 6, LENGTH = 54, ADDRESS = 4, SERIAL = 8, NAME = 24 };
	struct bytes block = bytes_from(said, BLOCK), name;
	uint32_t address;
	char text[16];

	if (block.len < LENGTH || !bytes_have(block, 0, "\x36\x01"))
		return false;
	name = up_to_nul(bytes_first(bytes_from(block, NAME), LENGTH - NAME));
	add_known_fact(who, FACT_DEVICE_MODEL, name);
	address = bytes_number(block, ADDRESS, 2, BIG_ENDIAN_BYTES);
	snprintf(text, sizeof(text), "%u.%u.%u", address >> 12,
	         address >> 8 & 0xf, address & 0xff);
	add_detail_string(who, "address", text);
	snprintf(text, sizeof(text), "%04x%08x",
	         bytes_number(block, SERIAL, 2, BIG_ENDIAN_BYTES),
	         bytes_number(block, SERIAL + 2, 4, BIG_ENDIAN_BYTES));
	facts_add_string(&who->facts, FACT_DEVICE_SERIAL, text);
	return true;
}

/* Niagara Fox: "key=type:value" in a line each. */
static bool fox_value(struct bytes said, const char *key, struct bytes *value)
{
	char begins[32];

	snprintf(begins, sizeof(begins), "\n%s=s:", key);
	return bytes_after(said, begins, value) &&
	       bytes_until(*value, '\n', value);
}

static bool fox_hello(struct bytes said, struct identity *who)
{
	struct bytes value;

	identity_set_product(who, "Tridium Niagara");
	if (fox_value(said, "app.version", &value))
		identity_set_version(who, value);
	if (fox_value(said, "hostName", &value))
		identity_set_hostname(who, value);
	if (fox_value(said, "os.name", &value))
		copy_printable(who->service.os, sizeof(who->service.os), value);
	if (fox_value(said, "fox.version", &value))
		facts_add(&who->facts, FACT_APP_PROTOCOL, value);
	if (fox_value(said, "app.name", &value))
		add_detail(who, "application", value);
	if (fox_value(said, "brandId", &value))
		add_detail(who, "brand", value);
	if (fox_value(said, "hostId", &value))
		add_detail(who, "host id", value);
	return true;
}

/* IEEE 1815 9.2.4: the header ends in a CRC of its first eight bytes. */
static uint16_t dnp3_crc(struct bytes bytes)
{
	enum { POLYNOMIAL = 0xa6bc };
	uint16_t crc = 0;

	for (size_t i = 0; i < bytes.len; i++) {
		crc ^= bytes.data[i];
		for (int bit = 0; bit < 8; bit++)
			crc = (uint16_t)((crc & 1) != 0 ? crc >> 1 ^ POLYNOMIAL
			                                : crc >> 1);
	}
	return (uint16_t)~crc;
}

static bool dnp3_header(struct bytes said, struct identity *who)
{
	enum { HEADER = 8, CONTROL = 3, FROM_MASTER = 0x80, SOURCE = 6 };

	if (said.len < HEADER + 2 || (said.data[CONTROL] & FROM_MASTER) != 0 ||
	    dnp3_crc(bytes_first(said, HEADER)) !=
	            bytes_number(said, HEADER, 2, LITTLE_ENDIAN_BYTES))
		return false;
	add_detail_number(who, "address",
	                  bytes_number(said, SOURCE, 2, LITTLE_ENDIAN_BYTES));
	return true;
}

static const struct shape streams[] = {
	/* To our context, without an error */
	{ .service = "ethernet-ip-2",
	  .parts = { AT(0, "\x63\x00"), AT(8, "\x00\x00\x00\x00" COOKIE_8) },
	  .length = WITHIN(2, 2, LITTLE, 24),
	  .details = list_identity },
	{ .service = "opcua-tcp",
	  .parts = { AT(0, "ACKF\x1c\x00\x00\x00") },
	  .length = EXACTLY(4, 4, LITTLE, 0),
	  .details = opcua_acknowledge },
	{ .service = "opcua-tcp",
	  .parts = { AT(0, "ERRF") },
	  .length = EXACTLY(4, 4, LITTLE, 0),
	  .details = opcua_error },
	/* IEC 60870-5-104, 5.1: TESTFR con */
	{ .service = "iec-104",
	  .parts = { AT(0, "\x68\x04\x83\x00\x00\x00") },
	  .length = ALWAYS(6) },
	{ .service = "fox",
	  .parts = { AT(0, "fox a "), AT(7, " -1 fox hello\n{\n") },
	  .details = fox_hello },
	{ .service = "dnp",
	  .parts = { AT(0, "\x05\x64") },
	  .details = dnp3_header },
};

static const struct shape datagrams[] = {
	{ .service = "ethernet-ip-2",
	  .parts = { AT(0, "\x63\x00"), AT(8, "\x00\x00\x00\x00" COOKIE_8) },
	  .length = EXACTLY(2, 2, LITTLE, 24),
	  .details = list_identity },
	/* KNXnet/IP 1.0, DESCRIPTION_RESPONSE */
	{ .service = "knxnetip",
	  .parts = { AT(0, "\x06\x10\x02\x04") },
	  .length = EXACTLY(4, 2, BIG, 0),
	  .details = knx_description },
};

bool recognise_industrial(const struct reply *reply, struct identity *who)
{
	if (reply->protocol == PROTOCOL_UDP)
		return recognise_shape(datagrams, COUNT(datagrams), reply->said,
		                       who);
	return recognise_shape(streams, COUNT(streams), reply->said, who);
}
