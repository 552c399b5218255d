// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "identify/recognise.h"

#include <ctype.h>
#include <string.h>

/* The value of a header field (RFC 9112 5); false when it is not there. */
static bool header_value(struct bytes said, const char *field,
                         struct bytes *value)
{
	while (bytes_after(said, "\n", &said)) {
		struct bytes line = bytes_line(said);

		if (line.len == 0)
			return false; /* the header ends, and the body begins */
		if (!bytes_after(bytes_first(line, strlen(field)), field,
		                 value))
			continue;
		*value = bytes_from(line, strlen(field));
		while (bytes_have(*value, 0, " "))
			*value = bytes_from(*value, 1);
		return true;
	}
	return false;
}

/* "HTTP/1.1 200 OK": the protocol, and a status of three digits. */
static bool is_status_line(struct bytes said, const char *protocol)
{
	size_t len = strlen(protocol);

	return said.len >= len + 3 && bytes_equal_at(said, 0, protocol, len) &&
	       isdigit(said.data[len]) && isdigit(said.data[len + 1]) &&
	       isdigit(said.data[len + 2]);
}

/* Servers that tell whoever speaks plain HTTP to their TLS, in their words. */
static const char *const wants_tls[] = {
	"Client sent an HTTP request to an HTTPS server",    /* Go */
	"The plain HTTP request was sent to HTTPS port",     /* nginx */
	"speaking plain HTTP to an SSL-enabled server port", /* Apache */
	"This combination of host and port requires TLS",    /* Tomcat */
	"This web server is running in SSL mode",            /* Webmin */
};

static bool says_it_wants_tls(struct bytes said)
{
	if (!is_status_line(said, "HTTP/1.0 ") &&
	    !is_status_line(said, "HTTP/1.1 "))
		return false;
	for (size_t i = 0; i < COUNT(wants_tls); i++)
		if (bytes_contain(said, wants_tls[i]))
			return true;
	return false;
}

static const char mongodb_says[] = "It looks like you are trying to access "
				   "MongoDB over HTTP on the native driver";

static const char *http_name(struct bytes said)
{
	struct bytes type;

	if (says_it_wants_tls(said))
		return "https";
	if (bytes_contain(said, mongodb_says))
		return "mongodb";
	if (header_value(said, "Content-Type:", &type) &&
	    bytes_have(type, 0, "application/ipp"))
		return "ipp";
	return "http";
}

/* UPnP Device Architecture 2.0, 1.3.3: only a search answer has both. */
static bool is_search_answer(struct bytes said)
{
	struct bytes value;

	return header_value(said, "ST:", &value) &&
	       header_value(said, "USN:", &value);
}

static const char *name_by_status_line(struct bytes said)
{
	if (is_status_line(said, "HTTP/1.0 ") ||
	    is_status_line(said, "HTTP/1.1 "))
		return is_search_answer(said) ? "ssdp" : http_name(said);
	if (is_status_line(said, "RTSP/1.0 "))
		return "rtsp";
	if (is_status_line(said, "SIP/2.0 "))
		return "sip";
	return NULL;
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
	struct bytes said = reply->said;
	const char *name = name_by_status_line(said);
	struct bytes server;

	if (name == NULL)
		return false;
	identity_set_name(who, name);
	who->service.tls = strcmp(name, "https") == 0;
	if (header_value(said, "Server:", &server) ||
	    header_value(said, "User-Agent:", &server))
		set_server(who, server);
	return true;
}
