// SPDX-License-Identifier: Apache-2.0
#include "probes/interview_state.h"

#include "base/count.h"

#include <stdlib.h>
#include <string.h>

/* Requests, besides the one that found out that it is HTTP. */
enum { BUDGET = 7 };

static void learn(struct interview *iv, struct bytes said)
{
	http_quest_hear(iv->http, said, &iv->who);
	interview_name_in_tls(iv, &iv->who);
}

static void hear(struct interview *iv, const struct turn_reply *reply)
{
	iv->connected = false;
	learn(iv, reply->said);
}

static bool is_http(const char *service)
{
	static const char *const names[] = { "http", "http-proxy", "ipp" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (strcmp(names[i], service) == 0)
			return true;
	return false;
}

/* What was heard by now may be the reply to the first request already. */
static void begin(struct interview *iv)
{
	struct bytes said = { (const uint8_t *)iv->heard.data, iv->heard.len };

	iv->http = malloc(sizeof(*iv->http));
	if (iv->http == NULL)
		return;
	http_quest_init(iv->http, iv->subject.host, iv->subject.port,
	                iv->side == IN_TLS, BUDGET);
	if (bytes_have(iv->probe->payload, 0, "GET / "))
		learn(iv, said);
}

bool follow_http(struct interview *iv, struct turn *turn)
{
	struct bytes request;

	if (!is_http(interview_spoken(iv)))
		return false;
	if (iv->http == NULL)
		begin(iv);
	if (iv->http == NULL || !http_quest_next(iv->http, &request))
		return false;
	interview_say(iv, turn, request);
	turn->anew = true;
	turn->is_whole = http_response_is_whole;
	iv->hear = hear;
	return true;
}
