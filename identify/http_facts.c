// SPDX-License-Identifier: Apache-2.0
#include "identify/http_facts.h"

#include "base/count.h"
#include "identify/http_challenge.h"
#include "identify/http_page.h"

/* Header fields whose values are facts. */
static const struct {
	const char *field;
	enum fact_key key;
} kept[] = {
	{ "Server", FACT_HTTP_SERVER },
	{ "Location", FACT_HTTP_LOCATION },
	{ "X-Powered-By", FACT_HTTP_POWERED_BY },
	{ "Content-Type", FACT_HTTP_CONTENT_TYPE },
};

/* Header fields that protect whoever visits: which are there. */
static const char *const security[] = {
	"Strict-Transport-Security",
	"Content-Security-Policy",
	"X-Frame-Options",
	"X-Content-Type-Options",
	"X-XSS-Protection",
	"Referrer-Policy",
	"Permissions-Policy",
	"Cross-Origin-Opener-Policy",
	"Cross-Origin-Embedder-Policy",
	"Cross-Origin-Resource-Policy",
};

static bool is_known(const struct facts *facts, enum fact_key key)
{
	struct bytes value;

	return facts_get(facts, key, &value);
}

static void add_fields(const struct http_response *response,
                       struct facts *facts)
{
	struct bytes value;

	for (size_t i = 0; i < COUNT(kept); i++)
		if (http_response_field(response, kept[i].field, &value))
			facts_add(facts, kept[i].key, value);
}

static void add_security(const struct http_response *response,
                         struct facts *facts)
{
	struct bytes value;

	for (size_t i = 0; i < COUNT(security); i++)
		if (http_response_field(response, security[i], &value))
			facts_add_string(facts, FACT_HTTP_SECURITY,
			                 security[i]);
}

static void add_challenges(const struct http_response *response,
                           const char *field, struct facts *facts)
{
	struct http_challenge challenge;
	struct bytes list;
	size_t at = 0;

	while (http_response_next_field(response, field, &at, &list))
		while (http_challenge_next(&list, &challenge)) {
			facts_add(facts, FACT_HTTP_AUTH, challenge.scheme);
			if (challenge.realm.len > 0)
				facts_add(facts, FACT_HTTP_REALM,
				          challenge.realm);
		}
}

static void add_page(struct bytes page, struct facts *facts)
{
	char text[FACT_VALUE_MAX];

	if (http_page_title(page, text, sizeof(text)))
		facts_add_string(facts, FACT_HTTP_TITLE, text);
	if (http_page_meta(page, "generator", text, sizeof(text)))
		facts_add_string(facts, FACT_HTTP_GENERATOR, text);
}

void http_facts_add(const struct http_response *response, struct facts *facts)
{
	bool first = !is_known(facts, FACT_HTTP_STATUS);

	facts_add_number(facts, FACT_HTTP_STATUS, response->status);
	add_fields(response, facts);
	if (first)
		add_security(response, facts);
	if (!is_known(facts, FACT_HTTP_AUTH)) {
		add_challenges(response, "WWW-Authenticate", facts);
		add_challenges(response, "Proxy-Authenticate", facts);
	}
	add_page(response->body, facts);
}
