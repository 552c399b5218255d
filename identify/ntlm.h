// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_NTLM_H
#define PORTSCAN_IDENTIFY_NTLM_H

#include "identify/bytes.h"
#include "identify/identity.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * [MS-NLMP]: whoever says NEGOTIATE is sent a CHALLENGE, in which a server
 * tells its names and its version.  A login would need an AUTHENTICATE, which
 * we have no words for.
 */

/* 2.2.1.1: Unicode or OEM names, the target's name, NTLM with extended
 * security, our version; which is 0. */
#define NTLM_NEGOTIATE                                                         \
	"NTLMSSP\x00"                                                          \
	"\x01\x00\x00\x00"                                                     \
	"\x07\x82\x08\xa2"                                                     \
	"\x00\x00\x00\x00\x28\x00\x00\x00" /* no domain */                     \
	"\x00\x00\x00\x00\x28\x00\x00\x00" /* no workstation */                \
	"\x00\x00\x00\x00\x00\x00\x00\x0f"

/* RFC 4178 4.2.1, 4.2.2: the same as the only mechanism of SPNEGO. */
#define NTLM_NEGOTIATE_SPNEGO                                                  \
	"\x60\x48"                                                             \
	"\x06\x06\x2b\x06\x01\x05\x05\x02"         /* SPNEGO */                \
	"\xa0\x3e\x30\x3c"                         /* negTokenInit */          \
	"\xa0\x0e\x30\x0c\x06\x0a\x2b\x06\x01\x04" /* mechTypes: */            \
	"\x01\x82\x37\x02\x02\x0a"                 /* NTLM */                  \
	"\xa2\x2a\x04\x28" NTLM_NEGOTIATE          /* mechToken */

/* What a CHALLENGE tells; empty where it does not. */
struct ntlm_challenge {
	struct bytes computer, domain; /* NetBIOS names, UTF-16LE */
	struct bytes dns_computer;     /* the same */
	bool has_version;
	uint8_t major, minor;
	uint16_t build;
};

/* Read the first CHALLENGE in `said`; false when there is none. */
bool ntlm_challenge_read(struct bytes said, struct ntlm_challenge *challenge);

/* Add names and build to the facts, and set the host's name. */
void ntlm_challenge_describe(const struct ntlm_challenge *challenge,
                             struct identity *who);

/* Set product and system by the version of what is known to be Windows; false
 * when it is of no release that is known. */
bool ntlm_challenge_set_windows(const struct ntlm_challenge *challenge,
                                const char *product, struct identity *who);

#endif
