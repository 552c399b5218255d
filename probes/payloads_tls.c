// SPDX-License-Identifier: Apache-2.0
#include "probes/payload_bytes.h"

/* 32 bytes that need not be random: no secret ever hangs on them. */
#define HELLO_RANDOM COOKIE_8 COOKIE_8 COOKIE_8 COOKIE_8

/* Of TLS 1.2 and older: AEAD first, then what old servers still want. */
#define TLS12_CIPHER_SUITES                                                    \
	"\xc0\x2b\xc0\x2f" /* ECDHE_{ECDSA,RSA}_AES_128_GCM_SHA256 */          \
	"\xc0\x2c\xc0\x30" /* ECDHE_{ECDSA,RSA}_AES_256_GCM_SHA384 */          \
	"\xcc\xa9\xcc\xa8" /* ECDHE_{ECDSA,RSA}_CHACHA20_POLY1305 */           \
	"\xc0\x09\xc0\x13" /* ECDHE_{ECDSA,RSA}_AES_128_CBC_SHA */             \
	"\xc0\x0a\xc0\x14" /* ECDHE_{ECDSA,RSA}_AES_256_CBC_SHA */             \
	"\x00\x9e\x00\x33" /* DHE_RSA_AES_128_{GCM_SHA256,CBC_SHA} */          \
	"\x00\x9c\x00\x9d" /* RSA_AES_{128_GCM_SHA256,256_GCM_SHA384} */       \
	"\x00\x2f\x00\x35" /* RSA_AES_{128,256}_CBC_SHA */                     \
	"\x00\x0a"         /* RSA_3DES_EDE_CBC_SHA */                          \
	"\x00\xff"         /* RFC 5746 3.3: safe renegotiation */

#define GROUPS_EXTENSION                                                       \
	"\x00\x0a\x00\x0a" /* supported_groups, RFC 8446 4.2.7 */              \
	"\x00\x08"                                                             \
	"\x00\x1d\x00\x17\x00\x18\x00\x19" /* x25519, P-256, P-384, P-521 */   \
	"\x00\x0b\x00\x02" /* ec_point_formats, RFC 8422 5.1.2 */              \
	"\x01\x00"         /* uncompressed */

#define SIGNATURES_EXTENSION                                                   \
	"\x00\x0d\x00\x16" /* signature_algorithms, RFC 8446 4.2.3 */          \
	"\x00\x14"                                                             \
	"\x04\x03\x05\x03\x06\x03" /* ECDSA with SHA-256, 384, 512 */          \
	"\x08\x04\x08\x05\x08\x06" /* RSA-PSS with SHA-256, 384, 512 */        \
	"\x04\x01\x05\x01"         /* RSA-PKCS1 with SHA-256, 384 */           \
	"\x02\x03\x02\x01"         /* ECDSA, RSA-PKCS1 with SHA-1 */

/*
 * RFC 8446 4.1.2, and RFC 5246 7.4.1.2 to those who do not know it.  The key
 * share is the base point of RFC 7748 4.1: a valid key with a known secret.
 */
const struct payload payload_tls = PAYLOAD(
	"tls",
	"\x16\x03\x01\x00\xe0" /* record: handshake */
	"\x01\x00\x00\xdc"     /* ClientHello */
	"\x03\x03"             /* legacy_version */
	HELLO_RANDOM           /* random */
	"\x20" HELLO_RANDOM    /* legacy_session_id */
	"\x00\x2a"             /* cipher suites: */
	"\x13\x01\x13\x02\x13\x03" /* TLS 1.3's */ TLS12_CIPHER_SUITES
	"\x01\x00" /* compression: none */
	"\x00\x69" /* extensions: */
	GROUPS_EXTENSION SIGNATURES_EXTENSION
	"\x00\x17\x00\x00" /* extended_master_secret, RFC 7627 */
	"\x00\x2b\x00\x09" /* supported_versions, RFC 8446 4.2.1 */
	"\x08\x03\x04\x03\x03\x03\x02\x03\x01" /* 1.3, 1.2, 1.1, 1.0 */
	"\x00\x33\x00\x26"                     /* key_share, RFC 8446 4.2.8 */
	"\x00\x24\x00\x1d\x00\x20"             /* x25519 */
	"\x09\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00");

/* RFC 6347 4.2: without a cookie, so the answer is a HelloVerifyRequest. */
const struct payload payload_dtls = PAYLOAD(
	"dtls",
	"\x16\xfe\xff"                     /* record: handshake, DTLS 1.0 */
	"\x00\x00\x00\x00\x00\x00\x00\x00" /* epoch, sequence number */
	"\x00\x8c"                         /* length */
	"\x01\x00\x00\x80"                 /* ClientHello */
	"\x00\x00\x00\x00\x00\x00\x00\x80" /* message 0, one fragment of all */
	"\xfe\xfd"                         /* DTLS 1.2 */
	HELLO_RANDOM "\x00"                /* no session id */
	"\x00"                             /* no cookie */
	"\x00\x24" TLS12_CIPHER_SUITES "\x01\x00" /* compression: none */
	"\x00\x32"                                /* extensions: */
	GROUPS_EXTENSION SIGNATURES_EXTENSION
	"\x00\x17\x00\x00"); /* extended_master_secret, RFC 7627 */

/*
 * RFC 9000 6: a version kept for this (15: 0x?a?a?a?a) in a datagram of the
 * least length of an Initial (14.1) makes the server list those it speaks.
 */
static const char quic_initial[1200] =
	"\xc0"             /* long header, Initial */
	"\x1a\x2a\x3a\x4a" /* version */
	"\x08" COOKIE_8    /* destination connection id */
	"\x08" COOKIE_8    /* source connection id */
	;

const struct payload payload_quic = { "quic", quic_initial,
	                              sizeof(quic_initial) };
