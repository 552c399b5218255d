// SPDX-License-Identifier: Apache-2.0
#include "identify/cookie.h"
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/take.h"

/* RFC 7252 3.1: an option's length, in a nibble that says whether a byte more
 * or two are needed; so is the difference of its number, which is no matter
 * here. */
static bool take_nibble(struct bytes *from, uint32_t nibble, uint32_t *number)
{
	enum { ONE_MORE = 13, TWO_MORE = 14, RESERVED = 15 };

	*number = nibble;
	if (nibble < ONE_MORE)
		return true;
	if (nibble == RESERVED || !take_number(from, nibble == TWO_MORE ? 2 : 1,
	                                       BIG_ENDIAN_BYTES, number))
		return false;
	*number += nibble == TWO_MORE ? 269 : ONE_MORE;
	return true;
}

/* What stands behind the options and the mark of 0xff. */
static bool take_payload(struct bytes from, struct bytes *payload)
{
	enum { MARK = 0xff };
	uint32_t byte, delta, len;

	while (take_number(&from, 1, BIG_ENDIAN_BYTES, &byte)) {
		if (byte == MARK) {
			*payload = from;
			return true;
		}
		if (!take_nibble(&from, byte >> 4, &delta) ||
		    !take_nibble(&from, byte & 0xf, &len) ||
		    !take_skip(&from, len))
			return false;
	}
	return false;
}

/* RFC 6690 2: "</path>;attribute=…,</other>" */
static void read_links(struct bytes links, struct identity *who)
{
	struct bytes target;

	while (bytes_after(links, "<", &links) &&
	       take_until(&links, '>', &target))
		add_detail(who, "resource", target);
}

/* An acknowledgement of our message: with our token, or by itself, or a
 * reset. */
bool recognise_coap(const struct reply *reply, struct identity *who)
{
	enum { HEADER = 4, TOKEN = 4, CODE = 1, CONTENT = 0x45 };
	struct bytes said = reply->said, payload;

	if (said.len == HEADER && (bytes_have(said, 0, "\x60\x00" COOKIE_2) ||
	                           bytes_have(said, 0, "\x70\x00" COOKIE_2))) {
		identity_set_name(who, "coap");
		return true;
	}
	if (!bytes_have(said, 0, "\x64") ||
	    !bytes_have(said, 2, COOKIE_2 COOKIE_4))
		return false;
	identity_set_name(who, "coap");
	if (said.data[CODE] == CONTENT &&
	    take_payload(bytes_from(said, HEADER + TOKEN), &payload))
		read_links(payload, who);
	return true;
}
