// SPDX-License-Identifier: Apache-2.0
#include "identify/http2.h"
#include "identify/http_facts.h"
#include "identify/http_identity.h"
#include "identify/http_request.h"
#include "identify/http_tell.h"
#include "identify/recognise.h"

/* SSDP and GENA speak it over UDP: recognise_headers knows them. */
bool recognise_http(const struct reply *reply, struct identity *who)
{
	struct http_response response;
	struct http_identity http = { 0 };
	bool is_http;

	if (http2_recognise(reply->said, who))
		return true;
	if (!http_response_read(reply->said, &response))
		return false;
	is_http = http_response_is_http(&response);
	if (is_http) {
		http_identity_learn(&http, http_request_path(reply->asked),
		                    &response);
		http_tell(&http, who);
		http_facts_add(&response, &who->facts);
	}
	http_response_release(&response);
	return is_http;
}
