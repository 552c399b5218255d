// SPDX-License-Identifier: Apache-2.0
#include "identify/tls_hello.h"

#include "base/count.h"
#include "identify/cookie.h"
#include "identify/tls_server_name.h"

#include <assert.h>
#include <string.h>

#define BYTES(literal) sizeof(literal) - 1, (literal)

/* 32 bytes that need not be random: no secret ever hangs on them. */
#define HELLO_RANDOM COOKIE_8 COOKIE_8 COOKIE_8 COOKIE_8

/* Of SSL 3.0 to TLS 1.2: what anybody would rather have comes first, what has
 * no certificate or no encryption last. */
#define SUITES_OF_ANY_AGE                                                      \
	"\xc0\x09\xc0\x13\xc0\x0a\xc0\x14" /* ECDHE_*_AES_*_CBC_SHA */         \
	"\x00\x33\x00\x39"                 /* DHE_RSA_AES_{128,256}_CBC_SHA */ \
	"\x00\x2f\x00\x35"                 /* RSA_AES_{128,256}_CBC_SHA */     \
	"\x00\x32\x00\x38"                 /* DHE_DSS_AES_{128,256}_CBC_SHA */ \
	"\xc0\x04\xc0\x0e"         /* ECDH_{ECDSA,RSA}_AES_128_CBC_SHA */      \
	"\x00\x41\x00\x84"         /* RSA_CAMELLIA_{128,256}_CBC_SHA */        \
	"\x00\x96\x00\x07"         /* RSA_{SEED,IDEA}_CBC_SHA */               \
	"\xc0\x08\xc0\x12"         /* ECDHE_{ECDSA,RSA}_3DES_EDE_CBC_SHA */    \
	"\x00\x16\x00\x13\x00\x0a" /* {DHE_RSA,DHE_DSS,RSA}_3DES_*_SHA */      \
	"\xc0\x07\xc0\x11"         /* ECDHE_{ECDSA,RSA}_RC4_128_SHA */         \
	"\x00\x05\x00\x04"         /* RSA_RC4_128_{SHA,MD5} */                 \
	"\x00\x15\x00\x09"         /* {DHE_RSA,RSA}_DES_CBC_SHA */             \
	"\x00\x14\x00\x08"         /* {DHE_RSA,RSA}_EXPORT_DES40_CBC_SHA */    \
	"\x00\x06\x00\x03"         /* RSA_EXPORT_{RC2_CBC,RC4}_40_MD5 */       \
	"\x00\x8c\x00\x8d\xc0\x35" /* {,,ECDHE_}PSK_AES_*_CBC_SHA */           \
	"\xc0\x18\xc0\x19"         /* ECDH_anon_AES_{128,256}_CBC_SHA */       \
	"\x00\x34\x00\x3a"         /* DH_anon_AES_{128,256}_CBC_SHA */         \
	"\x00\x1b\x00\x18" /* DH_anon_{3DES_EDE_CBC_SHA,RC4_128_MD5} */        \
	"\x00\x02\x00\x01" /* RSA_NULL_{SHA,MD5} */                            \
	"\x00\xff"         /* RFC 5746 3.3: safe renegotiation */

/* RFC 5246 and later, not before TLS 1.2. */
#define SUITES_OF_TLS_1_2                                                      \
	"\xc0\x2b\xc0\x2f"         /* ECDHE_{ECDSA,RSA}_AES_128_GCM_SHA256 */  \
	"\xc0\x2c\xc0\x30"         /* ECDHE_{ECDSA,RSA}_AES_256_GCM_SHA384 */  \
	"\xcc\xa9\xcc\xa8\xcc\xaa" /* {ECDHE_*,DHE_RSA}_CHACHA20_POLY1305 */   \
	"\x00\x9e\x00\x9f"         /* DHE_RSA_AES_{128,256}_GCM_* */           \
	"\xc0\xac\xc0\xae"         /* ECDHE_ECDSA_AES_128_CCM{,_8} */          \
	"\x00\x9c\x00\x9d"         /* RSA_AES_{128,256}_GCM_* */               \
	"\xc0\x23\xc0\x27\xc0\x24\xc0\x28" /* ECDHE_*_AES_*_CBC_SHA* */        \
	"\x00\x67\x00\x6b" /* DHE_RSA_AES_{128,256}_CBC_SHA256 */              \
	"\x00\x3c\x00\x3d" /* RSA_AES_{128,256}_CBC_SHA256 */                  \
	"\x00\xa2"         /* DHE_DSS_AES_128_GCM_SHA256 */                    \
	"\x00\xa8\xc0\xa8" /* PSK_AES_128_{GCM_SHA256,CCM_8} */                \
	"\x00\xa6\x00\xa7" /* DH_anon_AES_{128,256}_GCM_* */

/* RFC 8446 B.4: AES_128_GCM, AES_256_GCM, CHACHA20_POLY1305, AES_128_CCM{,_8}
 */
#define SUITES_OF_TLS_1_3 "\x13\x01\x13\x02\x13\x03\x13\x04\x13\x05"

static const struct {
	uint16_t record_version, client_version;
	size_t len;
	const char *suites;
} hellos[] = {
	[TLS_VERSION_SSL3] = { 0x0300, 0x0300, BYTES(SUITES_OF_ANY_AGE) },
	[TLS_VERSION_1_0] = { 0x0301, 0x0301, BYTES(SUITES_OF_ANY_AGE) },
	[TLS_VERSION_1_1] = { 0x0301, 0x0302, BYTES(SUITES_OF_ANY_AGE) },
	[TLS_VERSION_1_2] = { 0x0301, 0x0303,
	                      BYTES(SUITES_OF_TLS_1_2 SUITES_OF_ANY_AGE) },
	[TLS_VERSION_1_3] = { 0x0301, 0x0303, BYTES(SUITES_OF_TLS_1_3) },
};

/* Those that never vary, by the versions that have them. */
static const struct {
	enum tls_version oldest, newest;
	size_t len;
	const char *bytes;
} extensions[] = {
	{ TLS_VERSION_1_0, TLS_VERSION_1_3,
	  BYTES("\x00\x0a\x00\x18" /* supported_groups, RFC 8446 4.2.7 */
	        "\x00\x16"
	        "\x00\x1d\x00\x17\x00\x18\x00\x19" /* x25519, P-256, -384, -521
	                                            */
	        "\x00\x1e\x00\x1a\x00\x1b\x00\x1c" /* x448, brainpool (RFC 7027)
	                                            */
	        "\x01\x00\x01\x01\x01\x02") },     /* ffdhe2048, 3072, 4096 */
	{ TLS_VERSION_1_0, TLS_VERSION_1_2,
	  BYTES("\x00\x0b\x00\x02" /* ec_point_formats, RFC 8422 5.1.2 */
	        "\x01\x00") },     /* uncompressed */
	{ TLS_VERSION_1_2, TLS_VERSION_1_3,
	  BYTES("\x00\x0d\x00\x26" /* signature_algorithms, RFC 8446 4.2.3 */
	        "\x00\x24"
	        "\x04\x03\x05\x03\x06\x03" /* ECDSA with SHA-256, 384, 512 */
	        "\x08\x07\x08\x08"         /* Ed25519, Ed448 */
	        "\x08\x04\x08\x05\x08\x06" /* RSA-PSS with SHA-256, 384, 512 */
	        "\x08\x09\x08\x0a\x08\x0b" /* the same of RSA-PSS keys */
	        "\x04\x01\x05\x01\x06\x01" /* RSA-PKCS1 with these */
	        "\x04\x02"                 /* DSA with SHA-256 */
	        "\x02\x03\x02\x01\x02\x02") }, /* ECDSA, RSA, DSA with SHA-1 */
	{ TLS_VERSION_1_3, TLS_VERSION_1_3,
	  BYTES("\x00\x2b\x00\x03" /* supported_versions, RFC 8446 4.2.1 */
	        "\x02\x03\x04") }, /* 1.3 */
	{ TLS_VERSION_1_3, TLS_VERSION_1_3,
	  BYTES("\x00\x33\x00\x26"         /* key_share, RFC 8446 4.2.8 */
	        "\x00\x24\x00\x1d\x00\x20" /* x25519; the base point of RFC
	                                    * 7748 4.1: nothing is secret */
	        "\x09\x00\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00\x00\x00\x00") },
};

/* The draft "The SSL Protocol" of 1995, CLIENT-HELLO; RFC 6101 E.1. */
static const char ssl2_hello[] =
	"\x80\x2e"                 /* length */
	"\x01\x00\x02"             /* CLIENT-HELLO, SSL 2.0 */
	"\x00\x15\x00\x00\x00\x10" /* lengths of what follows */
	"\x07\x00\xc0"             /* DES_192_EDE3_CBC_WITH_MD5 */
	"\x05\x00\x80"             /* IDEA_128_CBC_WITH_MD5 */
	"\x03\x00\x80\x01\x00\x80" /* RC2_128_CBC, RC4_128_WITH_MD5 */
	"\x06\x00\x40"             /* DES_64_CBC_WITH_MD5 */
	"\x04\x00\x80\x02\x00\x80" /* the same of 40 bits for export */
	COOKIE_8 COOKIE_8;         /* challenge */

enum {
	RECORD_HANDSHAKE = 22,
	RECORD_HEADER = 5,
	CLIENT_HELLO = 1,
	EXTENSION_SERVER_NAME = 0,
	EXTENSION_PADDING = 21,
};

/* TLS_HELLO_MAX is room for the longest of them. */
struct writer {
	uint8_t *bytes;
	size_t len;
};

static void put(struct writer *w, const void *bytes, size_t len)
{
	assert(len <= TLS_HELLO_MAX - w->len);
	memcpy(w->bytes + w->len, bytes, len);
	w->len += len;
}

static void set_number(uint8_t *at, size_t number, size_t width)
{
	while (width-- > 0) {
		at[width] = (uint8_t)number;
		number >>= 8;
	}
}

static void put_number(struct writer *w, size_t number, size_t width)
{
	uint8_t bytes[4];

	set_number(bytes, number, width);
	put(w, bytes, width);
}

/* Leave room for the length of what comes until close_vector(). */
static size_t open_vector(struct writer *w, size_t width)
{
	put_number(w, 0, width);
	return w->len;
}

static void close_vector(struct writer *w, size_t start, size_t width)
{
	set_number(w->bytes + start - width, w->len - start, width);
}

/* RFC 6066 3. */
static void put_server_name(struct writer *w, const char *name)
{
	size_t len = tls_server_name_length(name);

	if (len == 0)
		return;
	put_number(w, EXTENSION_SERVER_NAME, 2);
	put_number(w, len + 5, 2);
	put_number(w, len + 3, 2);
	put_number(w, 0, 1); /* host_name */
	put_number(w, len, 2);
	put(w, name, len);
}

/* RFC 7685: there are servers that hang on a hello of 256 to 511 bytes. */
static void put_padding(struct writer *w)
{
	enum { HANGS = 256, WORKS = 512, HEADER = 4 };
	static const uint8_t zeros[WORKS - HANGS];
	size_t len = w->len - RECORD_HEADER, padding = 0;

	if (len < HANGS || len >= WORKS)
		return;
	if (len + HEADER < WORKS)
		padding = WORKS - HEADER - len;
	put_number(w, EXTENSION_PADDING, 2);
	put_number(w, padding, 2);
	put(w, zeros, padding);
}

static void put_extensions(struct writer *w, enum tls_version version,
                           const char *server_name)
{
	size_t start = open_vector(w, 2);

	put_server_name(w, server_name);
	for (size_t i = 0; i < COUNT(extensions); i++)
		if (version >= extensions[i].oldest &&
		    version <= extensions[i].newest)
			put(w, extensions[i].bytes, extensions[i].len);
	put_padding(w);
	close_vector(w, start, 2);
}

/* RFC 8446 4.1.2, and its elders. */
static void put_client_hello(struct writer *w, enum tls_version version,
                             const char *server_name)
{
	put_number(w, hellos[version].client_version, 2);
	put(w, HELLO_RANDOM, 32);
	put(w, "\x20" HELLO_RANDOM, 33); /* session id */
	put_number(w, hellos[version].len, 2);
	put(w, hellos[version].suites, hellos[version].len);
	put(w, "\x01\x00", 2); /* compression: none */
	if (version > TLS_VERSION_SSL3)
		put_extensions(w, version, server_name);
}

size_t tls_hello_write(enum tls_version version, const char *server_name,
                       uint8_t hello[TLS_HELLO_MAX])
{
	struct writer w = { hello, 0 };
	size_t record, message;

	assert(version >= TLS_VERSION_SSL2 && version <= TLS_VERSION_1_3);
	if (version == TLS_VERSION_SSL2) {
		put(&w, ssl2_hello, sizeof(ssl2_hello) - 1);
		return w.len;
	}
	put_number(&w, RECORD_HANDSHAKE, 1);
	put_number(&w, hellos[version].record_version, 2);
	record = open_vector(&w, 2);
	put_number(&w, CLIENT_HELLO, 1);
	message = open_vector(&w, 3);
	put_client_hello(&w, version, server_name);
	close_vector(&w, message, 3);
	close_vector(&w, record, 2);
	return w.len;
}
