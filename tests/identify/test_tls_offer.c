// SPDX-License-Identifier: Apache-2.0
#include "identify/tls_offer.h"

#include "base/count.h"
#include "identify/tls_alert.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

/* Ask a server that speaks a set of versions, the newest it can, for what is
 * unknown; returns how often. */
static int ask_all(struct tls_offer *offer, unsigned speaks, bool picks_older)
{
	enum tls_version asked;
	int questions = 0;

	while (tls_offer_next(offer, &asked)) {
		struct tls_answer answer = {
			.kind = TLS_ANSWER_REFUSED,
			.alert = TLS_ALERT_PROTOCOL_VERSION
		};
		enum tls_version picked = asked;

		questions++;
		while (picks_older && picked > TLS_VERSION_SSL2 &&
		       (speaks & 1U << picked) == 0)
			picked--;
		if ((speaks & 1U << picked) != 0)
			answer = (struct tls_answer){ TLS_ANSWER_ACCEPTED,
				                      picked, 0 };
		tls_offer_heard(offer, asked, &answer);
	}
	return questions;
}

static const struct {
	const char *spoken; /* in a handshake before; NULL: none */
	unsigned speaks;
	bool picks_older;
	int questions;
	const char *offered;
} servers[] = {
	{ NULL, 0, false, 6, "" },
	{ NULL, 1U << TLS_VERSION_1_3, false, 6, "TLSv1.3 " },
	{ "TLSv1.3", 1U << TLS_VERSION_1_3 | 1U << TLS_VERSION_1_2, false, 5,
	  "TLSv1.3 TLSv1.2 " },
	{ "TLSv1.2", 1U << TLS_VERSION_1_2 | 1U << TLS_VERSION_1_0, true, 4,
	  "TLSv1.2 TLSv1.0 " },
	{ NULL, 1U << TLS_VERSION_1_0, true, 5, "TLSv1.0 " },
	{ NULL, 0x7e, true, 6, "TLSv1.3 TLSv1.2 TLSv1.1 TLSv1.0 SSLv3 SSLv2 " },
};

Test(tls_offer, lists_what_a_server_accepts)
{
	for (size_t i = 0; i < COUNT(servers); i++) {
		struct facts facts = { 0 };
		struct tls_offer offer;
		char offered[80] = "";
		struct fact fact;
		size_t at = 0;

		if (servers[i].spoken != NULL)
			facts_add_string(&facts, FACT_TLS_VERSION,
			                 servers[i].spoken);
		tls_offer_init(&offer, &facts);
		cr_expect(eq(int,
		             ask_all(&offer, servers[i].speaks,
		                     servers[i].picks_older),
		             servers[i].questions),
		          "row %zu", i);
		tls_offer_tell(&offer, &facts);
		while (facts_next(&facts, &at, &fact))
			if (fact.key == FACT_TLS_OFFERED) {
				strncat(offered, (const char *)fact.value.data,
				        fact.value.len);
				strcat(offered, " ");
			}
		cr_expect(eq(str, offered, (char *)servers[i].offered),
		          "row %zu", i);
		facts_release(&facts);
	}
}

Test(tls_offer, believes_no_answer_that_is_newer_than_the_question)
{
	static const struct tls_answer newer = { TLS_ANSWER_ACCEPTED,
		                                 TLS_VERSION_1_3, 0 };
	struct facts facts = { 0 };
	enum tls_version asked;
	struct tls_offer offer;

	tls_offer_init(&offer, &facts);
	tls_offer_heard(&offer, TLS_VERSION_1_2, &newer);
	cr_assert(tls_offer_next(&offer, &asked));
	cr_expect(eq(int, asked, TLS_VERSION_1_3));
	tls_offer_tell(&offer, &facts);
	cr_expect(eq(sz, facts.len, 0));
}

Test(tls_offer, asks_tls_whatever_dtls_was_spoken)
{
	struct facts facts = { 0 };
	enum tls_version asked;
	struct tls_offer offer;

	facts_add_string(&facts, FACT_TLS_VERSION, "DTLSv1.2");
	tls_offer_init(&offer, &facts);
	cr_assert(tls_offer_next(&offer, &asked));
	cr_expect(eq(int, asked, TLS_VERSION_1_3));
	facts_release(&facts);
}
