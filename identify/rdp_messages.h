// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_RDP_MESSAGES_H
#define PORTSCAN_IDENTIFY_RDP_MESSAGES_H

#include "identify/ntlm.h"

/* [MS-RDPBCGR] 2.2.1.1 in TPKT (RFC 1006 6) and X.224 13.3. */
#define RDP_CONNECT                                                            \
	"\x03\x00\x00\x13"     /* TPKT: version 3, length */                   \
	"\x0e\xe0"             /* length, connection request */                \
	"\x00\x00\x00\x00\x00" /* references, class 0 */                       \
	"\x01\x00\x08\x00"     /* RDP_NEG_REQ: flags, length */                \
	"\x03\x00\x00\x00"     /* TLS or CredSSP */

/*
 * [MS-CSSP] 2.2.1: TSRequest, once the server has chosen CredSSP and the
 * connection is inside TLS.  It is answered with a challenge, and no
 * credentials follow.
 */
#define RDP_CREDSSP                                                            \
	"\x30\x37\xa0\x03\x02\x01\x06"     /* version 6 */                     \
	"\xa1\x32\x30\x30\x30\x2e\xa0\x2c" /* one token */                     \
	"\x04\x28" NTLM_NEGOTIATE

#endif
