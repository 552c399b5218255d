// SPDX-License-Identifier: Apache-2.0
#include "identify/tls_facts.h"

#include "base/count.h"
#include "base/text.h"
#include "tls_server.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <stdlib.h>
#include <string.h>

/* 2030-06-01, when the certificates are valid. */
static const int64_t now = 1906502400;

static struct facts facts_of(const struct certificate *certificate,
                             const char *name, int64_t when)
{
	struct facts facts = { 0 };
	unsigned char *der;
	size_t len = certificate_encode(certificate, &der);

	cr_assert(tls_facts_of_certificate(&facts, (struct bytes){ der, len },
	                                   name, when));
	OPENSSL_free(der);
	return facts;
}

static struct facts facts_of_wish(const struct certificate_wish *wish,
                                  const char *name, int64_t when)
{
	struct certificate made = certificate_make(wish, NULL);
	struct facts facts = facts_of(&made, name, when);

	certificate_free(&made);
	return facts;
}

/* `value`: NULL for a fact that must not be there. */
static void expect_bytes(const struct facts *facts, enum fact_key key,
                         const char *value, size_t len, const char *row)
{
	const char *name = fact_row(key)->name;
	struct bytes known = { NULL, 0 };

	cr_assert(eq(int, facts_get(facts, key, &known), value != NULL),
	          "%s: %s", row, name);
	cr_expect(known.len == len &&
	                  (len == 0 || bytes_equal_at(known, 0, value, len)),
	          "%s: %s is %.*s", row, name, (int)known.len,
	          (const char *)known.data);
}

static void expect(const struct facts *facts, enum fact_key key,
                   const char *value, const char *row)
{
	expect_bytes(facts, key, value, value == NULL ? 0 : strlen(value), row);
}

Test(tls_facts, tell_what_the_certificate_says)
{
	struct certificate_wish wish = { 0 };
	struct certificate made = certificate_make(&wish, NULL);
	struct facts facts = facts_of(&made, "", now);
	unsigned char digest[32];
	struct text hex;

	expect(&facts, FACT_TLS_SUBJECT, "CN=zoo.test, O=Zoo", "plain");
	expect(&facts, FACT_TLS_ISSUER, "CN=zoo.test, O=Zoo", "plain");
	expect(&facts, FACT_TLS_NOT_BEFORE, "2030-01-01T00:00:00Z", "plain");
	expect(&facts, FACT_TLS_NOT_AFTER, "2030-12-31T23:59:59Z", "plain");
	expect(&facts, FACT_TLS_VALIDITY, "valid", "plain");
	expect(&facts, FACT_TLS_KEY, "EC prime256v1", "plain");
	expect(&facts, FACT_TLS_SIGNATURE, "ecdsa-with-SHA256", "plain");
	expect(&facts, FACT_TLS_SERIAL, "1234", "plain");
	expect(&facts, FACT_TLS_SELF_SIGNED, "true", "plain");
	expect(&facts, FACT_TLS_NAME_MATCHES, NULL, "plain");
	expect(&facts, FACT_TLS_NAMES, NULL, "plain");
	X509_digest(made.x509, EVP_sha256(), digest, NULL);
	text_init(&hex);
	for (size_t i = 0; i < sizeof(digest); i++)
		text_printf(&hex, "%02x", digest[i]);
	expect(&facts, FACT_TLS_SHA256, hex.data, "plain");
	text_release(&hex);
	facts_release(&facts);
	certificate_free(&made);
}

static const struct {
	int64_t when;
	const char *validity;
} moments[] = {
	{ 1893456000 - 1, "not-yet" }, /* 2030-01-01 */
	{ 1893456000, "valid" },
	{ 1924991999, "valid" }, /* 2030-12-31T23:59:59Z */
	{ 1924991999 + 1, "expired" },
};

Test(tls_facts, tell_whether_it_was_valid_then)
{
	static const struct certificate_wish wish = { 0 };

	for (size_t i = 0; i < COUNT(moments); i++) {
		struct facts facts = facts_of_wish(&wish, "", moments[i].when);

		expect(&facts, FACT_TLS_VALIDITY, moments[i].validity,
		       moments[i].validity);
		facts_release(&facts);
	}
}

static const struct {
	const char *from, *until; /* as the certificate has them */
	const char *not_before, *not_after, *validity;
} times[] = {
	{ "19500101000000Z", "99991231235959Z", "1950-01-01T00:00:00Z",
	  "9999-12-31T23:59:59Z", "valid" },
	{ "00000101000000Z", "20300101000000Z", "0000-01-01T00:00:00Z",
	  "2030-01-01T00:00:00Z", "expired" },
	/* ends before it begins */
	{ "20310101000000Z", "20290101000000Z", "2031-01-01T00:00:00Z",
	  "2029-01-01T00:00:00Z", "not-yet" },
	{ "20301301000000Z", "20300101000000Z", NULL, "2030-01-01T00:00:00Z",
	  NULL },
	{ "20300101000000Z", "20300230000000Z", "2030-01-01T00:00:00Z", NULL,
	  NULL },
	{ "20300101000000Z", "for ever", "2030-01-01T00:00:00Z", NULL, NULL },
	{ "", "", NULL, NULL, NULL },
};

Test(tls_facts, leave_out_times_that_are_none)
{
	for (size_t i = 0; i < COUNT(times); i++) {
		struct certificate_wish wish = { .from = times[i].from,
			                         .until = times[i].until };
		struct facts facts = facts_of_wish(&wish, "", now);

		expect(&facts, FACT_TLS_NOT_BEFORE, times[i].not_before,
		       times[i].from);
		expect(&facts, FACT_TLS_NOT_AFTER, times[i].not_after,
		       times[i].from);
		expect(&facts, FACT_TLS_VALIDITY, times[i].validity,
		       times[i].from);
		facts_release(&facts);
	}
}

static const struct {
	const char *alternatives; /* and CN=zoo.test */
	const char *asked, *matches;
} matches[] = {
	{ NULL, "", NULL },
	{ NULL, "zoo.test", "true" },
	{ NULL, "other.test", "false" },
	{ "DNS:a.test,DNS:*.b.test", "a.test", "true" },
	{ "DNS:a.test,DNS:*.b.test", "A.TEST", "true" },
	{ "DNS:a.test,DNS:*.b.test", "www.b.test", "true" },
	{ "DNS:a.test,DNS:*.b.test", "b.test", "false" },
	{ "DNS:a.test,DNS:*.b.test", "x.www.b.test", "false" },
	{ "DNS:a.test,DNS:*.b.test", "zoo.test", "false" },
	{ "IP:192.0.2.1,IP:2001:db8::1", "192.0.2.1", "true" },
	{ "IP:192.0.2.1,IP:2001:db8::1", "192.0.2.2", "false" },
	{ "IP:192.0.2.1,IP:2001:db8::1", "2001:db8:0::1", "true" },
	{ "DNS:192.0.2.1", "192.0.2.1", "false" },
};

Test(tls_facts, tell_whether_it_is_for_the_name_that_was_asked)
{
	for (size_t i = 0; i < COUNT(matches); i++) {
		struct certificate_wish wish = {
			.alternatives = matches[i].alternatives
		};
		struct facts facts =
			facts_of_wish(&wish, matches[i].asked, now);

		expect(&facts, FACT_TLS_NAME_MATCHES, matches[i].matches,
		       matches[i].asked);
		facts_release(&facts);
	}
}

Test(tls_facts, list_names_of_every_kind)
{
	static const char *const names[] = {
		"DNS:zoo.test",   "DNS:*.zoo.test", "IP:192.0.2.1",
		"IP:2001:db8::1", "email:a@b.test", "URI:https://zoo.test/",
	};
	struct certificate_wish wish = {
		.alternatives = "DNS:zoo.test,RID:1.2.3,DNS:*.zoo.test,"
				"IP:192.0.2.1,IP:2001:db8::1,"
				"email:a@b.test,URI:https://zoo.test/",
	};
	struct facts facts = facts_of_wish(&wish, "", now);
	struct fact fact;
	size_t at = 0, found = 0;

	while (facts_next(&facts, &at, &fact)) {
		if (fact.key != FACT_TLS_NAMES)
			continue;
		cr_assert(lt(sz, found, COUNT(names)));
		cr_expect(eq(sz, fact.value.len, strlen(names[found])), "%s",
		          names[found]);
		cr_expect(bytes_equal_at(fact.value, 0, names[found],
		                         fact.value.len),
		          "%s", names[found]);
		found++;
	}
	cr_expect(eq(sz, found, COUNT(names)));
	facts_release(&facts);
}

Test(tls_facts, leave_room_for_others_where_names_have_no_end)
{
	struct certificate_wish wish = { 0 };
	struct text names;
	struct facts facts;
	struct bytes value;

	text_init(&names);
	for (int i = 0; i < 5000; i++)
		text_printf(&names, "%sDNS:%d", i == 0 ? "" : ",", i);
	wish.alternatives = names.data;
	facts = facts_of_wish(&wish, "999", now);
	expect(&facts, FACT_TLS_NAME_MATCHES, "true", "many");
	cr_expect(le(sz, facts.len, FACTS_MAX / 2));
	facts_add_string(&facts, FACT_HTTP_TITLE, "Zoo");
	cr_expect(facts_get(&facts, FACT_HTTP_TITLE, &value));
	facts_release(&facts);
	text_release(&names);
}

#define NAMED(literal) (literal), sizeof(literal) - 1

static const struct {
	int type;
	const char *name;
	size_t len;
	const char *subject;
	size_t subject_len;
} subjects[] = {
	{ V_ASN1_UTF8STRING, NAMED("Z\xc3\xbcrich"),
	  NAMED("CN=Z\xc3\xbcrich, O=Zoo") },
	{ V_ASN1_UTF8STRING, NAMED("a.test\0b.test"),
	  NAMED("CN=a.test\0b.test, O=Zoo") },
	{ V_ASN1_UTF8STRING, NAMED("a, O=Bank"),
	  NAMED("CN=a\\, O=Bank, O=Zoo") },
	{ V_ASN1_UTF8STRING, NAMED("\"+<>;\\"),
	  NAMED("CN=\\\"\\+\\<\\>\\;\\\\, O=Zoo") },
	{ V_ASN1_UTF8STRING, NAMED("\n\x1b[2J"), NAMED("CN=\n\x1b[2J, O=Zoo") },
	{ V_ASN1_BMPSTRING, NAMED("\x00Z\x00\xfc"),
	  NAMED("CN=Z\xc3\xbc, O=Zoo") },
	{ V_ASN1_T61STRING, NAMED("Z\xfc"), NAMED("CN=Z\xc3\xbc, O=Zoo") },
	{ V_ASN1_SEQUENCE, NAMED("0\x03\x02\x01\x05"),
	  NAMED("CN=0\x03\x02\x01\x05, O=Zoo") },
};

Test(tls_facts, keep_names_of_any_bytes_on_one_line)
{
	for (size_t i = 0; i < COUNT(subjects); i++) {
		struct certificate_wish wish = {
			.common_name = subjects[i].name,
			.common_name_len = subjects[i].len,
			.common_name_type = subjects[i].type,
		};
		struct facts facts = facts_of_wish(&wish, "a.test", now);
		struct bytes matching;
		char row[16];

		sprintf(row, "row %zu", i);
		expect_bytes(&facts, FACT_TLS_SUBJECT, subjects[i].subject,
		             subjects[i].subject_len, row);
		cr_expect(not(facts_get(&facts, FACT_TLS_NAME_MATCHES,
		                        &matching) &&
		              bytes_have(matching, 0, "true")),
		          "%s", row);
		facts_release(&facts);
	}
}

Test(tls_facts, are_bounded_where_a_field_is_huge)
{
	static char huge[50000];
	struct certificate_wish wish = { .common_name = huge,
		                         .padding = 50000 };
	struct bytes subject;
	struct facts facts;

	memset(huge, ',', sizeof(huge) - 1);
	facts = facts_of_wish(&wish, "", now);
	cr_assert(facts_get(&facts, FACT_TLS_SUBJECT, &subject));
	cr_expect(eq(sz, subject.len, FACT_VALUE_MAX));
	expect(&facts, FACT_TLS_KEY, "EC prime256v1", "huge");
	facts_release(&facts);
}

static EVP_PKEY *rsa_key(void)
{
	return EVP_RSA_gen(2048);
}

static EVP_PKEY *p384_key(void)
{
	return EVP_EC_gen("P-384");
}

static EVP_PKEY *ed25519_key(void)
{
	return EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
}

static const struct {
	EVP_PKEY *(*make)(void);
	const char *key, *signature;
} keys[] = {
	{ rsa_key, "RSA 2048", "RSA-SHA256" },
	{ p384_key, "EC secp384r1", "ecdsa-with-SHA256" },
	{ ed25519_key, "ED25519", "ED25519" },
};

Test(tls_facts, name_keys_and_signatures)
{
	for (size_t i = 0; i < COUNT(keys); i++) {
		struct certificate_wish wish = { .key = keys[i].make() };
		struct facts facts = facts_of_wish(&wish, "", now);

		expect(&facts, FACT_TLS_KEY, keys[i].key, keys[i].key);
		expect(&facts, FACT_TLS_SIGNATURE, keys[i].signature,
		       keys[i].key);
		expect(&facts, FACT_TLS_SELF_SIGNED, "true", keys[i].key);
		facts_release(&facts);
	}
}

Test(tls_facts, call_nothing_self_signed_that_only_names_itself)
{
	static const struct certificate_wish wish = { 0 };
	struct certificate other = certificate_make(&wish, NULL);
	struct certificate made = certificate_make(&wish, &other);
	struct facts facts = facts_of(&made, "", now);

	expect(&facts, FACT_TLS_ISSUER, "CN=zoo.test, O=Zoo", "namesake");
	expect(&facts, FACT_TLS_SELF_SIGNED, "false", "namesake");
	facts_release(&facts);
	certificate_free(&made);
	certificate_free(&other);
}

Test(tls_facts, name_the_algorithm_of_a_key_that_openssl_cannot_use)
{
	static const struct certificate_wish wish = { 0 };
	struct certificate made = certificate_make(&wish, NULL);
	unsigned char *der;
	size_t len = certificate_encode(&made, &der);
	struct bytes rest = { der, len };
	struct facts facts = { 0 };

	/* id-ecPublicKey, 1.2.840.10045.2.1, becomes what nobody registered */
	cr_assert(bytes_after(rest, "\x2a\x86\x48\xce\x3d\x02\x01", &rest));
	der[rest.data - der - 1] = 0x7f;
	cr_assert(tls_facts_of_certificate(&facts, (struct bytes){ der, len },
	                                   "", now));
	expect(&facts, FACT_TLS_KEY, "1.2.840.10045.2.127", "strange");
	expect(&facts, FACT_TLS_SELF_SIGNED, NULL, "strange");
	facts_release(&facts);
	OPENSSL_free(der);
	certificate_free(&made);
}

Test(tls_facts, are_none_of_what_is_no_certificate)
{
	static const uint8_t garbage[] = "-----BEGIN CERTIFICATE-----";
	struct facts facts = { 0 };

	cr_expect(not(tls_facts_of_certificate(
		&facts, (struct bytes){ garbage, sizeof(garbage) }, "", now)));
	cr_expect(not(tls_facts_of_certificate(
		&facts, (struct bytes){ garbage, 0 }, "", now)));
	cr_expect(eq(sz, facts.len, 0));
}

/* A DNS name of 3 bytes, made to be an address. */
Test(tls_facts, list_no_address_of_another_length)
{
	static const struct certificate_wish wish = {
		.alternatives = "DNS:abc,DNS:zoo.test"
	};
	struct certificate made = certificate_make(&wish, NULL);
	unsigned char *der;
	size_t len = certificate_encode(&made, &der);
	struct bytes rest = { der, len };
	struct facts facts = { 0 };

	cr_assert(bytes_after(rest,
	                      "\x82\x03"
	                      "abc",
	                      &rest));
	der[rest.data - der - 5] = 0x87;
	cr_assert(tls_facts_of_certificate(&facts, (struct bytes){ der, len },
	                                   "", now));
	expect(&facts, FACT_TLS_NAMES, "DNS:zoo.test", "odd");
	facts_release(&facts);
	OPENSSL_free(der);
	certificate_free(&made);
}

Test(tls_facts, list_names_beside_one_that_is_huge)
{
	struct certificate_wish wish = { 0 };
	struct facts facts;
	struct text names;
	struct fact fact, last = { 0 };
	size_t at = 0;

	text_init(&names);
	text_append_string(&names, "URI:http://");
	for (int i = 0; i < 10000; i++)
		text_append_char(&names, 'a');
	text_append_string(&names, ",DNS:zoo.test");
	wish.alternatives = names.data;
	facts = facts_of_wish(&wish, "", now);
	while (facts_next(&facts, &at, &fact))
		last = fact;
	cr_expect(eq(int, last.key, FACT_TLS_NAMES));
	cr_expect(bytes_have(last.value, 0, "DNS:zoo.test"));
	facts_release(&facts);
	text_release(&names);
}

/* A server of one version that shows a chain, once the client is there. */
static struct facts facts_of_server(const struct certificate *chain,
                                    size_t count, int version, int verify,
                                    const struct tls_options *options)
{
	struct tls_client *client = tls_client_create();
	struct tls_session *session = tls_session_create(client, options);
	struct facts facts = { 0 };
	struct tls_server server;
	uint8_t plain[16];

	tls_server_init(&server);
	tls_server_speak_only(&server, version);
	if (count > 0)
		tls_server_show(&server, &chain[0]);
	for (size_t i = 1; i < count; i++)
		SSL_CTX_add1_chain_cert(server.context, chain[i].x509);
	SSL_CTX_set_verify(server.context, verify, NULL);
	tls_server_start(&server);
	tls_server_talk(&server, session, 4096);
	tls_session_read(session, plain, sizeof(plain));
	tls_facts_of_session(&facts, session, now);
	tls_session_free(session);
	tls_client_free(client);
	tls_server_free(&server);
	return facts;
}

static const struct tls_options ask_zoo = { .server_name = "zoo.test" };

Test(tls_facts, tell_of_a_chain_and_who_issued_the_leaf)
{
	static const struct certificate_wish root = { .common_name = "Root" };
	static const struct certificate_wish middle = { .common_name = "CA" };
	static const struct certificate_wish leaf = {
		.alternatives = "DNS:zoo.test", .until = "20300201000000Z"
	};
	struct certificate chain[3];
	struct facts facts;

	chain[2] = certificate_make(&root, NULL);
	chain[1] = certificate_make(&middle, &chain[2]);
	chain[0] = certificate_make(&leaf, &chain[1]);
	facts = facts_of_server(chain, 3, TLS1_3_VERSION, SSL_VERIFY_NONE,
	                        &ask_zoo);
	expect(&facts, FACT_TLS_VERSION, "TLSv1.3", "chain");
	expect(&facts, FACT_TLS_CIPHER, "TLS_AES_256_GCM_SHA384", "chain");
	expect(&facts, FACT_TLS_ALPN, NULL, "chain");
	expect(&facts, FACT_TLS_SUBJECT, "CN=zoo.test, O=Zoo", "chain");
	expect(&facts, FACT_TLS_ISSUER, "CN=CA, O=Zoo", "chain");
	expect(&facts, FACT_TLS_CHAIN, "3", "chain");
	expect(&facts, FACT_TLS_SELF_SIGNED, "false", "chain");
	expect(&facts, FACT_TLS_VALIDITY, "expired", "chain");
	expect(&facts, FACT_TLS_NAME_MATCHES, "true", "chain");
	expect(&facts, FACT_TLS_NAMES, "DNS:zoo.test", "chain");
	expect(&facts, FACT_TLS_CLIENT_CERT, NULL, "chain");
	expect(&facts, FACT_TLS_ALERT, NULL, "chain");
	facts_release(&facts);
	for (size_t i = 0; i < COUNT(chain); i++)
		certificate_free(&chain[i]);
}

Test(tls_facts, tell_of_an_anonymous_server_what_there_is)
{
	struct facts facts = facts_of_server(NULL, 0, TLS1_2_VERSION,
	                                     SSL_VERIFY_NONE, &ask_zoo);
	struct bytes cipher;

	expect(&facts, FACT_TLS_VERSION, "TLSv1.2", "anonymous");
	cr_assert(facts_get(&facts, FACT_TLS_CIPHER, &cipher));
	cr_expect(bytes_contain(cipher, "_anon_"));
	expect(&facts, FACT_TLS_SUBJECT, NULL, "anonymous");
	expect(&facts, FACT_TLS_CHAIN, NULL, "anonymous");
	expect(&facts, FACT_TLS_NAME_MATCHES, NULL, "anonymous");
	facts_release(&facts);
}

static const struct {
	int version;
	const char *name, *alert;
} refusals[] = {
	{ TLS1_2_VERSION, "TLSv1.2", "handshake failure" },
	{ TLS1_3_VERSION, "TLSv1.3", "certificate required" },
};

Test(tls_facts, tell_what_was_seen_before_the_server_refused)
{
	static const struct certificate_wish wish = { 0 };
	struct certificate shown = certificate_make(&wish, NULL);

	for (size_t i = 0; i < COUNT(refusals); i++) {
		struct facts facts = facts_of_server(
			&shown, 1, refusals[i].version,
			SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
			&ask_zoo);

		expect(&facts, FACT_TLS_VERSION, refusals[i].name, "refused");
		expect(&facts, FACT_TLS_CLIENT_CERT, "true", "refused");
		expect(&facts, FACT_TLS_ALERT, refusals[i].alert, "refused");
		expect(&facts, FACT_TLS_SUBJECT, "CN=zoo.test, O=Zoo",
		       "refused");
		expect(&facts, FACT_TLS_CHAIN, "1", "refused");
		facts_release(&facts);
	}
	certificate_free(&shown);
}

/* OpenSSL cannot read its name. */
Test(tls_facts, tell_of_a_certificate_that_is_none)
{
	static const struct certificate_wish wish = { .common_name = "\xfc" };
	struct certificate shown = certificate_make(&wish, NULL);

	for (size_t i = 0; i < COUNT(refusals); i++) {
		struct facts facts =
			facts_of_server(&shown, 1, refusals[i].version,
		                        SSL_VERIFY_NONE, &ask_zoo);

		expect(&facts, FACT_TLS_VERSION, refusals[i].name, "broken");
		expect(&facts, FACT_TLS_SUBJECT, NULL, "broken");
		expect(&facts, FACT_TLS_ALERT, "unreadable certificate",
		       "broken");
		facts_release(&facts);
	}
	certificate_free(&shown);
}

Test(tls_facts, claim_nothing_of_a_server_that_said_nothing)
{
	struct tls_client *client = tls_client_create();
	struct tls_session *session = tls_session_create(client, &ask_zoo);
	struct facts facts = { 0 };

	tls_facts_of_session(&facts, session, now);
	cr_expect(eq(sz, facts.len, 0));
	tls_session_end(session);
	tls_facts_of_session(&facts, session, now);
	expect(&facts, FACT_TLS_ALERT, "connection closed", "silent");
	expect(&facts, FACT_TLS_VERSION, NULL, "silent");
	expect(&facts, FACT_TLS_CIPHER, NULL, "silent");
	facts_release(&facts);
	tls_session_free(session);
	tls_client_free(client);
}
