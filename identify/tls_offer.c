// SPDX-License-Identifier: Apache-2.0
#include "identify/tls_offer.h"

#define OLDEST TLS_VERSION_SSL2
#define NEWEST TLS_VERSION_1_3

static unsigned bit(enum tls_version version)
{
	return 1U << version;
}

static void note_accepted(struct tls_offer *offer, enum tls_version version)
{
	if (version < OLDEST || version > NEWEST)
		return;
	offer->known |= bit(version);
	offer->accepted |= bit(version);
}

void tls_offer_init(struct tls_offer *offer, const struct facts *facts)
{
	struct bytes spoken;

	*offer = (struct tls_offer){ 0 };
	if (facts_get(facts, FACT_TLS_VERSION, &spoken))
		note_accepted(offer, tls_version_of_name(spoken));
}

bool tls_offer_next(const struct tls_offer *offer, enum tls_version *version)
{
	for (*version = NEWEST; *version >= OLDEST; --*version)
		if ((offer->known & bit(*version)) == 0)
			return true;
	return false;
}

void tls_offer_heard(struct tls_offer *offer, enum tls_version asked,
                     const struct tls_answer *answer)
{
	offer->known |= bit(asked);
	if (answer->kind == TLS_ANSWER_ACCEPTED && answer->version <= asked)
		note_accepted(offer, answer->version);
}

void tls_offer_tell(const struct tls_offer *offer, struct facts *facts)
{
	for (enum tls_version i = NEWEST; i >= OLDEST; i--)
		if ((offer->accepted & bit(i)) != 0)
			facts_add_string(facts, FACT_TLS_OFFERED,
			                 tls_version_name(i));
}
