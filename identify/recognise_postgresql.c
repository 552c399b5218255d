// SPDX-License-Identifier: Apache-2.0
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/take.h"

#include <string.h>

/* PostgreSQL, "Error and Notice Message Fields" */
struct error {
	struct bytes severity, code, message, file, routine;
};

static void set_field(struct error *error, uint8_t type, struct bytes value)
{
	switch (type) {
	case 'S': error->severity = value; break;
	case 'C': error->code = value; break;
	case 'M': error->message = value; break;
	case 'F': error->file = value; break;
	case 'R': error->routine = value; break;
	default: break;
	}
}

/* "ErrorResponse": fields of a letter and a string; severity, a code of five
 * characters and a message are always there. */
static bool read_error(struct bytes said, struct error *error)
{
	struct bytes length, fields = said, type, value;

	*error = (struct error){ 0 };
	if (!bytes_have(said, 0, "E\x00\x00") || !take_skip(&fields, 1) ||
	    !take_bytes(&fields, 4, &length) ||
	    bytes_number(length, 0, 4, BIG_ENDIAN_BYTES) + 1 > said.len)
		return false;
	while (take_bytes(&fields, 1, &type) && type.data[0] != '\0' &&
	       take_until(&fields, '\0', &value))
		set_field(error, type.data[0], value);
	return error->severity.len > 0 && error->code.len == 5 &&
	       error->message.len > 0;
}

/* The routine that reads a startup packet is PostgreSQL's own; what else speaks
 * its protocol was written anew. */
static bool is_postgresql(const struct error *error)
{
	static const char routine[] = "ProcessStartupPacket";

	return error->routine.len == strlen(routine) &&
	       bytes_have(error->routine, 0, "ProcessStartupPacket");
}

/* "unsupported frontend protocol 255.0: server supports 3.0 to 3.0" */
static void set_protocols(struct bytes message, struct identity *who)
{
	struct bytes protocols;

	if (bytes_have(message, 0, "unsupported frontend protocol ") &&
	    bytes_after(message, "server supports ", &protocols))
		add_known_fact(who, FACT_APP_PROTOCOL, protocols);
}

bool recognise_postgresql(const struct reply *reply, struct identity *who)
{
	struct error error;

	if (!read_error(reply->said, &error))
		return false;
	identity_set_name(who, "postgresql");
	if (is_postgresql(&error))
		identity_set_product(who, "PostgreSQL");
	/* Only its Windows builds give the file with a path. */
	if (bytes_contain(error.file, "\\"))
		identity_set_os(who, "Windows");
	set_protocols(error.message, who);
	return true;
}
