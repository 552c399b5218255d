// SPDX-License-Identifier: Apache-2.0
#include "identify/facts.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static void expect_next(const struct facts *facts, size_t *at,
                        enum fact_key key, const char *value)
{
	struct fact fact;

	cr_assert(facts_next(facts, at, &fact), "%s", value);
	cr_expect(eq(int, fact.key, key), "%s", value);
	cr_assert(eq(sz, fact.value.len, strlen(value)), "%s", value);
	cr_expect(eq(int, memcmp(fact.value.data, value, strlen(value)), 0),
	          "%s", value);
}

Test(facts, come_back_in_the_order_they_were_learned)
{
	struct facts facts = { 0 };
	struct fact fact;
	size_t at = 0;

	facts_add_string(&facts, FACT_TLS_NAMES, "DNS:a.example");
	facts_add_flag(&facts, FACT_TLS_SELF_SIGNED, true);
	facts_add_string(&facts, FACT_TLS_NAMES, "DNS:b.example");
	facts_add_number(&facts, FACT_HTTP_FAVICON, -81586312);
	facts_add_string(&facts, FACT_HTTP_TITLE, "");
	expect_next(&facts, &at, FACT_TLS_NAMES, "DNS:a.example");
	expect_next(&facts, &at, FACT_TLS_SELF_SIGNED, "true");
	expect_next(&facts, &at, FACT_TLS_NAMES, "DNS:b.example");
	expect_next(&facts, &at, FACT_HTTP_FAVICON, "-81586312");
	expect_next(&facts, &at, FACT_HTTP_TITLE, "");
	cr_expect(not(facts_next(&facts, &at, &fact)));
	facts_release(&facts);
}

Test(facts, first_observation_of_what_is_no_list_stands)
{
	struct facts facts = { 0 }, more = { 0 };
	struct bytes value;

	facts_add_string(&facts, FACT_HTTP_SERVER, "one");
	facts_add_string(&more, FACT_HTTP_SERVER, "another");
	facts_add_string(&more, FACT_HTTP_TITLE, "Home");
	facts_join(&facts, &more);
	cr_assert(facts_get(&facts, FACT_HTTP_SERVER, &value));
	cr_expect(eq(sz, value.len, 3));
	cr_expect(facts_get(&facts, FACT_HTTP_TITLE, &value));
	cr_expect(not(facts_get(&facts, FACT_HTTP_REALM, &value)));
	facts_release(&more);
	facts_release(&facts);
}

Test(facts, a_list_is_joined_without_what_it_has)
{
	struct facts facts = { 0 }, more = { 0 };
	struct fact fact;
	size_t at = 0;

	facts_add_string(&facts, FACT_TLS_NAMES, "DNS:a");
	facts_add_string(&more, FACT_TLS_NAMES, "DNS:a");
	facts_add_string(&more, FACT_TLS_NAMES, "DNS:ab");
	facts_join(&facts, &more);
	expect_next(&facts, &at, FACT_TLS_NAMES, "DNS:a");
	expect_next(&facts, &at, FACT_TLS_NAMES, "DNS:ab");
	cr_expect(not(facts_next(&facts, &at, &fact)));
	facts_release(&more);
	facts_release(&facts);
}

Test(facts, are_bounded)
{
	static const uint8_t endless[FACT_VALUE_MAX * 2] = { 'a' };
	struct facts facts = { 0 };
	struct bytes value;

	for (int i = 0; i < 1000; i++)
		facts_add(&facts, FACT_TLS_NAMES,
		          (struct bytes){ endless, sizeof(endless) });
	cr_expect(facts.len <= FACTS_MAX);
	cr_assert(facts_get(&facts, FACT_TLS_NAMES, &value));
	cr_expect(eq(sz, value.len, FACT_VALUE_MAX));
	facts_release(&facts);
}

Test(facts, decode_what_was_encoded)
{
	struct facts facts = { 0 }, decoded;

	facts_add_string(&facts, FACT_SSH_KEX, "curve25519-sha256");
	facts_add_number(&facts, FACT_HTTP_STATUS, 200);
	cr_assert(facts_decode(&decoded, facts.bytes, facts.len));
	cr_assert(eq(sz, decoded.len, facts.len));
	cr_expect(eq(int, memcmp(decoded.bytes, facts.bytes, facts.len), 0));
	facts_release(&decoded);
	facts_release(&facts);
	cr_expect(facts_decode(&decoded, NULL, 0));
}

#define ENCODED(...)                                                           \
	{                                                                      \
		{ __VA_ARGS__ }, sizeof((uint8_t[]){ __VA_ARGS__ })            \
	}

Test(facts, decode_nothing_else)
{
	static const struct {
		uint8_t bytes[16];
		size_t len;
	} rejected[] = {
		ENCODED(FACT_TLS_ALPN),
		ENCODED(FACT_TLS_ALPN, 1, 0),
		ENCODED(FACT_TLS_ALPN, 0, 2, 'h'),
		ENCODED(FACT_KEY_COUNT, 0, 0),
		ENCODED(FACT_TLS_ALPN, 1, 0, 'h', FACT_TLS_ALPN, 1, 0, 'i'),
		ENCODED(FACT_TLS_SELF_SIGNED, 1, 0, '1'),
		ENCODED(FACT_HTTP_STATUS, 0, 0),
		ENCODED(FACT_HTTP_STATUS, 1, 0, '-'),
		ENCODED(FACT_HTTP_STATUS, 2, 0, '1', 'x'),
	};
	struct facts decoded;

	for (size_t i = 0; i < COUNT(rejected); i++) {
		cr_expect(not(facts_decode(&decoded, rejected[i].bytes,
		                           rejected[i].len)),
		          "row %zu", i);
		cr_expect(eq(sz, decoded.len, 0), "row %zu", i);
	}
}

Test(facts, rows_of_a_group_stand_together_and_have_names_of_their_own)
{
	for (int i = 0; i < FACT_KEY_COUNT; i++) {
		const struct fact_row *row = fact_row((enum fact_key)i);
		bool left = false;

		cr_assert(ne(ptr, (void *)row->group, NULL), "key %d", i);
		for (int j = i + 1; j < FACT_KEY_COUNT; j++) {
			const struct fact_row *other =
				fact_row((enum fact_key)j);
			bool same = strcmp(row->group, other->group) == 0;

			cr_expect(not(same && left), "%s.%s", other->group,
			          other->name);
			cr_expect(not(same &&
			              strcmp(row->name, other->name) == 0),
			          "%s.%s", other->group, other->name);
			left |= !same;
		}
	}
}

Test(facts, are_had_by_key_and_whole_value)
{
	struct facts facts = { 0 };

	facts_add_string(&facts, FACT_SSH_KEX, "curve25519-sha256");
	facts_add_string(&facts, FACT_SSH_KEX, "ext-info-s");
	cr_expect(facts_have(&facts, FACT_SSH_KEX, "ext-info-s"));
	cr_expect(not(facts_have(&facts, FACT_SSH_KEX, "ext-info")));
	cr_expect(not(facts_have(&facts, FACT_SSH_KEX, "ext-info-s2")));
	cr_expect(not(facts_have(&facts, FACT_SSH_MACS, "ext-info-s")));
	facts_release(&facts);
}
