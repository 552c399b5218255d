// SPDX-License-Identifier: Apache-2.0
#include "report/record_facts.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#define NOTHING "\"tls\":null,\"ssh\":null,\"http\":null"

static const struct {
	enum fact_key key;
	const char *value; /* NULL: no fact at all */
	const char *expected;
} rows[] = {
	{ FACT_TLS_ALPN, NULL, NOTHING ",\"details\":null" },
	{ FACT_TLS_ALPN, "h\"2",
	  "\"tls\":{\"alpn\":\"h\\\"2\"},\"ssh\":null,\"http\":null,"
	  "\"details\":null" },
	{ FACT_HTTP_FAVICON, "-1",
	  "\"tls\":null,\"ssh\":null,\"http\":{\"favicon\":-1},"
	  "\"details\":null" },
	{ FACT_SQL_TLS, "false",
	  NOTHING ",\"details\":{\"sql\":{\"tls\":false}}" },
	{ FACT_SNMP_VERSIONS, "v1",
	  NOTHING ",\"details\":{\"snmp\":{\"versions\":[\"v1\"]}}" },
	{ FACT_NTP_STRATUM, "007",
	  NOTHING ",\"details\":{\"ntp\":{\"stratum\":7}}" },
	{ FACT_NTP_STRATUM, "9999999999999999999",
	  NOTHING ",\"details\":{\"ntp\":{\"stratum\":null}}" },
	{ FACT_SERVICE_NAME, "http", NOTHING ",\"details\":null" },
};

Test(record_facts, each_kind_is_its_own_type_and_unknown_is_null)
{
	struct text text;

	text_init(&text);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct facts facts = { 0 };

		text_clear(&text);
		if (rows[i].value != NULL)
			facts_add_string(&facts, rows[i].key, rows[i].value);
		record_facts(&text, &facts);
		cr_expect(eq(str, text.data, (char *)rows[i].expected),
		          "row %zu", i);
		facts_release(&facts);
	}
	text_release(&text);
}

Test(record_facts, groups_of_details_stand_side_by_side)
{
	struct facts facts = { 0 };
	struct text text;

	text_init(&text);
	facts_add_string(&facts, FACT_DEVICE_MODEL, "x");
	facts_add_flag(&facts, FACT_DNS_RECURSION, true);
	record_facts(&text, &facts);
	cr_expect(eq(str, text.data,
	             NOTHING ",\"details\":{\"dns\":{\"recursion\":true},"
	                     "\"device\":{\"model\":\"x\"}}"));
	text_release(&text);
	facts_release(&facts);
}
