// SPDX-License-Identifier: Apache-2.0
#include "targets/port_spec.h"

#include <string.h>

struct parser {
	const char *cursor;
	unsigned protocols; /* that items stand for, until the next prefix */
	port_spec_name_cb look_up;
	void *look_up_arg;
	struct port_plan plan;
};

/* Step past "T:" or "U:", if one is there. */
static enum port_spec_error read_prefix(struct parser *parser)
{
	if (parser->cursor[0] == '\0' || parser->cursor[1] != ':')
		return PORT_SPEC_OK;
	switch (parser->cursor[0]) {
	case 'T':
	case 't': parser->protocols = PORT_SPEC_TCP; break;
	case 'U':
	case 'u': parser->protocols = PORT_SPEC_UDP; break;
	default: return PORT_SPEC_PREFIX;
	}
	parser->cursor += 2;
	return PORT_SPEC_OK;
}

/* Read a port at `*cursor` and step past it; without digits it is `absent`. */
static bool read_port(const char **cursor, uint16_t absent, uint16_t *port)
{
	const char *p = *cursor;
	uint32_t value = 0;

	for (; *p >= '0' && *p <= '9'; p++) {
		value = value * 10 + (uint32_t)(*p - '0');
		if (value > UINT16_MAX)
			return false;
	}
	*port = p == *cursor ? absent : (uint16_t)value;
	*cursor = p;
	return true;
}

/* The item has `len` bytes, all of them digits and hyphens. */
static enum port_spec_error add_numbers(struct parser *parser, size_t len)
{
	const char *end = parser->cursor + len;
	const char *p = parser->cursor;
	uint16_t first, last;

	if (!read_port(&p, 1, &first))
		return PORT_SPEC_NOT_A_PORT;
	last = first;
	if (*p == '-') {
		p++;
		if (!read_port(&p, UINT16_MAX, &last))
			return PORT_SPEC_NOT_A_PORT;
	}
	if (p != end)
		return PORT_SPEC_NOT_A_PORT;
	if (last < first)
		return PORT_SPEC_BACKWARDS;
	for (unsigned protocol = 0; protocol < PROTOCOL_COUNT; protocol++)
		if (parser->protocols & 1u << protocol)
			port_set_add(&parser->plan.of[protocol], first, last);
	return PORT_SPEC_OK;
}

static enum port_spec_error add_name(struct parser *parser, size_t len)
{
	char name[PORT_SPEC_NAME_MAX + 1];
	bool known = false;

	if (len >= sizeof(name))
		return PORT_SPEC_UNKNOWN_NAME;
	memcpy(name, parser->cursor, len);
	name[len] = '\0';
	for (unsigned protocol = 0; protocol < PROTOCOL_COUNT; protocol++)
		if (parser->protocols & 1u << protocol)
			known |= parser->look_up(parser->look_up_arg,
			                         (enum protocol)protocol, name,
			                         &parser->plan.of[protocol]);
	return known ? PORT_SPEC_OK : PORT_SPEC_UNKNOWN_NAME;
}

/* Up to the next comma or the end; on error the cursor stays at the item. */
static enum port_spec_error parse_item(struct parser *parser)
{
	enum port_spec_error error = read_prefix(parser);
	size_t len = strcspn(parser->cursor, ",");
	size_t digits;

	if (error != PORT_SPEC_OK)
		return error;
	if (len == 0)
		return PORT_SPEC_EMPTY;
	digits = strspn(parser->cursor, "0123456789-");
	if (digits > 0 && parser->cursor[digits] == '/')
		return PORT_SPEC_SUFFIX;
	if (digits == len)
		error = add_numbers(parser, len);
	else
		error = add_name(parser, len);
	if (error == PORT_SPEC_OK)
		parser->cursor += len;
	return error;
}

enum port_spec_error port_spec_parse(const char *spec, unsigned protocols,
                                     port_spec_name_cb look_up, void *arg,
                                     struct port_plan *plan, size_t *error_at)
{
	struct parser parser = { .cursor = spec,
		                 .protocols = protocols,
		                 .look_up = look_up,
		                 .look_up_arg = arg,
		                 .plan = *plan };
	enum port_spec_error error = parse_item(&parser);

	while (error == PORT_SPEC_OK && *parser.cursor == ',') {
		parser.cursor++;
		error = parse_item(&parser);
	}
	if (error == PORT_SPEC_OK)
		*plan = parser.plan;
	else
		*error_at = (size_t)(parser.cursor - spec);
	return error;
}

const char *port_spec_strerror(enum port_spec_error error)
{
	switch (error) {
	case PORT_SPEC_OK: return "ok";
	case PORT_SPEC_EMPTY: return "empty item in the list of ports";
	case PORT_SPEC_NOT_A_PORT: return "not a port number (0-65535)";
	case PORT_SPEC_BACKWARDS: return "range ends before it starts";
	case PORT_SPEC_UNKNOWN_NAME:
		return "no service of this name: give its number";
	case PORT_SPEC_SUFFIX:
		return "the protocol stands in front: T:22, U:53";
	case PORT_SPEC_PREFIX: return "unknown prefix: T: is TCP, U: is UDP";
	}
	return "unknown error";
}
