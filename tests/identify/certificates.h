// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_CERTIFICATES_H
#define PORTSCAN_TESTS_CERTIFICATES_H

#include <openssl/types.h>
#include <stddef.h>

/* Certificates made on the spot, good and bad, for tests. */
struct certificate {
	X509 *x509;
	EVP_PKEY *key;
};

/* What one is to say; zero-initialised it is of "zoo.test" and all of 2030. */
struct certificate_wish {
	const char *common_name;  /* before it stands O=Zoo */
	size_t common_name_len;   /* 0: to the NUL */
	int common_name_type;     /* V_ASN1_…; 0: UTF8STRING */
	const char *alternatives; /* "DNS:a,IP:192.0.2.1"; NULL: none */
	const char *from, *until; /* as in ASN.1: "20300101000000Z" */
	size_t padding;           /* bytes in a comment */
	EVP_PKEY *key;            /* taken over; NULL: EC P-256 */
};

/* `issuer` signs it; NULL: it signs itself. */
struct certificate certificate_make(const struct certificate_wish *wish,
                                    const struct certificate *issuer);
void certificate_free(struct certificate *certificate);

/* In DER; the caller frees it with OPENSSL_free(). */
size_t certificate_encode(const struct certificate *certificate,
                          unsigned char **der);

#endif
