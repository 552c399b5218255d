// SPDX-License-Identifier: Apache-2.0
#include "certificates.h"

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

#define OR(wish, otherwise) ((wish) ? (wish) : (otherwise))

/* By ASN.1 types, so that OpenSSL does not look at what it is given. */
static void set_subject(X509 *x509, const struct certificate_wish *wish)
{
	X509_NAME *name = X509_get_subject_name(x509);
	const char *common = OR(wish->common_name, "zoo.test");
	size_t len = OR(wish->common_name_len, strlen(common));

	X509_NAME_add_entry_by_NID(name, NID_organizationName,
	                           V_ASN1_UTF8STRING,
	                           (const unsigned char *)"Zoo", 3, -1, 0);
	X509_NAME_add_entry_by_NID(
		name, NID_commonName,
		OR(wish->common_name_type, V_ASN1_UTF8STRING),
		(const unsigned char *)common, (int)len, -1, 0);
}

static void set_time(ASN1_TIME *time, const char *text)
{
	ASN1_STRING_set(time, text, (int)strlen(text));
	time->type = V_ASN1_GENERALIZEDTIME;
}

static void add_extension(X509 *x509, int nid, const char *value)
{
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, nid, value);

	X509_add_ext(x509, extension, -1);
	X509_EXTENSION_free(extension);
}

static void add_padding(X509 *x509, size_t len)
{
	char *comment = malloc(len + 1);

	memset(comment, 'x', len);
	comment[len] = '\0';
	add_extension(x509, NID_netscape_comment, comment);
	free(comment);
}

struct certificate certificate_make(const struct certificate_wish *wish,
                                    const struct certificate *issuer)
{
	struct certificate made = { X509_new(),
		                    OR(wish->key, EVP_EC_gen("P-256")) };

	X509_set_version(made.x509, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(made.x509), 0x1234);
	set_subject(made.x509, wish);
	set_time(X509_getm_notBefore(made.x509),
	         OR(wish->from, "20300101000000Z"));
	set_time(X509_getm_notAfter(made.x509),
	         OR(wish->until, "20301231235959Z"));
	X509_set_pubkey(made.x509, made.key);
	if (wish->alternatives != NULL)
		add_extension(made.x509, NID_subject_alt_name,
		              wish->alternatives);
	if (wish->padding > 0)
		add_padding(made.x509, wish->padding);
	issuer = OR(issuer, &made);
	X509_set_issuer_name(made.x509, X509_get_subject_name(issuer->x509));
	X509_sign(made.x509, issuer->key,
	          EVP_PKEY_get_base_id(issuer->key) == EVP_PKEY_ED25519
	                  ? NULL
	                  : EVP_sha256());
	return made;
}

void certificate_free(struct certificate *certificate)
{
	X509_free(certificate->x509);
	EVP_PKEY_free(certificate->key);
}

size_t certificate_encode(const struct certificate *certificate,
                          unsigned char **der)
{
	*der = NULL;
	return (size_t)i2d_X509(certificate->x509, der);
}
