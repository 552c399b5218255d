// SPDX-License-Identifier: Apache-2.0
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/take.h"

enum { CONNACK = 0x20 };

/* MQTT 3.1.1, 3.2: CONNACK to a protocol level that nobody speaks. */
static bool is_old_refusal(struct bytes said)
{
	enum { LENGTH = 4 };

	return said.len == LENGTH && bytes_have(said, 0, "\x20\x02\x00\x01");
}

/* MQTT 5.0, 2.2.2.2: the bytes that a property of an acknowledgement has, or
 * TEXT: they are behind their number. */
enum { TEXT = 0, UNKNOWN = 0xff };

static uint8_t property_length(uint32_t property)
{
	switch (property) {
	case 0x24:
	case 0x25:
	case 0x28:
	case 0x29:
	case 0x2a: return 1;
	case 0x13:
	case 0x21:
	case 0x22: return 2;
	case 0x11:
	case 0x27: return 4;
	case 0x12:
	case 0x15:
	case 0x16:
	case 0x1a:
	case 0x1c:
	case 0x1f: return TEXT;
	default: return UNKNOWN;
	}
}

static bool take_property(struct bytes *from, uint32_t *property,
                          struct bytes *value)
{
	uint8_t len;

	if (!take_number(from, 1, BIG_ENDIAN_BYTES, property))
		return false;
	len = property_length(*property);
	if (len == UNKNOWN)
		return false;
	return len == TEXT ? take_counted(from, 2, BIG_ENDIAN_BYTES, value)
	                   : take_bytes(from, len, value);
}

/* 3.2.2.3: why, in words, and which server else. */
static void read_properties(struct bytes from, struct identity *who)
{
	enum { REASON = 0x1f, REFERENCE = 0x1c };
	struct bytes value;
	uint32_t property;

	while (take_property(&from, &property, &value)) {
		if (property == REASON)
			add_detail(who, "reason", value);
		else if (property == REFERENCE)
			add_detail(who, "use instead", value);
	}
}

/* MQTT 5.0, 3.2.2: no session, a reason code of a failure, and properties. */
static bool read_refusal(struct bytes said, struct identity *who)
{
	enum { HEADER = 2, LONGEST = 127, CODE = 3, FAILURE = 0x80 };

	if (said.len < 5 || said.data[0] != CONNACK || said.data[1] > LONGEST ||
	    said.len != (size_t)said.data[1] + HEADER ||
	    said.data[HEADER] != 0 || said.data[CODE] < FAILURE ||
	    said.data[4] != said.len - 5)
		return false;
	identity_set_name(who, "mqtt");
	facts_add_string(&who->facts, FACT_APP_PROTOCOL, "5.0");
	read_properties(bytes_from(said, 5), who);
	return true;
}

bool recognise_mqtt(const struct reply *reply, struct identity *who)
{
	if (!is_old_refusal(reply->said))
		return read_refusal(reply->said, who);
	identity_set_name(who, "mqtt");
	return true;
}
