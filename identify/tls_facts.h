// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_TLS_FACTS_H
#define PORTSCAN_IDENTIFY_TLS_FACTS_H

#include "identify/bytes.h"
#include "identify/facts.h"
#include "identify/tls_session.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * What a server's TLS tells of it, as facts (FACT_TLS_*, but for those that a
 * session cannot know, STARTTLS and OFFERED).  Reported and never judged: no
 * signature of a chain is verified, and nothing is fetched.
 *
 * All of it is the server's to choose.  Texts are bytes as they stand in the
 * certificate, in UTF-8 where they say what they are in; what cannot be read,
 * an impossible date or an odd address, is no fact.  Names are listed until
 * they take TLS_FACTS_NAMES_MAX bytes, so that other facts have room.
 */
enum { TLS_FACTS_NAMES_MAX = 6144 };

/*
 * Of a session in any state: from a handshake that failed, what it told until
 * then, and why it did.  `now` is in seconds since the epoch, UTC.
 */
void tls_facts_of_session(struct facts *facts,
                          const struct tls_session *session, int64_t now);

/*
 * Of a certificate by itself, in DER; `name`, a host's or an address, is whom
 * we asked for, "" nobody.  It matches as RFC 6125 has it, and a common name
 * where there is no alternative name.  False, and no facts, when it is no
 * certificate.
 */
bool tls_facts_of_certificate(struct facts *facts, struct bytes der,
                              const char *name, int64_t now);

#endif
