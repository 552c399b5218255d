// SPDX-License-Identifier: Apache-2.0
/* The first byte picks the protocol and how much of the rest was asked; what
 * follows is what the service said. */
#include "identify/identify.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Printable, and a NUL within `size`. */
static void check_text(const char *text, size_t size)
{
	size_t len = strnlen(text, size);

	if (len == size)
		abort();
	for (size_t i = 0; i < len; i++)
		if (text[i] < ' ' || text[i] > '~')
			abort();
}

static void check_service(const struct service *service)
{
	check_text(service->name, sizeof(service->name));
	check_text(service->product, sizeof(service->product));
	check_text(service->version, sizeof(service->version));
	check_text(service->extra, sizeof(service->extra));
	check_text(service->hostname, sizeof(service->hostname));
	check_text(service->os, sizeof(service->os));
	check_text(service->device, sizeof(service->device));
	for (size_t i = 0; i < SERVICE_CPES_MAX; i++)
		check_text(service->cpe[i], sizeof(service->cpe[i]));
}

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
