// SPDX-License-Identifier: Apache-2.0
/*
 * In the order it is learned:
 *
 *   look -> learn_service -> learn_marks -> learn_server -> learn_version
 */
#include "identify/http_identity.h"

#include "base/count.h"
#include "identify/http_challenge.h"
#include "identify/http_marks.h"
#include "identify/http_page.h"
#include "identify/http_pattern.h"
#include "identify/identity.h"
#include "identify/json.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* What marks are looked for in: a response, and what was found in it once for
 * all of them. */
struct view {
	const struct http_response *response;
	char title[256];
	char generator[128];
	struct bytes realm;
};

static struct bytes as_bytes(const char *text)
{
	return (struct bytes){ (const uint8_t *)text, strlen(text) };
}

static struct bytes first_realm(const struct http_response *response)
{
	struct http_challenge challenge = { 0 };
	struct bytes list;
	size_t at = 0;

	while (http_response_next_field(response, "WWW-Authenticate", &at,
	                                &list))
		while (http_challenge_next(&list, &challenge))
			if (challenge.realm.len > 0)
				return challenge.realm;
	return (struct bytes){ NULL, 0 };
}

static void look(struct view *view, const struct http_response *response)
{
	view->response = response;
	view->realm = first_realm(response);
	http_page_title(response->body, view->title, sizeof(view->title));
	http_page_meta(response->body, "generator", view->generator,
	               sizeof(view->generator));
}

static bool begins(struct bytes text, const char *pattern,
                   struct http_captures *found)
{
	if (pattern != NULL)
		return http_pattern_begins(text, pattern, found);
	*found = (struct http_captures){ 0 };
	return true;
}

static bool is_all(struct bytes text, const char *pattern,
                   struct http_captures *found)
{
	return begins(text, pattern, found) && found->rest.len == 0;
}

static bool field_begins(const struct view *view, const struct http_sign *sign,
                         struct http_captures *found)
{
	struct bytes value;
	size_t at = 0;

	while (http_response_next_field(view->response, sign->where, &at,
	                                &value))
		if (begins(value, sign->pattern, found))
			return true;
	return false;
}

static bool field_is_first(const struct view *view,
                           const struct http_sign *sign,
                           struct http_captures *found)
{
	struct bytes value;
	size_t at = 0;

	return http_response_next_field(view->response, sign->where, &at,
	                                &value) &&
	       at == 1 && begins(value, sign->pattern, found);
}

/* "18.1" may be the begin of "18.16.1" where the body is cut off. */
static bool is_cut_off(const struct view *view,
                       const struct http_captures *found)
{
	return !view->response->whole && found->version.len > 0 &&
	       found->rest.len == 0 &&
	       found->version.data + found->version.len == found->rest.data;
}

static bool sign_is_there(const struct view *view, const struct http_sign *sign,
                          struct http_captures *found)
{
	struct bytes body = view->response->body, value;

	switch (sign->place) {
	case HTTP_IN_FIELD: return field_begins(view, sign, found);
	case HTTP_IN_FIRST: return field_is_first(view, sign, found);
	case HTTP_IN_TITLE:
		return is_all(as_bytes(view->title), sign->pattern, found);
	case HTTP_IN_GENERATOR:
		return begins(as_bytes(view->generator), sign->pattern, found);
	case HTTP_IN_REALM: return is_all(view->realm, sign->pattern, found);
	case HTTP_IN_START:
		return begins(body, sign->pattern, found) &&
		       !is_cut_off(view, found);
	case HTTP_IN_BODY:
		return http_pattern_occurs(body, sign->pattern, found) &&
		       !is_cut_off(view, found);
	case HTTP_IN_JSON:
		return json_find(body, sign->where, &value) &&
		       begins(value, sign->pattern, found);
	}
	return false;
}

/* "2.6.12-1+deb12u4", "2.42.0+ds", "2.10-0ubuntu1": up to what packagers of
 * Debian and its kin add to a version. */
static size_t upstream_length(struct bytes version)
{
	static const char *const suffixes[] = { "+dfsg", "+ds", "~ds", "-ds",
		                                "+deb" };
	size_t len = version.len;
	bool packaged = bytes_contain(version, "deb") ||
	                bytes_contain(version, "ubuntu");

	for (size_t at = 1; at < len; at++) {
		for (size_t i = 0; i < COUNT(suffixes); i++)
			if (bytes_equal_at(version, at, suffixes[i],
			                   strlen(suffixes[i])))
				len = at;
		if (packaged && at + 1 < len && version.data[at] == '-' &&
		    isdigit(version.data[at + 1]))
			len = at;
	}
	return len;
}

/* Whether it says the same, and more: "2.4.2" after "2.4". */
static bool is_more_exact(const char *known, struct bytes version)
{
	size_t len = strlen(known);

	return len == 0 ||
	       (version.len > len && bytes_equal_at(version, 0, known, len) &&
	        version.data[len] == '.');
}

static void learn_software(struct http_software *software, const char *product,
                           struct bytes version)
{
	size_t len = upstream_length(version);

	if (software->product[0] == '\0')
		snprintf(software->product, sizeof(software->product), "%s",
		         product);
	if (strcmp(software->product, product) != 0 || version.len == 0 ||
	    !is_more_exact(software->version, bytes_first(version, len)))
		return;
	copy_printable(software->version, sizeof(software->version),
	               bytes_first(version, len));
	if (len < version.len)
		copy_printable(software->package, sizeof(software->package),
		               version);
}

/* A product whose name has a part that the pattern found. */
static void name_product(char *out, size_t size, const char *product,
                         struct bytes part)
{
	const char *hole = strstr(product, "%t");
	char text[32];

	if (hole == NULL) {
		snprintf(out, size, "%s", product);
		return;
	}
	copy_printable(text, sizeof(text), part);
	snprintf(out, size, "%.*s%s%s", (int)(hole - product), product, text,
	         hole + 2);
}

static void keep(char *out, size_t size, struct bytes text)
{
	if (out[0] == '\0')
		copy_printable(out, size, text);
}

static bool is_server_field(const struct http_sign *sign)
{
	return sign->place == HTTP_IN_FIELD &&
	       strcmp(sign->where, "Server") == 0;
}

static bool begins_word(struct bytes rest)
{
	return bytes_have(rest, 0, " ") && rest.len > 1 &&
	       isalnum(rest.data[1]);
}

/* What the pattern of a mark found beside the version. */
static void learn_rest(struct http_identity *http, const struct http_mark *mark,
                       const struct http_captures *found, bool is_device)
{
	if (strstr(mark->product, "%t") == NULL) {
		if (is_device)
			keep(http->model, sizeof(http->model), found->text);
		else
			keep(http->on, sizeof(http->on), found->text);
	}
	if (is_server_field(&mark->sign) && begins_word(found->rest))
		keep(http->modules, sizeof(http->modules),
		     bytes_from(found->rest, 1));
}

/* Every mark is tried, for one may tell who it is, and another the version.
 * True when the Server field was one. */
static bool learn_marks(struct http_identity *http, const struct view *view,
                        enum http_layer layer, const struct http_marks *marks)
{
	struct http_software *software = &http->layers[layer];
	bool server = false;

	for (size_t i = 0; i < marks->count; i++) {
		const struct http_mark *mark = &marks->rows[i];
		struct http_captures found;
		char product[sizeof(software->product)];
		bool is_news = software->product[0] == '\0';

		if (!sign_is_there(view, &mark->sign, &found))
			continue;
		server |= is_server_field(&mark->sign);
		name_product(product, sizeof(product), mark->product,
		             found.text);
		learn_software(software, product, found.version);
		if (is_news)
			learn_rest(http, mark, &found, marks == &http_devices);
	}
	return server;
}

/* A server without a mark: "product/version …", or, by the standard of UPnP,
 * "OS/version UPnP/1.0 product/version". */
static void learn_server(struct http_identity *http, const struct view *view)
{
	struct identity split = { 0 };
	struct bytes server, upnp;

	if (http->layers[HTTP_SERVER].product[0] != '\0' ||
	    !http_response_field(view->response, "Server", &server))
		return;
	if (bytes_after(server, "UPnP/", &upnp) &&
	    bytes_after(upnp, " ", &upnp))
		server = upnp;
	identity_set_product_and_version(&split, server);
	if (split.service.product[0] != '\0')
		learn_software(&http->layers[HTTP_SERVER],
		               split.service.product,
		               as_bytes(split.service.version));
}

static bool is_text(struct bytes bytes, const char *text)
{
	return bytes.len == strlen(text) &&
	       bytes_equal_at(bytes, 0, text, bytes.len);
}

static void learn_version(struct http_software *software,
                          const struct view *view, struct bytes path)
{
	const struct http_version_places *places = &http_version_places;

	for (size_t i = 0; i < places->count; i++) {
		const struct http_version_place *place = &places->rows[i];
		struct http_captures found;

		if (strcmp(place->product, software->product) == 0 &&
		    (place->path == NULL || is_text(path, place->path)) &&
		    sign_is_there(view, &place->sign, &found))
			learn_software(software, software->product,
			               found.version);
	}
}

/* Servers that tell whoever speaks plain HTTP to their TLS, in their words. */
static const struct {
	const char *says;
	unsigned status;
} wants_tls[] = {
	/* Go */
	{ "Client sent an HTTP request to an HTTPS server", 400 },
	/* nginx */
	{ "The plain HTTP request was sent to HTTPS port", 400 },
	/* Apache */
	{ "speaking plain HTTP to an SSL-enabled server port", 400 },
	/* Tomcat */
	{ "This combination of host and port requires TLS", 400 },
	/* CherryPy */
	{ "but this server only supports HTTPS", 400 },
	/* Webmin */
	{ "This web server is running in SSL mode", 200 },
};

static const char mongodb_says[] = "It looks like you are trying to access "
				   "MongoDB over HTTP on the native driver";

static void learn_service(struct http_identity *http, const struct view *view)
{
	struct bytes body = view->response->body, type;
	struct http_captures none;

	for (size_t i = 0; i < COUNT(wants_tls); i++)
		if (view->response->status == wants_tls[i].status &&
		    http_pattern_occurs(body, wants_tls[i].says, &none)) {
			http->service = "https";
			http->is_tls = true;
		}
	if (http_pattern_begins(body, mongodb_says, &none))
		http->service = "mongodb";
	if (http_response_field(view->response, "Content-Type", &type) &&
	    bytes_have(type, 0, "application/ipp"))
		http->service = "ipp";
}

/* RFC 6455 4.4, RFC 9110 15.5.22: who came without an upgrade is told so. */
static void learn_upgrade(struct http_identity *http, const struct view *view)
{
	struct bytes value;

	if (view->response->status != 400 && view->response->status != 426)
		return;
	if (http_response_field(view->response, "Sec-WebSocket-Version",
	                        &value) ||
	    (http_response_field(view->response, "Upgrade", &value) &&
	     bytes_contain_word(value, "websocket")))
		http->is_websocket = true;
}

void http_identity_learn(struct http_identity *http, struct bytes path,
                         const struct http_response *response)
{
	struct view view;
	struct bytes powered_by;
	bool server;

	look(&view, response);
	learn_service(http, &view);
	learn_upgrade(http, &view);
	server = learn_marks(http, &view, HTTP_SERVER, &http_servers);
	server |= learn_marks(http, &view, HTTP_FRONT, &http_fronts);
	server |=
		learn_marks(http, &view, HTTP_APPLICATION, &http_applications);
	server |= learn_marks(http, &view, HTTP_APPLICATION, &http_devices);
	if (!server)
		learn_server(http, &view);
	if (http_response_field(response, "X-Powered-By", &powered_by))
		keep(http->platform, sizeof(http->platform), powered_by);
	for (size_t i = 0; i < HTTP_LAYERS; i++)
		learn_version(&http->layers[i], &view, path);
}

const struct http_software *http_identity_top(const struct http_identity *http)
{
	for (size_t i = 0; i < HTTP_LAYERS; i++)
		if (http->layers[i].product[0] != '\0')
			return &http->layers[i];
	return NULL;
}
