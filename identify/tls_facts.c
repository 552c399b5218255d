// SPDX-License-Identifier: Apache-2.0
#include "identify/tls_facts.h"

#include "base/text.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

static void add_text(struct facts *facts, enum fact_key key,
                     const struct text *text)
{
	facts_add(facts, key,
	          (struct bytes){ (const uint8_t *)text->data, text->len });
}

static void add_hex(struct facts *facts, enum fact_key key, const char *sign,
                    struct bytes bytes)
{
	struct text hex;

	text_init(&hex);
	text_append_string(&hex, sign);
	bytes = bytes_first(bytes, FACT_VALUE_MAX / 2);
	for (size_t i = 0; i < bytes.len; i++)
		text_printf(&hex, "%02x", bytes.data[i]);
	add_text(facts, key, &hex);
	text_release(&hex);
}

/* "sha256WithRSAEncryption" by its short name; by its numbers, if it has no
 * name. */
static void append_object(struct text *text, const ASN1_OBJECT *object)
{
	int nid = OBJ_obj2nid(object);
	char numbers[80] = "";

	if (nid == NID_undef)
		OBJ_obj2txt(numbers, sizeof(numbers), object, 1);
	text_append_string(text, nid == NID_undef ? numbers : OBJ_nid2sn(nid));
}

static bool is_special(uint8_t c)
{
	return c != '\0' && strchr(",+\"\\<>;", c) != NULL;
}

/* RFC 4514 2.4: a backslash before what would end the value. */
static void append_escaped(struct text *text, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (is_special(bytes[i]))
			text_append_char(text, '\\');
		text_append_char(text, (char)bytes[i]);
	}
}

static void append_value(struct text *text, const ASN1_STRING *string)
{
	unsigned char *utf8 = NULL;
	int len = ASN1_STRING_to_UTF8(&utf8, string);

	if (len >= 0)
		append_escaped(text, utf8, (size_t)len);
	else /* of a type that is no text */
		append_escaped(text, ASN1_STRING_get0_data(string),
		               (size_t)ASN1_STRING_length(string));
	OPENSSL_free(utf8);
}

/* "CN=zoo.test, O=Zoo": the order of RFC 4514, the last first. */
static void add_name(struct facts *facts, enum fact_key key,
                     const X509_NAME *name)
{
	struct text text;
	int set = -1;

	text_init(&text);
	for (int i = X509_NAME_entry_count(name); i-- > 0;) {
		const X509_NAME_ENTRY *entry = X509_NAME_get_entry(name, i);
		bool same_set = X509_NAME_ENTRY_set(entry) == set;

		if (text.len > 0)
			text_append_string(&text, same_set ? "+" : ", ");
		set = X509_NAME_ENTRY_set(entry);
		append_object(&text, X509_NAME_ENTRY_get_object(entry));
		text_append_char(&text, '=');
		append_value(&text, X509_NAME_ENTRY_get_data(entry));
	}
	add_text(facts, key, &text);
	text_release(&text);
}

static struct bytes content_of(const ASN1_STRING *string)
{
	return (struct bytes){ ASN1_STRING_get0_data(string),
		               (size_t)ASN1_STRING_length(string) };
}

/* IPv4 or IPv6; "" for what has the length of neither. */
static void append_address(struct text *text, struct bytes address)
{
	int family = address.len == 4    ? AF_INET
	             : address.len == 16 ? AF_INET6
	                                 : AF_UNSPEC;
	char numbers[INET6_ADDRSTRLEN];

	if (inet_ntop(family, address.data, numbers, sizeof(numbers)) != NULL)
		text_printf(text, "IP:%s", numbers);
}

/* A subject alternative name, "DNS:zoo.test"; "" for one that is not of a host
 * or of somebody on it. */
static void append_alternative(struct text *text, const GENERAL_NAME *name)
{
	int type;
	const void *value = GENERAL_NAME_get0_value(name, &type);
	const char *label;

	switch (type) {
	case GEN_IPADD: append_address(text, content_of(value)); return;
	case GEN_DNS: label = "DNS:"; break;
	case GEN_EMAIL: label = "email:"; break;
	case GEN_URI: label = "URI:"; break;
	default: return;
	}
	text_append_string(text, label);
	text_append(text, ASN1_STRING_get0_data(value),
	            (size_t)ASN1_STRING_length(value));
}

static void add_alternatives(struct facts *facts, const X509 *certificate)
{
	GENERAL_NAMES *names =
		X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
	size_t full = facts->len + TLS_FACTS_NAMES_MAX;

	for (int i = 0; i < sk_GENERAL_NAME_num(names) && facts->len < full;
	     i++) {
		struct text text;

		text_init(&text);
		append_alternative(&text, sk_GENERAL_NAME_value(names, i));
		if (text.len > 0)
			add_text(facts, FACT_TLS_NAMES, &text);
		text_release(&text);
	}
	GENERAL_NAMES_free(names);
}

/* RFC 3339, UTC. */
static void add_time(struct facts *facts, enum fact_key key,
                     const ASN1_TIME *time)
{
	struct tm utc;
	char text[80];

	if (ASN1_TIME_to_tm(time, &utc) != 1)
		return;
	snprintf(text, sizeof(text), "%04d-%02d-%02dT%02d:%02d:%02dZ",
	         utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour,
	         utc.tm_min, utc.tm_sec);
	facts_add_string(facts, key, text);
}

static void add_validity(struct facts *facts, const X509 *certificate,
                         int64_t now)
{
	const ASN1_TIME *from = X509_get0_notBefore(certificate);
	const ASN1_TIME *until = X509_get0_notAfter(certificate);
	int begun, ended;

	add_time(facts, FACT_TLS_NOT_BEFORE, from);
	add_time(facts, FACT_TLS_NOT_AFTER, until);
	begun = ASN1_TIME_cmp_time_t(from, (time_t)now);
	ended = ASN1_TIME_cmp_time_t(until, (time_t)now);
	if (begun == -2 || ended == -2)
		return;
	facts_add_string(facts, FACT_TLS_VALIDITY,
	                 begun > 0   ? "not-yet"
	                 : ended < 0 ? "expired"
	                             : "valid");
}

/* "RSA 2048", "EC prime256v1", "ED25519". */
static void append_key(struct text *text, const EVP_PKEY *key)
{
	char curve[64] = "";

	text_append_string(text, EVP_PKEY_get0_type_name(key));
	switch (EVP_PKEY_get_base_id(key)) {
	case EVP_PKEY_EC:
		EVP_PKEY_get_group_name(key, curve, sizeof(curve), NULL);
		if (curve[0] != '\0')
			text_printf(text, " %s", curve);
		break;
	case EVP_PKEY_RSA:
	case EVP_PKEY_RSA_PSS:
	case EVP_PKEY_DSA:
		text_printf(text, " %d", EVP_PKEY_get_bits(key));
		break;
	default: break;
	}
}

/* One that OpenSSL cannot use has the name of its algorithm at least. */
static void add_key(struct facts *facts, const X509 *certificate)
{
	const EVP_PKEY *key = X509_get0_pubkey(certificate);
	ASN1_OBJECT *algorithm = NULL;
	struct text text;

	text_init(&text);
	if (key != NULL)
		append_key(&text, key);
	else if (X509_PUBKEY_get0_param(&algorithm, NULL, NULL, NULL,
	                                X509_get_X509_PUBKEY(certificate)) == 1)
		append_object(&text, algorithm);
	if (text.len > 0)
		add_text(facts, FACT_TLS_KEY, &text);
	text_release(&text);
}

static void add_signature(struct facts *facts, const X509 *certificate)
{
	const X509_ALGOR *signature = X509_get0_tbs_sigalg(certificate);
	const ASN1_OBJECT *algorithm;
	struct text text;

	X509_ALGOR_get0(&algorithm, NULL, NULL, signature);
	text_init(&text);
	append_object(&text, algorithm);
	add_text(facts, FACT_TLS_SIGNATURE, &text);
	text_release(&text);
}

static void add_serial(struct facts *facts, const X509 *certificate)
{
	const ASN1_INTEGER *serial = X509_get0_serialNumber(certificate);
	bool negative = ASN1_STRING_type(serial) == V_ASN1_NEG_INTEGER;

	add_hex(facts, FACT_TLS_SERIAL, negative ? "-" : "",
	        content_of(serial));
}

static void add_fingerprint(struct facts *facts, const X509 *certificate)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	if (X509_digest(certificate, EVP_sha256(), digest, &len) == 1)
		add_hex(facts, FACT_TLS_SHA256, "",
		        (struct bytes){ digest, len });
}

static void add_self_signed(struct facts *facts, X509 *certificate)
{
	int is = X509_self_signed(certificate, 1);

	if (is >= 0)
		facts_add_flag(facts, FACT_TLS_SELF_SIGNED, is == 1);
}

static void add_name_match(struct facts *facts, X509 *certificate,
                           const char *name)
{
	enum { NO_ADDRESS = -2 };
	int matches;

	if (name[0] == '\0')
		return;
	matches = X509_check_ip_asc(certificate, name, 0);
	if (matches == NO_ADDRESS)
		matches = X509_check_host(certificate, name, 0, 0, NULL);
	if (matches >= 0)
		facts_add_flag(facts, FACT_TLS_NAME_MATCHES, matches == 1);
}

static void add_certificate(struct facts *facts, X509 *certificate,
                            const char *name, int64_t now)
{
	add_name(facts, FACT_TLS_SUBJECT, X509_get_subject_name(certificate));
	add_name(facts, FACT_TLS_ISSUER, X509_get_issuer_name(certificate));
	add_validity(facts, certificate, now);
	add_key(facts, certificate);
	add_signature(facts, certificate);
	add_serial(facts, certificate);
	add_fingerprint(facts, certificate);
	add_self_signed(facts, certificate);
	add_name_match(facts, certificate, name);
	add_alternatives(facts, certificate);
}

bool tls_facts_of_certificate(struct facts *facts, struct bytes der,
                              const char *name, int64_t now)
{
	const unsigned char *at = der.data;
	X509 *certificate = d2i_X509(NULL, &at, (long)der.len);

	if (certificate != NULL)
		add_certificate(facts, certificate, name, now);
	X509_free(certificate);
	ERR_clear_error();
	return certificate != NULL;
}

/* The cipher that the server chose, be it in use or not by now; NULL: it has
 * not, nor a version. */
static const SSL_CIPHER *chosen_cipher(const SSL *ssl)
{
	const SSL_CIPHER *cipher = SSL_get_current_cipher(ssl);

	return cipher != NULL ? cipher : SSL_get_pending_cipher(ssl);
}

static void add_protocol(struct facts *facts, const SSL *ssl)
{
	const SSL_CIPHER *cipher = chosen_cipher(ssl);
	const unsigned char *alpn;
	unsigned len;

	if (cipher == NULL)
		return;
	facts_add_string(facts, FACT_TLS_VERSION,
	                 tls_version_name(tls_version_of_number(
				 (uint32_t)SSL_version(ssl))));
	facts_add_string(facts, FACT_TLS_CIPHER,
	                 SSL_CIPHER_standard_name(cipher));
	SSL_get0_alpn_selected(ssl, &alpn, &len);
	if (len > 0)
		facts_add(facts, FACT_TLS_ALPN, (struct bytes){ alpn, len });
}

void tls_facts_of_session(struct facts *facts,
                          const struct tls_session *session, int64_t now)
{
	const SSL *ssl = tls_session_ssl(session);
	const STACK_OF(X509) *chain = SSL_get_peer_cert_chain(ssl);

	add_protocol(facts, ssl);
	if (tls_session_wants_certificate(session))
		facts_add_flag(facts, FACT_TLS_CLIENT_CERT, true);
	if (tls_session_state(session) == TLS_FAILED)
		facts_add_string(facts, FACT_TLS_ALERT,
		                 tls_session_failure(session));
	if (sk_X509_num(chain) > 0) {
		facts_add_number(facts, FACT_TLS_CHAIN, sk_X509_num(chain));
		add_certificate(facts, sk_X509_value(chain, 0),
		                tls_session_server_name(session), now);
	}
	ERR_clear_error();
}
