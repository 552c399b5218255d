// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_MSRPC_MESSAGES_H
#define PORTSCAN_IDENTIFY_MSRPC_MESSAGES_H

#include "identify/cookie.h"
#include "identify/ntlm.h"

/*
 * DCE 1.1 RPC (C706) 12.6.4.3: bind to the end point mapper; with
 * [MS-RPCE] 2.2.2.11, so that the answer brings a challenge: no call follows.
 */
#define MSRPC_BIND_EPMAP                                                       \
	"\x05\x00"                         /* version 5.0 */                   \
	"\x0b\x03"                         /* bind; first and last fragment */ \
	"\x10\x00\x00\x00"                 /* little-endian, ASCII, IEEE */    \
	"\x78\x00\x28\x00"                 /* length; that of the token */     \
		COOKIE_4                   /* call id */                       \
	"\xd0\x16\xd0\x16\x00\x00\x00\x00" /* fragments of 5840; new group */  \
	"\x01\x00\x00\x00"                 /* one context: */                  \
	"\x00\x00\x01\x00"                 /* id 0, one transfer syntax */     \
	"\x08\x83\xaf\xe1\x1f\x5d\xc9\x11" /* e1af8308-5d1f-11c9- */           \
	"\x91\xa4\x08\x00\x2b\x14\xa0\xfa" /* 91a4-08002b14a0fa */             \
	"\x03\x00\x00\x00"                 /* version 3.0 */                   \
	"\x04\x5d\x88\x8a\xeb\x1c\xc9\x11" /* NDR: 8a885d04-1ceb-11c9- */      \
	"\x9f\xe8\x08\x00\x2b\x10\x48\x60" /* 9fe8-08002b104860 */             \
	"\x02\x00\x00\x00"                 /* version 2.0 */                   \
	"\x0a\x02\x00\x00"                 /* NTLM, of the connection */       \
	"\x00\x00\x00\x00"                 /* its id */                        \
		NTLM_NEGOTIATE

#endif
