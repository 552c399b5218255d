// SPDX-License-Identifier: Apache-2.0
#include "identify/identify.h"

#include "identify/recognise.h"

#define RECOGNISERS_MAX 8

static recogniser *const recognisers[PROTOCOL_COUNT][RECOGNISERS_MAX] = {
	[PROTOCOL_TCP] = { recognise_headers, recognise_ssh, recognise_text,
	                   recognise_stream, recognise_domain, recognise_ber,
	                   recognise_legacy, recognise_tarpit },
	[PROTOCOL_UDP] = { recognise_headers, recognise_datagram,
	                   recognise_domain, recognise_ber, recognise_legacy },
};

bool identify_reply(const struct reply *reply, struct identity *who)
{
	*who = (struct identity){ 0 };
	if (reply->said.len == 0)
		return false;
	who->service.confidence = SERVICE_CERTAIN;
	for (size_t i = 0; i < RECOGNISERS_MAX; i++) {
		recogniser *recognise = recognisers[reply->protocol][i];

		if (recognise == NULL || !recognise(reply, who))
			continue;
		who->service.via = reply->asked.len > 0 ? SERVICE_VIA_PAYLOAD
		                                        : SERVICE_VIA_BANNER;
		return true;
	}
	*who = (struct identity){ 0 };
	return false;
}
