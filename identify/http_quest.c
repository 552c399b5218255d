// SPDX-License-Identifier: Apache-2.0
#include "identify/http_quest.h"

#include "base/count.h"
#include "identify/http2.h"
#include "identify/http_facts.h"
#include "identify/http_favicon.h"
#include "identify/http_marks.h"
#include "identify/http_page.h"
#include "identify/http_pattern.h"
#include "identify/http_tell.h"

#include <stdio.h>
#include <string.h>

static const char favicon_path[] = "/favicon.ico";

/* Nobody has it, so that it brings forth the server's own error page. */
static const char missing_path[] = "/portscan";

enum {
	REDIRECTS_MAX = 3,
	SILENCES_MAX = 2, /* then it is left in peace */
};

/* What the body of a response says, and where it is worth to look next, while
 * nobody knows what it is. */
static const struct {
	const char *says;
	const char *path;
} hints[] = {
	/* Pages that link to what Prometheus reads */
	{ "href=\"/metrics\"", "/metrics" },
	{ "href='/metrics'", "/metrics" },
	{ "href=\"metrics\"", "/metrics" },
	/* Programs in Go without a page of their own: etcd, Loki, … */
	{ "404 page not found\n", "/version" },
	{ "404 page not found\n", "/metrics" },
	/* APIs in Python without one: vLLM */
	{ "{\"detail\":\"Not Found\"}", "/v1/models" },
	/* Prosody's error page */
	{ "p.extra{", "/http-bind" },
	/* Titles that anybody may have, and who may be meant */
	{ "<title>Vault</title>", "/v1/sys/health" },
	{ "<title>Nomad</title>", "/v1/agent/self" },
	{ "<title>Harbor</title>", "/api/v2.0/systeminfo" },
};

void http_quest_init(struct http_quest *quest, const char *host, uint16_t port,
                     bool tls, unsigned budget)
{
	*quest = (struct http_quest){ .port = port,
		                      .tls = tls,
		                      .budget = budget };
	snprintf(quest->host, sizeof(quest->host), "%s", host);
}

static struct http_authority authority_of(const struct http_quest *quest)
{
	return (struct http_authority){ quest->host, quest->port, quest->tls };
}

static bool was_asked(const struct http_quest *quest, const char *path)
{
	for (size_t i = 0; i < quest->asked_count; i++)
		if (strcmp(quest->asked[i], path) == 0)
			return true;
	return false;
}

static void note_asked(struct http_quest *quest, const char *path)
{
	snprintf(quest->asked[quest->asked_count++], HTTP_QUEST_PATH_MAX, "%s",
	         path);
}

/* Where the software that answers tells its version. */
static const char *version_path(const struct http_quest *quest)
{
	const struct http_software *top = http_identity_top(&quest->http);

	if (top == NULL || top->version[0] != '\0')
		return NULL;
	for (size_t i = 0; i < http_version_places.count; i++) {
		const struct http_version_place *place =
			&http_version_places.rows[i];

		if (place->path != NULL &&
		    strcmp(place->product, top->product) == 0 &&
		    !was_asked(quest, place->path))
			return place->path;
	}
	return NULL;
}

static const char *redirect_path(const struct http_quest *quest)
{
	return quest->redirect[0] != '\0' && quest->redirects < REDIRECTS_MAX &&
	                       !was_asked(quest, quest->redirect)
	               ? quest->redirect
	               : NULL;
}

/* An application may well be there beneath the name of its web server. */
static bool is_application_known(const struct http_quest *quest)
{
	return quest->http.layers[HTTP_APPLICATION].product[0] != '\0';
}

static const char *hinted_path(const struct http_quest *quest)
{
	if (is_application_known(quest))
		return NULL;
	for (size_t i = 0; i < COUNT(hints); i++)
		if ((quest->hints & 1u << i) != 0 &&
		    !was_asked(quest, hints[i].path))
			return hints[i].path;
	return NULL;
}

static const char *error_path(const struct http_quest *quest)
{
	return http_identity_top(&quest->http) == NULL &&
	                       !was_asked(quest, missing_path)
	               ? missing_path
	               : NULL;
}

static const char *icon_path(const struct http_quest *quest)
{
	return was_asked(quest, favicon_path) ? NULL : favicon_path;
}

/* The most useful first. */
static const char *choose_path(const struct http_quest *quest)
{
	static const char *(*const choices[])(const struct http_quest *) = {
		version_path, redirect_path, hinted_path, error_path, icon_path,
	};

	if (quest->asked_count == 0)
		return "/";
	for (size_t i = 0; i < COUNT(choices); i++) {
		const char *path = choices[i](quest);

		if (path != NULL)
			return path;
	}
	return NULL;
}

bool http_quest_next(struct http_quest *quest, struct bytes *request)
{
	struct http_authority authority = authority_of(quest);
	const char *path = choose_path(quest);
	size_t len;

	if (quest->budget == 0 || quest->asked_count == HTTP_QUEST_MAX ||
	    quest->silences == SILENCES_MAX || quest->is_over || path == NULL)
		return false;
	len = http_request_write(quest->request, sizeof(quest->request), path,
	                         &authority);
	quest->budget--;
	quest->redirects += path == quest->redirect;
	note_asked(quest, path);
	*request = (struct bytes){ (const uint8_t *)quest->request, len };
	return len > 0;
}

/* "0; url=/ui/": where <meta http-equiv="refresh"> leads. */
static bool refresh_place(const struct http_response *response, char *out,
                          size_t size, struct bytes *place)
{
	struct bytes text;

	if (!http_page_meta(response->body, "refresh", out, size))
		return false;
	text = (struct bytes){ (const uint8_t *)out, strlen(out) };
	if (!bytes_after(text, "url=", place))
		return false;
	if (place->len >= 2 && strchr("'\"", place->data[0]) != NULL)
		*place = bytes_first(bytes_from(*place, 1), place->len - 2);
	return true;
}

static void note_redirect(struct http_quest *quest,
                          const struct http_response *response,
                          const char *path)
{
	struct http_authority authority = authority_of(quest);
	char text[HTTP_QUEST_PATH_MAX], to[HTTP_QUEST_PATH_MAX];
	struct bytes place;
	bool leads =
		response->status / 100 == 3
			? http_response_field(response, "Location", &place)
			: refresh_place(response, text, sizeof(text), &place);

	if (leads &&
	    http_request_redirect(to, sizeof(to), place, path, &authority))
		snprintf(quest->redirect, sizeof(quest->redirect), "%s", to);
}

static void note_hints(struct http_quest *quest,
                       const struct http_response *response)
{
	struct http_captures none;

	for (size_t i = 0; i < COUNT(hints); i++)
		if (http_pattern_occurs(response->body, hints[i].says, &none))
			quest->hints |= 1u << i;
}

static bool is_image(const struct http_response *response)
{
	struct bytes type;

	return http_response_field(response, "Content-Type", &type) &&
	       bytes_have(type, 0, "image/");
}

/* An icon that was cut off would have another number. */
static void learn_icon(const struct http_response *response,
                       struct identity *who)
{
	if (response->status == 200 && response->whole && is_image(response) &&
	    response->body.len > 0)
		facts_add_number(&who->facts, FACT_HTTP_FAVICON,
		                 http_favicon_hash(response->body));
}

/* What visitors are shown first: where the server leads them from "/". */
static bool is_page(const struct http_quest *quest, const char *path)
{
	return strcmp(path, "/") == 0 || strcmp(path, quest->redirect) == 0;
}

static void learn(struct http_quest *quest,
                  const struct http_response *response, const char *path,
                  struct identity *who)
{
	if (strcmp(path, favicon_path) == 0) {
		learn_icon(response, who);
		return;
	}
	http_identity_learn(
		&quest->http,
		(struct bytes){ (const uint8_t *)path, strlen(path) },
		response);
	http_tell(&quest->http, who);
	if (is_page(quest, path))
		http_facts_add(response, &who->facts);
	who->service.via = SERVICE_VIA_PAYLOAD;
	who->service.confidence = SERVICE_CERTAIN;
	note_redirect(quest, response, path);
	note_hints(quest, response);
	quest->is_over = quest->http.is_tls;
}

void http_quest_hear(struct http_quest *quest, struct bytes said,
                     struct identity *who)
{
	struct http_response response;

	if (quest->asked_count == 0)
		note_asked(quest, "/");
	if (http2_recognise(said, who)) {
		quest->is_over = true;
		return;
	}
	if (!http_response_read(said, &response)) {
		quest->silences++;
		quest->is_over |= !quest->is_http;
		return;
	}
	quest->is_http |= http_response_is_http(&response);
	if (quest->is_http)
		learn(quest, &response, quest->asked[quest->asked_count - 1],
		      who);
	else
		quest->is_over = true;
	http_response_release(&response);
}
