// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_SMB_MESSAGES_H
#define PORTSCAN_IDENTIFY_SMB_MESSAGES_H

#include "identify/cookie.h"
#include "identify/ntlm.h"

/* What we say in a conversation of SMB, each in its frame (RFC 1002 4.3.1). */

/* [MS-CIFS] 2.2.3.1: the header of an SMB1 message. */
#define SMB1_HEADER(command, flags2)                                           \
	"\xff"                                                                 \
	"SMB" command                      /* a byte */                        \
	"\x00\x00\x00\x00"                 /* status */                        \
	"\x18" flags2                      /* case aside; two bytes */         \
	"\x00\x00"                         /* PID high */                      \
	"\x00\x00\x00\x00\x00\x00\x00\x00" /* signature */                     \
	"\x00\x00"                         /* reserved */                      \
	"\xff\xff\xff\xfe\x00\x00\x00\x00" /* TID, PID, UID, MID */

/* 2.2.4.52.1: a dialect. */
#define SMB1_DIALECT(name) "\x02" name "\x00"

/* Dialects and their length, a byte; without parameters. */
#define SMB1_OFFER(len, dialects) "\x00" len "\x00" dialects

/* Flags: Unicode, long names, extended security. */
#define SMB1_EXTENDED "\x53\xc8"

/*
 * [MS-SMB2] 3.2.4.2.2.1: the SMB1 negotiation that offers SMB2 dialects,
 * which servers of either kind answer.
 */
#define SMB_NEGOTIATE                                                          \
	"\x00\x00\x00\x45" SMB1_HEADER("\x72", SMB1_EXTENDED) SMB1_OFFER(      \
		"\x22", SMB1_DIALECT("NT LM 0.12") SMB1_DIALECT("SMB 2.002")   \
				SMB1_DIALECT("SMB 2.???"))

/* [MS-SMB2] 2.2.1.2: the header of a message; two bytes and one. */
#define SMB2_HEADER(command, message_id)                                       \
	"\xfe"                                                                 \
	"SMB"                                                                  \
	"\x40\x00"                         /* its length */                    \
	"\x00\x00"                         /* credits charged */               \
	"\x00\x00\x00\x00" command         /* status */                        \
	"\x01\x00"                         /* credits asked for */             \
	"\x00\x00\x00\x00"                 /* flags */                         \
	"\x00\x00\x00\x00" message_id      /* no next message */               \
	"\x00\x00\x00\x00\x00\x00\x00"     /* the rest of the id */            \
	"\x00\x00\x00\x00"                 /* reserved */                      \
	"\x00\x00\x00\x00"                 /* tree */                          \
	"\x00\x00\x00\x00\x00\x00\x00\x00" /* session */                       \
	"\x00\x00\x00\x00\x00\x00\x00\x00" /* signature */                     \
	"\x00\x00\x00\x00\x00\x00\x00\x00"

/* 2.2.3.1.1: of integrity, which is due with 3.1.1. */
#define SMB2_INTEGRITY                                                         \
	"\x01\x00\x26\x00\x00\x00\x00\x00" /* 38 bytes */                      \
	"\x01\x00\x20\x00\x01\x00"         /* SHA-512, a salt of 32: */        \
		COOKIE_8 COOKIE_8 COOKIE_8 COOKIE_8

/* 2.2.3: every dialect of SMB2, the best of which the server chooses. */
#define SMB2_OFFER                                                             \
	"\x24\x00"                                 /* fixed length */          \
	"\x05\x00"                                 /* dialects */              \
	"\x01\x00\x00\x00"                         /* we might sign */         \
	"\x00\x00\x00\x00" COOKIE_8 COOKIE_8       /* capabilities; client */  \
	"\x70\x00\x00\x00\x01\x00\x00\x00"         /* a context, at 112 */     \
	"\x02\x02\x10\x02\x00\x03\x02\x03\x11\x03" /* the dialects */          \
	"\x00\x00"                                 /* to a multiple of 8 */
#define SMB2_NEGOTIATE                                                         \
	"\x00\x00\x00\x9e" SMB2_HEADER("\x00\x00", "\x01")                     \
		SMB2_OFFER SMB2_INTEGRITY

/* 2.2.5: the session that we do not log in to. */
#define SMB2_SESSION                                                           \
	"\x19\x00"                         /* fixed length */                  \
	"\x00\x01"                         /* flags; we might sign */          \
	"\x00\x00\x00\x00"                 /* capabilities */                  \
	"\x00\x00\x00\x00"                 /* channel */                       \
	"\x58\x00\x4a\x00"                 /* token: 74 bytes at 88 */         \
	"\x00\x00\x00\x00\x00\x00\x00\x00" /* no session before */
#define SMB2_SESSION_SETUP                                                     \
	"\x00\x00\x00\xa2" SMB2_HEADER("\x01\x00", "\x02")                     \
		SMB2_SESSION NTLM_NEGOTIATE_SPNEGO

/*
 * [MS-SMB] 2.2.4.6.1: the same in SMB1.  The virtual circuit is not 0, upon
 * which a server would end whatever else this machine has open with it
 * ([MS-CIFS] 3.3.5.43).
 */
#define SMB1_SESSION                                                           \
	"\x0c"                     /* parameters of two bytes: */              \
	"\xff\x00\x00\x00"         /* alone */                                 \
	"\xff\xff\x01\x00\x01\x00" /* buffer, requests, circuit */             \
	"\x00\x00\x00\x00"         /* session key */                           \
	"\x4a\x00"                 /* token: 74 bytes */                       \
	"\x00\x00\x00\x00"         /* reserved */                              \
	"\x5c\x00\x00\x80"         /* Unicode, NT status, security */          \
	"\x4f\x00"                 /* bytes, with a NUL to align them */
#define SMB1_SESSION_SETUP                                                     \
	"\x00\x00\x00\x8a" SMB1_HEADER("\x73", "\x03\xc8")                     \
		SMB1_SESSION NTLM_NEGOTIATE_SPNEGO                             \
		"\x00\x00\x00\x00\x00" /* no names of ours */

#endif
