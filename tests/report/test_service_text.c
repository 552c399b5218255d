// SPDX-License-Identifier: Apache-2.0
#include "report/service_text.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

struct told {
	enum fact_key key;
	const char *value;
};

static const struct {
	struct service service;
	struct told told[3]; /* up to a NULL */
	const char *expected;
} rows[] = {
	{ { .name = "" }, { { FACT_HTTP_TITLE, "x" } }, "" },
	{ { .name = "ssh" }, { { FACT_SSH_SOFTWARE, "x" } }, "ssh" },
	{ { .name = "ssh", .product = "OpenSSH", .version = "9.2p1" },
	  { { FACT_DEVICE_MODEL, "x" } },
	  "ssh OpenSSH 9.2p1" },
	{ { .name = "https", .product = "nginx", .tls = true },
	  { { FACT_TLS_SUBJECT, "CN=gate" } },
	  "https nginx" },
	{ { .name = "redis", .version = "7.0", .tls = true },
	  { { 0 } },
	  "tls/redis 7.0" },
	{ { .name = "smtp", .product = "Exim", .tls = true },
	  { { FACT_TLS_STARTTLS, "true" } },
	  "smtp Exim" },
	{ { .name = "smtps", .product = "Exim", .tls = true },
	  { { FACT_TLS_STARTTLS, "false" } },
	  "smtps Exim" },
	{ { .name = "secure-mqtt", .tls = true }, { { 0 } }, "secure-mqtt" },
	{ { .name = "quic", .tls = true }, { { 0 } }, "quic" },
	{ { .name = "http" },
	  { { FACT_HTTP_TITLE, "Gate & Sons" } },
	  "http \"Gate & Sons\"" },
	{ { .name = "http" }, { { FACT_HTTP_TITLE, "" } }, "http" },
	{ { .name = "https", .tls = true },
	  { { FACT_TLS_SUBJECT, "CN=gate" }, { FACT_HTTP_TITLE, "Gate" } },
	  "https \"Gate\"" },
	{ { .name = "tls", .tls = true },
	  { { FACT_TLS_SUBJECT, "C=DE, CN=mail.example, O=Zoo" } },
	  "tls CN=mail.example" },
	{ { .name = "tls", .tls = true },
	  { { FACT_TLS_SUBJECT, "O=CN=no, OU=no CN=either" } },
	  "tls" },
	{ { .name = "tls", .tls = true },
	  { { FACT_TLS_SUBJECT, "" }, { FACT_TLS_NAMES, "DNS:gate" } },
	  "tls DNS:gate" },
	{ { .name = "tls", .tls = true },
	  { { FACT_TLS_SUBJECT, "CN=a\\, b" } },
	  "tls CN=a\\, b" },
	{ { .name = "http" },
	  { { FACT_HTTP_TITLE, "   a    b" } },
	  "http \"a b\"" },
};

static void make(struct finding *finding, size_t row)
{
	*finding = (struct finding){ .service = rows[row].service };
	for (size_t i = 0; rows[row].told[i].value != NULL; i++)
		facts_add_string(&finding->facts, rows[row].told[i].key,
		                 rows[row].told[i].value);
}

Test(service_text, says_what_answered_and_one_thing_more_at_most)
{
	struct text text;
	struct finding finding;

	text_init(&text);
	for (size_t i = 0; i < COUNT(rows); i++) {
		make(&finding, i);
		text_clear(&text);
		service_text_append(&text, &finding);
		cr_expect(eq(str, text.data, (char *)rows[i].expected),
		          "row %zu", i);
		facts_release(&finding.facts);
	}
	text_release(&text);
}

Test(service_text, only_what_is_known_inside_tls_is_wrapped)
{
	static const struct {
		struct service service;
		bool wrapped;
	} cases[] = {
		{ { .name = "https", .tls = true }, true },
		{ { .name = "redis", .tls = true }, true },
		{ { .name = "http" }, false },
		{ { .name = "tls", .tls = true }, false },
		{ { .name = "", .tls = true }, false },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct finding finding = { .service = cases[i].service };

		cr_expect(eq(int, service_text_is_wrapped(&finding),
		             cases[i].wrapped),
		          "row %zu", i);
	}
}
