// SPDX-License-Identifier: Apache-2.0
#include "identify/cookie.h"
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/take.h"

#include <inttypes.h>
#include <stdio.h>

/* IANA's QUIC versions; of drafts the last byte is the number. */
static void add_version(struct identity *who, uint32_t version)
{
	enum {
		DRAFT = 0xff0000,
		GREASE_MASK = 0x0f0f0f0f,
		GREASE = 0x0a0a0a0a
	};
	char text[24];

	if ((version & GREASE_MASK) == GREASE)
		return; /* RFC 9000 15: means nothing */
	if (version == 1)
		snprintf(text, sizeof(text), "1");
	else if (version == 0x6b3343cf) /* RFC 9369 */
		snprintf(text, sizeof(text), "2");
	else if (version >> 8 == DRAFT)
		snprintf(text, sizeof(text), "draft %" PRIu32, version & 0xff);
	else
		snprintf(text, sizeof(text), "0x%08" PRIx32, version);
	add_detail_string(who, "version", text);
}

/* RFC 9000 17.2.1, Version Negotiation: our connection ids, exchanged; the
 * versions, 4 bytes each, fill the rest. */
bool recognise_quic(const struct reply *reply, struct identity *who)
{
	enum { VERSIONS = 23, LONG_HEADER = 0x80 };
	struct bytes said = reply->said, rest = bytes_from(said, VERSIONS);
	uint32_t version;

	if (rest.len == 0 || rest.len % 4 != 0 ||
	    (said.data[0] & LONG_HEADER) == 0 ||
	    !bytes_have(said, 1,
	                "\x00\x00\x00\x00\x08" COOKIE_8 "\x08" COOKIE_8))
		return false;
	identity_set_name(who, "quic");
	while (take_number(&rest, 4, BIG_ENDIAN_BYTES, &version))
		add_version(who, version);
	return true;
}
