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

/* MQTT 5.0, 3.2.2.3: a text of the server's own on why; others are passed by
 * only where they are texts as well. */
static void read_properties(struct bytes from, struct identity *who)
{
	enum { REASON = 0x1f, REFERENCE = 0x1c };
	struct bytes text;
	uint32_t property;

	while (take_number(&from, 1, BIG_ENDIAN_BYTES, &property) &&
	       (property == REASON || property == REFERENCE) &&
	       take_counted(&from, 2, BIG_ENDIAN_BYTES, &text))
		add_detail(who, property == REASON ? "reason" : "use instead",
		           text);
}

/* MQTT 5.0, 3.2.2: unsupported protocol version, with properties behind. */
static bool read_refusal(struct bytes said, struct identity *who)
{
	enum { HEADER = 2, LONGEST = 127 };
	struct bytes properties;

	if (said.len < 5 || said.data[0] != CONNACK || said.data[1] > LONGEST ||
	    said.len != (size_t)said.data[1] + HEADER ||
	    !bytes_have(said, HEADER, "\x00\x84") ||
	    said.data[4] != said.len - 5)
		return false;
	properties = bytes_from(said, 5);
	identity_set_name(who, "mqtt");
	facts_add_string(&who->facts, FACT_APP_PROTOCOL, "5.0");
	read_properties(properties, who);
	return true;
}

bool recognise_mqtt(const struct reply *reply, struct identity *who)
{
	if (!is_old_refusal(reply->said))
		return read_refusal(reply->said, who);
	identity_set_name(who, "mqtt");
	return true;
}
