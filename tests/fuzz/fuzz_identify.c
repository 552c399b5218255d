// SPDX-License-Identifier: Apache-2.0
/* The first byte picks the protocol and how much of the rest was asked; what
 * follows is what the service said. */
#include "identify/identify.h"
#include "tests/fuzz/check_service.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_round_trip(const struct identity *who)
{
	struct facts facts, again;

	identity_encode(who, &facts);
	if (!facts_decode(&again, facts.bytes, facts.len))
		abort();
	facts_release(&again);
	facts_release(&facts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct reply reply = { .protocol = PROTOCOL_TCP };
	struct bytes rest = { data, size };
	struct identity who;

	if (size == 0)
		return 0;
	if (data[0] & 1)
		reply.protocol = PROTOCOL_UDP;
	reply.asked = bytes_first(bytes_from(rest, 1), data[0] >> 1);
	reply.said = bytes_from(rest, 1 + reply.asked.len);
	if (identify_reply(&reply, &who) != (who.service.name[0] != '\0'))
		abort();
	if (who.service.name[0] == '\0' &&
	    (who.service.product[0] != '\0' || who.service.version[0] != '\0' ||
	     who.service.tls || who.facts.len > 0))
		abort();
	check_service(&who.service);
	check_round_trip(&who);
	identity_release(&who);
	return 0;
}
