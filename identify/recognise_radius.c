// SPDX-License-Identifier: Apache-2.0
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/take.h"

/* RFC 2865 5: attributes, of a type, a length that counts both, and a value.
 * False when they do not fill the message. */
static bool take_attribute(struct bytes *from, uint32_t *type,
                           struct bytes *value)
{
	enum { HEADER = 2 };
	uint32_t len;

	return take_number(from, 1, BIG_ENDIAN_BYTES, type) &&
	       take_number(from, 1, BIG_ENDIAN_BYTES, &len) && len >= HEADER &&
	       take_bytes(from, len - HEADER, value);
}

static bool are_attributes(struct bytes from)
{
	struct bytes value;
	uint32_t type;

	while (from.len > 0)
		if (!take_attribute(&from, &type, &value))
			return false;
	return true;
}

static void read_attributes(struct bytes from, struct identity *who)
{
	enum { REPLY_MESSAGE = 18, VENDOR_SPECIFIC = 26, AUTHENTICATOR = 80 };
	struct bytes value;
	uint32_t type;

	while (take_attribute(&from, &type, &value)) {
		if (type == REPLY_MESSAGE)
			add_detail(who, "message", value);
		else if (type == VENDOR_SPECIFIC)
			add_detail_number(
				who, "vendor",
				bytes_number(value, 0, 4, BIG_ENDIAN_BYTES));
		else if (type == AUTHENTICATOR)
			add_detail_string(who, "signs",
			                  "Message-Authenticator");
	}
}

/* RFC 2865 3 and 4: to our identifier, Access-Accept, -Reject or -Challenge;
 * what follows the authenticator is attributes and nothing else. */
bool recognise_radius(const struct reply *reply, struct identity *who)
{
	enum { ACCEPT = 2, REJECT = 3, CHALLENGE = 11, HEADER = 20 };
	struct bytes said = reply->said, attributes = bytes_from(said, HEADER);

	if (said.len < HEADER ||
	    (said.data[0] != ACCEPT && said.data[0] != REJECT &&
	     said.data[0] != CHALLENGE) ||
	    said.data[1] != 'p' ||
	    bytes_number(said, 2, 2, BIG_ENDIAN_BYTES) != said.len ||
	    !are_attributes(attributes))
		return false;
	identity_set_name(who, "radius");
	read_attributes(attributes, who);
	return true;
}
