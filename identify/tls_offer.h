// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_TLS_OFFER_H
#define PORTSCAN_IDENTIFY_TLS_OFFER_H

#include "identify/facts.h"
#include "identify/tls_answer.h"

#include <stdbool.h>

/*
 * Which versions of TLS a server accepts, found out by asking for each alone,
 * one short connection a version.  Plain value.
 */
struct tls_offer {
	unsigned known; /* sets of enum tls_version, a bit each */
	unsigned accepted;
};

/* What a handshake told by now (FACT_TLS_VERSION) is known. */
void tls_offer_init(struct tls_offer *offer, const struct facts *facts);

/* The newest version that is still unknown; false when none is. */
bool tls_offer_next(const struct tls_offer *offer, enum tls_version *version);

/*
 * The answer to the hello of `asked`; TLS_ANSWER_NOT_YET when the server
 * stopped before it was whole.  One with an older version says that the older
 * one is accepted, and `asked` is not asked again.
 */
void tls_offer_heard(struct tls_offer *offer, enum tls_version asked,
                     const struct tls_answer *answer);

/* Add FACT_TLS_OFFERED, newest first. */
void tls_offer_tell(const struct tls_offer *offer, struct facts *facts);

#endif
