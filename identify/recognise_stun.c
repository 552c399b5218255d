// SPDX-License-Identifier: Apache-2.0
#include "identify/cookie.h"
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/take.h"

/* RFC 8489 14: a type, a length, and a value padded to units of four. */
static bool take_attribute(struct bytes *from, uint32_t *type,
                           struct bytes *value)
{
	if (!take_number(from, 2, BIG_ENDIAN_BYTES, type) ||
	    !take_counted(from, 2, BIG_ENDIAN_BYTES, value))
		return false;
	take_skip(from, (4 - value->len % 4) % 4);
	return true;
}

/* "Coturn-4.6.1 'Gorst'" */
static void read_attributes(struct bytes from, struct identity *who)
{
	enum { REALM = 0x14, SOFTWARE = 0x8022 };
	struct bytes value;
	uint32_t type;

	while (take_attribute(&from, &type, &value)) {
		if (type == SOFTWARE && value.len > 0) {
			add_detail(who, "software", value);
			identity_set_product_and_version(who, value);
		} else if (type == REALM) {
			add_detail(who, "realm", value);
		}
	}
}

/* RFC 8489 5: success or error of Binding, the magic cookie and our id. */
bool recognise_stun(const struct reply *reply, struct identity *who)
{
	enum { HEADER = 20 };
	struct bytes said = reply->said;
	uint32_t len = bytes_number(said, 2, 2, BIG_ENDIAN_BYTES);

	if ((!bytes_have(said, 0, "\x01\x01") &&
	     !bytes_have(said, 0, "\x01\x11")) ||
	    !bytes_have(said, 4, "\x21\x12\xa4\x42" COOKIE_8 COOKIE_4) ||
	    len > said.len - HEADER)
		return false;
	if (reply->protocol == PROTOCOL_UDP && len != said.len - HEADER)
		return false;
	identity_set_name(who, "stun");
	read_attributes(bytes_first(bytes_from(said, HEADER), len), who);
	return true;
}
