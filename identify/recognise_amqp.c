// SPDX-License-Identifier: Apache-2.0
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/take.h"

#include <stdio.h>
#include <string.h>

/* AMQP 0-9-1, 4.2.5.5: a name, a type and a value that has a length of its own
 * where it is a text or a table. */
struct property {
	struct bytes name, value;
	char type;
};

/* The bytes of a value of fixed size; 0: of no such type. */
static size_t fixed_length(char type)
{
	switch (type) {
	case 't':
	case 'b':
	case 'B': return 1;
	case 's':
	case 'u': return 2;
	case 'I':
	case 'i':
	case 'f': return 4;
	case 'D': return 5;
	case 'l':
	case 'L':
	case 'd':
	case 'T': return 8;
	default: return 0;
	}
}

static bool take_property(struct bytes *from, struct property *property)
{
	struct bytes rest = *from, type;
	size_t len;

	if (!take_counted(&rest, 1, BIG_ENDIAN_BYTES, &property->name) ||
	    !take_bytes(&rest, 1, &type))
		return false;
	property->type = (char)type.data[0];
	len = fixed_length(property->type);
	if (len > 0 ? !take_bytes(&rest, len, &property->value)
	            : strchr("SxFA", property->type) == NULL ||
	                      !take_counted(&rest, 4, BIG_ENDIAN_BYTES,
	                                    &property->value))
		return false;
	*from = rest;
	return true;
}

static bool is(struct bytes name, const char *text)
{
	return name.len == strlen(text) &&
	       bytes_equal_at(name, 0, text, name.len);
}

static void set_property(const struct property *property, struct identity *who)
{
	struct bytes value = property->value;

	if (property->type != 'S')
		return;
	if (is(property->name, "product"))
		copy_printable(who->service.product,
		               sizeof(who->service.product), value);
	else if (is(property->name, "version"))
		identity_set_version(who, value);
	else if (is(property->name, "platform"))
		add_detail(who, "platform", value);
	else if (is(property->name, "cluster_name"))
		add_detail(who, "cluster", value);
}

/* Connection.Start, 1.4.2.1: version 0-9, properties of the server, ways to
 * log in and languages. */
static bool read_start(struct bytes said, struct identity *who)
{
	enum { FRAME = 7, METHOD = 4, VERSION = 2 };
	struct bytes rest = said, properties, mechanisms, version;
	struct property property;
	char text[16];

	if (!bytes_have(said, 0, "\x01\x00\x00") ||
	    !bytes_have(said, FRAME, "\x00\x0a\x00\x0a\x00\x09") ||
	    !take_skip(&rest, FRAME + METHOD) ||
	    !take_bytes(&rest, VERSION, &version))
		return false;
	identity_set_name(who, "amqp");
	snprintf(text, sizeof(text), "%u-%u", version.data[0], version.data[1]);
	facts_add_string(&who->facts, FACT_APP_PROTOCOL, text);
	properties = bytes_first(bytes_from(rest, 4),
	                         bytes_number(rest, 0, 4, BIG_ENDIAN_BYTES));
	while (take_property(&properties, &property))
		set_property(&property, who);
	if (take_counted(&rest, 4, BIG_ENDIAN_BYTES, &properties) &&
	    take_counted(&rest, 4, BIG_ENDIAN_BYTES, &mechanisms))
		add_detail(who, "mechanisms", mechanisms);
	return true;
}

/* AMQP 0-9-1, 4.2.2, and AMQP 1.0, 2.2: the header of another version.  Our
 * own comes back from an echo, too. */
static bool read_header(struct bytes asked, struct bytes said,
                        struct identity *who)
{
	enum { LENGTH = 8 };
	char text[16];

	if (said.len != LENGTH || !bytes_have(said, 0, "AMQP") ||
	    bytes_equal_at(asked, 0, said.data, LENGTH))
		return false;
	identity_set_name(who, "amqp");
	snprintf(text, sizeof(text), "%u.%u.%u", said.data[5], said.data[6],
	         said.data[7]);
	facts_add_string(&who->facts, FACT_APP_PROTOCOL, text);
	return true;
}

bool recognise_amqp(const struct reply *reply, struct identity *who)
{
	return read_start(reply->said, who) ||
	       read_header(reply->asked, reply->said, who);
}
