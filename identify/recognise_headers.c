// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "identify/http_response.h"
#include "identify/recognise.h"

#include <string.h>

/* Protocols with messages of HTTP's form, by the name in their first line. */
static const struct {
	const char *protocol;
	const char *service;
} kin[] = {
	{ "RTSP", "rtsp" }, /* RFC 2326 7.1 */
	{ "SIP", "sip" },   /* RFC 3261 7.2 */
};

/* UPnP Device Architecture 2.0, 1.3.3: only a search answer has both. */
static bool is_search_answer(const struct http_response *response)
{
	struct bytes value;

	return http_response_field(response, "ST", &value) &&
	       http_response_field(response, "USN", &value);
}

/* RFC 3261 8.2.6.2 and RFC 2326 12.17: every answer repeats the request's
 * number; a web server may repeat any name of a protocol. */
static bool has_sequence_number(const struct http_response *response)
{
	struct bytes value;

	return http_response_field(response, "CSeq", &value);
}

static const char *service_of(const struct http_response *response)
{
	for (size_t i = 0; i < COUNT(kin); i++)
		if (response->protocol.len == strlen(kin[i].protocol) &&
		    bytes_equal_at(response->protocol, 0, kin[i].protocol,
		                   response->protocol.len))
			return has_sequence_number(response) ? kin[i].service
			                                     : NULL;
	return is_search_answer(response) ? "ssdp" : NULL;
}

/* "OS/version UPnP/1.0 product/version" (UPnP), else "product/version …". */
static void set_server(struct identity *who, struct bytes server)
{
	struct bytes upnp;

	if (bytes_after(server, "UPnP/", &upnp) &&
	    bytes_after(upnp, " ", &upnp))
		server = upnp;
	identity_set_product_and_version(who, server);
}

bool recognise_headers(const struct reply *reply, struct identity *who)
{
	struct http_response response;
	struct bytes server;
	const char *service;

	if (!http_response_read(reply->said, &response))
		return false;
	service = service_of(&response);
	if (service != NULL) {
		identity_set_name(who, service);
		if (http_response_field(&response, "Server", &server) ||
		    http_response_field(&response, "User-Agent", &server))
			set_server(who, server);
	}
	http_response_release(&response);
	return service != NULL;
}
