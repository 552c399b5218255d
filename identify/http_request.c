// SPDX-License-Identifier: Apache-2.0
#include "identify/http_request.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static uint16_t default_port(bool tls)
{
	return tls ? 443 : 80;
}

/* "host", "host:8080", "[2001:db8::1]:8080" (RFC 9110 7.2). */
static void write_host(char *out, size_t size,
                       const struct http_authority *authority)
{
	bool is_ipv6 = strchr(authority->host, ':') != NULL;
	int len = snprintf(out, size, is_ipv6 ? "[%s]" : "%s", authority->host);

	if (authority->port != default_port(authority->tls) &&
	    (size_t)len < size)
		snprintf(out + len, size - (size_t)len, ":%u", authority->port);
}

size_t http_request_write(char *out, size_t size, const char *path,
                          const struct http_authority *authority)
{
	char host[272];
	int len;

	write_host(host, sizeof(host), authority);
	len = snprintf(out, size,
	               "GET %s HTTP/1.1\r\n"
	               "Host: %s\r\n"
	               "User-Agent: portscan\r\n"
	               "Accept: */*\r\n"
	               "Accept-Encoding: identity\r\n"
	               "Connection: close\r\n\r\n",
	               path, host);
	return (size_t)len < size ? (size_t)len : 0;
}

struct bytes http_request_path(struct bytes request)
{
	struct bytes path = { NULL, 0 };

	if (!bytes_have(request, 0, "GET "))
		return path;
	path = bytes_from(bytes_line(request), 4);
	for (size_t i = 0; i < path.len; i++)
		if (path.data[i] == ' ')
			return bytes_first(path, i);
	return path;
}

/* Take `text` off the front, ASCII case aside. */
static bool take(struct bytes *rest, const char *text)
{
	size_t len = strlen(text);

	if (rest->len < len ||
	    strncasecmp((const char *)rest->data, text, len) != 0)
		return false;
	*rest = bytes_from(*rest, len);
	return true;
}

static bool take_port(struct bytes *rest, uint32_t *port)
{
	size_t digits = 0;

	*port = 0;
	for (; digits < 6 && rest->len > 0 && isdigit(rest->data[0]);
	     digits++) {
		*port = *port * 10 + (rest->data[0] - '0');
		*rest = bytes_from(*rest, 1);
	}
	return digits > 0;
}

/* Take "//host:port" where it is the same server. */
static bool take_authority(struct bytes *rest,
                           const struct http_authority *authority)
{
	uint32_t port = default_port(authority->tls);
	bool is_bracketed;

	if (!take(rest, "//"))
		return false;
	is_bracketed = take(rest, "[");
	if (!take(rest, authority->host) || (is_bracketed && !take(rest, "]")))
		return false;
	if (take(rest, ":") && !take_port(rest, &port))
		return false;
	return port == authority->port &&
	       (rest->len == 0 || strchr("/?#", rest->data[0]) != NULL);
}

static bool has_scheme(struct bytes location)
{
	size_t len = 0;

	while (len < location.len &&
	       (isalnum(location.data[len]) ||
	        memchr("+-.", location.data[len], 3) != NULL))
		len++;
	return len > 0 && bytes_have(location, len, ":");
}

/* What stands before the fragment, if a request line may hold it. */
static bool is_plain(struct bytes *path)
{
	for (size_t i = 0; i < path->len; i++) {
		if (path->data[i] == '#') {
			*path = bytes_first(*path, i);
			return true;
		}
		if (path->data[i] <= ' ' || path->data[i] >= 0x7f)
			return false;
	}
	return true;
}

/* The length of `path` up to its last "/", the query aside. */
static size_t folder_length(const char *path)
{
	size_t len = strcspn(path, "?");

	while (len > 0 && path[len - 1] != '/')
		len--;
	return len;
}

bool http_request_redirect(char *out, size_t size, struct bytes location,
                           const char *path,
                           const struct http_authority *authority)
{
	int base = 0, len;

	if (has_scheme(location) &&
	    !take(&location, authority->tls ? "https:" : "http:"))
		return false;
	if (bytes_have(location, 0, "//") &&
	    !take_authority(&location, authority))
		return false;
	if (!is_plain(&location))
		return false;
	if (bytes_have(location, 0, "?"))
		base = (int)strcspn(path, "?");
	else if (location.len > 0 && !bytes_have(location, 0, "/"))
		base = (int)folder_length(path);
	len = location.len == 0 ? snprintf(out, size, "/")
	                        : snprintf(out, size, "%.*s%.*s", base, path,
	                                   (int)location.len,
	                                   (const char *)location.data);
	return (size_t)len < size && out[0] == '/';
}
