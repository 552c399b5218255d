// SPDX-License-Identifier: Apache-2.0
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/take.h"

#include "base/count.h"

/* ASHRAE 135, 12.11: properties of a device, and where they go; FACT_APP_DETAIL
 * goes by the name. */
static const struct property {
	uint8_t number;
	enum fact_key key;
	const char *name;
} properties[] = {
	{ 77, FACT_APP_DETAIL, "object name" },
	{ 121, FACT_DEVICE_VENDOR, "" },
	{ 70, FACT_DEVICE_MODEL, "" },
	{ 44, FACT_DEVICE_FIRMWARE, "" },
	{ 12, FACT_APP_DETAIL, "application" },
	{ 58, FACT_APP_DETAIL, "location" },
	{ 28, FACT_APP_DETAIL, "description" },
	{ 120, FACT_APP_DETAIL, "vendor id" },
};

/* 20.2.1: a tag's number and class, and the length of what follows, which is
 * in a byte of its own from 5 on.  Opening and closing tags have none. */
struct tag {
	uint8_t number;
	bool context, opening, closing;
	uint32_t len;
};

static bool take_tag(struct bytes *from, struct tag *tag)
{
	enum { CONTEXT = 0x08, LENGTH = 0x07, EXTENDED = 5, OPENING, CLOSING };
	uint32_t byte;

	if (!take_number(from, 1, BIG_ENDIAN_BYTES, &byte))
		return false;
	tag->number = (uint8_t)(byte >> 4);
	tag->context = (byte & CONTEXT) != 0;
	tag->len = byte & LENGTH;
	tag->opening = tag->context && tag->len == OPENING;
	tag->closing = tag->context && tag->len == CLOSING;
	if (tag->opening || tag->closing)
		tag->len = 0;
	return tag->len != EXTENDED ||
	       (take_number(from, 1, BIG_ENDIAN_BYTES, &tag->len) &&
	        tag->len < 254);
}

static bool take_value(struct bytes *from, struct tag *tag, struct bytes *value)
{
	return take_tag(from, tag) && take_bytes(from, tag->len, value);
}

/* 20.2.4 and 20.2.9: a number, or a text behind the byte of its encoding. */
static void set_property(uint32_t number, const struct tag *tag,
                         struct bytes value, struct identity *who)
{
	enum { UNSIGNED = 2, TEXT = 7, UTF8 = 0 };

	for (size_t i = 0; i < COUNT(properties); i++) {
		const struct property *property = &properties[i];

		if (property->number != number || tag->context)
			continue;
		if (tag->number == UNSIGNED && value.len <= 4 &&
		    property->key == FACT_APP_DETAIL)
			add_detail_number(who, property->name,
			                  bytes_number(value, 0, value.len,
			                               BIG_ENDIAN_BYTES));
		else if (tag->number != TEXT || value.len == 0 ||
		         value.data[0] != UTF8)
			return;
		else if (property->key == FACT_APP_DETAIL)
			add_detail(who, property->name, bytes_from(value, 1));
		else
			add_known_fact(who, property->key,
			               bytes_from(value, 1));
	}
}

/* 20.2.14: the type of an object, and its number. */
static bool read_object(struct bytes *from, struct identity *who)
{
	enum { TYPE_BITS = 22, DEVICE = 8 };
	struct tag tag;
	struct bytes value;
	uint32_t id;

	if (!take_value(from, &tag, &value) || !tag.context || value.len != 4)
		return false;
	id = bytes_number(value, 0, 4, BIG_ENDIAN_BYTES);
	if (id >> TYPE_BITS == DEVICE)
		add_detail_number(who, "device", id & ((1u << TYPE_BITS) - 1));
	return true;
}

/* A property's number in a tag of the context, and its value within an opening
 * and a closing tag; errors are in such a pair, too, with another number. */
static bool read_property(struct bytes *from, uint8_t id_tag, uint8_t value_tag,
                          struct identity *who)
{
	struct tag tag;
	struct bytes id, value;
	uint8_t opened;

	if (!take_value(from, &tag, &id) || !tag.context || tag.opening ||
	    tag.number != id_tag || id.len > 4 || !take_tag(from, &tag) ||
	    !tag.opening)
		return false;
	opened = tag.number;
	while (take_value(from, &tag, &value) && !tag.closing)
		if (opened == value_tag)
			set_property(
				bytes_number(id, 0, id.len, BIG_ENDIAN_BYTES),
				&tag, value, who);
	return tag.closing;
}

/* 15.5.1.2: object, property, value. */
static void read_one(struct bytes from, struct identity *who)
{
	if (read_object(&from, who))
		read_property(&from, 1, 3, who);
}

/* 15.7.3.1.2: object, and a list of properties. */
static void read_several(struct bytes from, struct identity *who)
{
	struct tag tag;

	if (!read_object(&from, who) || !take_tag(&from, &tag) || !tag.opening)
		return;
	while (read_property(&from, 2, 4, who))
		continue;
}

/* Annex J.2 and 20.1: in a unicast packet, without a network's address, the
 * answer to our invocation: Complex-ACK, Error, Reject or Abort. */
bool recognise_bacnet(const struct reply *reply, struct identity *who)
{
	enum { COMPLEX_ACK = 0x30, ERROR = 0x50, REJECT = 0x60, ABORT = 0x70 };
	enum { KIND = 6, SERVICE = 8, READ = 12, READ_SEVERAL = 14 };
	struct bytes said = reply->said, body = bytes_from(said, SERVICE + 1);
	uint8_t kind;

	if (said.len <= SERVICE || !bytes_have(said, 0, "\x81\x0a") ||
	    bytes_number(said, 2, 2, BIG_ENDIAN_BYTES) != said.len ||
	    !bytes_have(said, 4, "\x01\x00") || said.data[KIND + 1] != 'p')
		return false;
	kind = said.data[KIND];
	if (kind != COMPLEX_ACK && kind != ERROR && kind != REJECT &&
	    (kind & ~1) != ABORT)
		return false;
	if ((kind == COMPLEX_ACK || kind == ERROR) &&
	    said.data[SERVICE] != READ && said.data[SERVICE] != READ_SEVERAL)
		return false;
	identity_set_name(who, "bacnet");
	if (kind == COMPLEX_ACK && said.data[SERVICE] == READ)
		read_one(body, who);
	else if (kind == COMPLEX_ACK)
		read_several(body, who);
	return true;
}
