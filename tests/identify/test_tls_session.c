// SPDX-License-Identifier: Apache-2.0
#include "identify/tls_session.h"

#include "base/count.h"
#include "tls_server.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <stdlib.h>
#include <string.h>

static struct tls_session *session_with(struct tls_client **client,
                                        const struct tls_options *options)
{
	struct tls_session *session;

	*client = tls_client_create();
	cr_assert(ne(ptr, *client, NULL));
	session = tls_session_create(*client, options);
	cr_assert(ne(ptr, session, NULL));
	return session;
}

static void end_session(struct tls_client *client, struct tls_session *session)
{
	tls_session_free(session);
	tls_client_free(client);
}

static void expect_state(const struct tls_session *session,
                         enum tls_state state, const char *failure,
                         const char *row)
{
	cr_expect(eq(int, tls_session_state(session), state), "%s: %s", row,
	          tls_session_failure(session));
	cr_expect(
		eq(str, (char *)tls_session_failure(session), (char *)failure),
		"%s", row);
}

/* The server says a word inside, and the client answers with it. */
static void expect_echo(struct tls_server *server, struct tls_session *session,
                        size_t step)
{
	uint8_t heard[16], echoed[16];
	size_t len;

	cr_assert(eq(int, SSL_write(server->ssl, "hello", 5), 5));
	tls_server_talk(server, session, step);
	len = tls_session_read(session, heard, sizeof(heard));
	cr_assert(eq(sz, len, 5));
	cr_expect(eq(sz,
	             tls_session_write(session, (struct bytes){ heard, len }),
	             5));
	tls_server_talk(server, session, step);
	cr_assert(eq(int, SSL_read(server->ssl, echoed, sizeof(echoed)), 5));
	cr_expect(eq(int, memcmp(echoed, "hello", 5), 0));
	expect_state(session, TLS_ESTABLISHED, "", "echo");
}

static const struct {
	int version;
	const char *ciphers; /* before TLS 1.3; NULL: all */
	bool certificate;
} servers[] = {
	{ TLS1_3_VERSION, NULL, true },
	{ TLS1_2_VERSION, NULL, true },
	{ TLS1_1_VERSION, NULL, true },
	{ TLS1_VERSION, NULL, true },
	{ TLS1_2_VERSION, "ADH-AES128-SHA:@SECLEVEL=0", false },
	{ TLS1_VERSION, "ADH-AES128-SHA:@SECLEVEL=0", false },
	{ TLS1_2_VERSION, "AECDH-AES256-SHA:@SECLEVEL=0", false },
	{ TLS1_2_VERSION, "ECDHE-ECDSA-NULL-SHA:@SECLEVEL=0", true },
};

static void expect_conversation(size_t row, const struct certificate *shown,
                                size_t step)
{
	struct tls_options options = { .server_name = "zoo.test" };
	struct tls_server server;
	struct tls_client *client;
	struct tls_session *session = session_with(&client, &options);

	tls_server_init(&server);
	tls_server_speak_only(&server, servers[row].version);
	if (servers[row].ciphers != NULL)
		SSL_CTX_set_cipher_list(server.context, servers[row].ciphers);
	if (servers[row].certificate)
		tls_server_show(&server, shown);
	tls_server_start(&server);
	tls_server_talk(&server, session, step);
	cr_assert(eq(int, tls_session_state(session), TLS_ESTABLISHED),
	          "row %zu: %s", row, tls_session_failure(session));
	cr_expect(eq(int, SSL_version(tls_session_ssl(session)),
	             servers[row].version),
	          "row %zu", row);
	expect_echo(&server, session, step);
	end_session(client, session);
	tls_server_free(&server);
}

Test(tls_session, speaks_with_servers_of_every_age_however_bytes_come)
{
	static const struct certificate_wish wish = { 0 };
	struct certificate shown = certificate_make(&wish, NULL);

	for (size_t row = 0; row < COUNT(servers); row++) {
		expect_conversation(row, &shown, 1);
		expect_conversation(row, &shown, 4096);
	}
	certificate_free(&shown);
}

/* A server at the other end of a session, from its first byte on. */
struct pair {
	struct certificate shown;
	struct tls_server server;
	struct tls_client *client;
	struct tls_session *session;
};

static void pair_init(struct pair *pair, const struct tls_options *options)
{
	static const struct certificate_wish wish = { 0 };

	pair->shown = certificate_make(&wish, NULL);
	pair->session = session_with(&pair->client, options);
	tls_server_init(&pair->server);
	tls_server_show(&pair->server, &pair->shown);
}

static void pair_start(struct pair *pair)
{
	tls_server_start(&pair->server);
	tls_server_talk(&pair->server, pair->session, 4096);
}

static void pair_release(struct pair *pair)
{
	end_session(pair->client, pair->session);
	tls_server_free(&pair->server);
	certificate_free(&pair->shown);
}

static const struct tls_options no_options;

Test(tls_session, wants_a_certificate_shown_where_the_server_would_do_without)
{
	struct pair pair;

	pair_init(&pair, &no_options);
	tls_server_speak_only(&pair.server, TLS1_2_VERSION);
	SSL_CTX_set_cipher_list(pair.server.context,
	                        "ADH-AES256-GCM-SHA384:"
	                        "ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0");
	pair_start(&pair);
	expect_state(pair.session, TLS_ESTABLISHED, "", "both");
	cr_expect(ne(ptr,
	             SSL_get0_peer_certificate(tls_session_ssl(pair.session)),
	             NULL));
	pair_release(&pair);
}

static const struct {
	const char *asked, *told, *kept;
} names[] = {
	{ "zoo.test", "zoo.test", "zoo.test" },
	{ "zoo.test.", "zoo.test", "zoo.test" },
	{ "192.0.2.1", NULL, "192.0.2.1" },
	{ "2001:db8::1", NULL, "2001:db8::1" },
	{ "", NULL, "" },
	{ NULL, NULL, "" },
};

Test(tls_session, tells_the_server_a_name_and_no_address)
{
	for (size_t i = 0; i < COUNT(names); i++) {
		struct tls_options options = { .server_name = names[i].asked };
		struct pair pair;
		const char *told;

		pair_init(&pair, &options);
		pair_start(&pair);
		told = SSL_get_servername(pair.server.ssl,
		                          TLSEXT_NAMETYPE_host_name);
		cr_expect(eq(str, (char *)(told ? told : "none"),
		             (char *)(names[i].told ? names[i].told : "none")),
		          "row %zu", i);
		cr_expect(eq(str, (char *)tls_session_server_name(pair.session),
		             (char *)names[i].kept),
		          "row %zu", i);
		pair_release(&pair);
	}
}

Test(tls_session, name_that_is_too_long_to_be_one_is_none)
{
	static char name[300];
	struct tls_options options = { .server_name = name };
	struct pair pair;

	memset(name, 'a', sizeof(name) - 1);
	pair_init(&pair, &options);
	pair_start(&pair);
	expect_state(pair.session, TLS_ESTABLISHED, "", "long");
	cr_expect(eq(str, (char *)tls_session_server_name(pair.session), ""));
	pair_release(&pair);
}

static const struct {
	enum tls_version oldest, newest;
	int spoken;
} ranges[] = {
	{ TLS_VERSION_UNKNOWN, TLS_VERSION_UNKNOWN, TLS1_3_VERSION },
	{ TLS_VERSION_UNKNOWN, TLS_VERSION_1_2, TLS1_2_VERSION },
	{ TLS_VERSION_1_0, TLS_VERSION_1_0, TLS1_VERSION },
	{ TLS_VERSION_1_3, TLS_VERSION_UNKNOWN, TLS1_3_VERSION },
};

Test(tls_session, keeps_to_the_versions_that_were_asked_for)
{
	for (size_t i = 0; i < COUNT(ranges); i++) {
		struct tls_options options = { .oldest = ranges[i].oldest,
			                       .newest = ranges[i].newest };
		struct pair pair;

		pair_init(&pair, &options);
		pair_start(&pair);
		cr_expect(eq(int, SSL_version(tls_session_ssl(pair.session)),
		             ranges[i].spoken),
		          "row %zu", i);
		pair_release(&pair);
	}
}

Test(tls_session, is_none_without_a_version_that_openssl_has)
{
	struct tls_options options = { .oldest = TLS_VERSION_1_3,
		                       .newest = TLS_VERSION_1_2 };
	struct tls_client *client = tls_client_create();

	cr_expect(eq(ptr, tls_session_create(client, &options), NULL));
	tls_client_free(client);
}

/* As a server does that keeps to RFC 7301 3.2. */
static int choose_imap(SSL *ssl, const unsigned char **chosen,
                       unsigned char *chosen_len, const unsigned char *offered,
                       unsigned len, void *arg)
{
	(void)ssl;
	(void)arg;
	for (unsigned i = 0; i < len; i += offered[i] + 1U)
		if (offered[i] == 4 &&
		    memcmp(offered + i, "\x04imap", 5) == 0) {
			*chosen = offered + i + 1;
			*chosen_len = offered[i];
			return SSL_TLSEXT_ERR_OK;
		}
	return SSL_TLSEXT_ERR_ALERT_FATAL;
}

static const struct {
	const char *offered, *chosen, *failure;
} protocols[] = {
	{ "imap", "imap", "" },
	{ "h2,imap,http/1.1", "imap", "" },
	{ "h2,http/1.1", "", "no application protocol" },
	{ NULL, "", "" },
};

Test(tls_session, offers_application_protocols)
{
	for (size_t i = 0; i < COUNT(protocols); i++) {
		struct tls_options options = { .alpn = protocols[i].offered };
		const unsigned char *chosen;
		unsigned len;
		struct pair pair;

		pair_init(&pair, &options);
		SSL_CTX_set_alpn_select_cb(pair.server.context, choose_imap,
		                           NULL);
		pair_start(&pair);
		expect_state(pair.session,
		             protocols[i].failure[0] == '\0' ? TLS_ESTABLISHED
		                                             : TLS_FAILED,
		             protocols[i].failure, "alpn");
		SSL_get0_alpn_selected(tls_session_ssl(pair.session), &chosen,
		                       &len);
		cr_expect(eq(sz, len, strlen(protocols[i].chosen)), "row %zu",
		          i);
		pair_release(&pair);
	}
}

static const struct {
	int version;
	int mode;
	bool wants;
	enum tls_state state;
	const char *failure;
} client_certificates[] = {
	{ TLS1_2_VERSION, SSL_VERIFY_NONE, false, TLS_ESTABLISHED, "" },
	{ TLS1_3_VERSION, SSL_VERIFY_NONE, false, TLS_ESTABLISHED, "" },
	{ TLS1_2_VERSION, SSL_VERIFY_PEER, true, TLS_ESTABLISHED, "" },
	{ TLS1_3_VERSION, SSL_VERIFY_PEER, true, TLS_ESTABLISHED, "" },
	{ TLS1_2_VERSION, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
	  true, TLS_FAILED, "handshake failure" },
	{ TLS1_3_VERSION, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
	  true, TLS_FAILED, "certificate required" },
};

Test(tls_session, notices_that_a_certificate_of_ours_is_wanted)
{
	for (size_t i = 0; i < COUNT(client_certificates); i++) {
		struct pair pair;
		uint8_t plain[16];

		pair_init(&pair, &no_options);
		tls_server_speak_only(&pair.server,
		                      client_certificates[i].version);
		SSL_CTX_set_verify(pair.server.context,
		                   client_certificates[i].mode, NULL);
		pair_start(&pair);
		cr_expect(
			eq(sz,
		           tls_session_read(pair.session, plain, sizeof(plain)),
		           0),
			"row %zu", i);
		expect_state(pair.session, client_certificates[i].state,
		             client_certificates[i].failure, "client");
		cr_expect(eq(int, tls_session_wants_certificate(pair.session),
		             client_certificates[i].wants),
		          "row %zu", i);
		pair_release(&pair);
	}
}

#define SAID(literal) (literal), sizeof(literal) - 1

static const struct {
	const char *said;
	size_t len;
	const char *failure;
} refusals[] = {
	{ SAID("HTTP/1.1 400 Bad Request\r\n\r\n"), "not TLS" },
	{ SAID("SSH-2.0-OpenSSH_9.2p1\r\n"), "not TLS" },
	{ SAID("\x00\x00\x00\x00\x00\x00\x00\x00"), "not TLS" },
	{ SAID("\x16\x03\x03\xff\xff\x02\x00\x00"), "not TLS" },
	{ SAID("\x17\x03\x03\x00\x05hello"), "not TLS" },
	{ SAID("\x15\x03\x01\x00\x02\x02\x28"), "handshake failure" },
	{ SAID("\x15\x03\x00\x00\x02\x02\x28"), "handshake failure" },
	{ SAID("\x15\x03\x03\x00\x02\x02\x46"), "protocol version" },
	{ SAID("\x15\x03\x03\x00\x02\x02\x70"), "unrecognized name" },
	{ SAID("\x15\x03\x03\x00\x02\x02\xff"), "unassigned alert" },
	{ SAID("\x15\x03\x03\x00\x02\x01\x00"), "connection closed" },
	/* ServerHello of SSL 3.0: random, no session, RSA_3DES, compression */
	{ SAID("\x16\x03\x00\x00\x2a\x02\x00\x00\x26\x03\x00"
	       "01234567890123456789012345678901"
	       "\x00\x00\x0a\x00"),
	  "unsupported protocol" },
	{ SAID(""), "connection closed" },
	{ SAID("\x16"), "connection closed" },
	{ SAID("\x16\x03\x03\x00\x7a\x02\x00\x00\x76\x03\x03"),
	  "connection closed" },
	/* A warning says nothing of how it goes on. */
	{ SAID("\x15\x03\x03\x00\x02\x01\x70"), "connection closed" },
};

Test(tls_session, says_why_there_is_no_more)
{
	static const uint8_t more[100000];
	const struct bytes late = { more, sizeof(more) };

	for (size_t i = 0; i < COUNT(refusals); i++) {
		struct tls_client *client;
		struct tls_session *session =
			session_with(&client, &no_options);
		struct bytes said = { (const uint8_t *)refusals[i].said,
			              refusals[i].len };

		for (size_t at = 0; at < said.len; at++)
			cr_expect(eq(sz,
			             tls_session_receive(
					     session,
					     bytes_first(bytes_from(said, at),
			                                 1)),
			             1),
			          "row %zu", i);
		tls_session_end(session);
		expect_state(session, TLS_FAILED, refusals[i].failure,
		             refusals[i].failure);
		said.len = tls_session_receive(session, late);
		cr_expect(eq(sz, said.len, late.len), "row %zu", i);
		end_session(client, session);
	}
}

Test(tls_session, is_closed_by_either_way_to_end_it)
{
	for (int politely = 0; politely < 2; politely++) {
		uint8_t plain[16];
		struct pair pair;

		pair_init(&pair, &no_options);
		pair_start(&pair);
		SSL_write(pair.server.ssl, "bye", 3);
		if (politely)
			SSL_shutdown(pair.server.ssl);
		tls_server_talk(&pair.server, pair.session, 4096);
		tls_session_end(pair.session);
		cr_expect(
			eq(sz,
		           tls_session_read(pair.session, plain, sizeof(plain)),
		           3));
		cr_expect(
			eq(sz,
		           tls_session_read(pair.session, plain, sizeof(plain)),
		           0));
		expect_state(pair.session, TLS_CLOSED, "", "close");
		cr_expect(eq(sz,
		             tls_session_write(pair.session,
		                               (struct bytes){ plain, 3 }),
		             0));
		pair_release(&pair);
	}
}

Test(tls_session, fails_when_what_comes_later_is_broken)
{
	static const uint8_t broken[] = "\x17\x03\x03\x00\x20"
					"01234567890123456789012345678901";
	uint8_t plain[16];
	struct pair pair;

	pair_init(&pair, &no_options);
	pair_start(&pair);
	tls_session_receive(pair.session,
	                    (struct bytes){ broken, sizeof(broken) - 1 });
	cr_expect(eq(sz, tls_session_read(pair.session, plain, sizeof(plain)),
	             0));
	cr_expect(eq(int, tls_session_state(pair.session), TLS_FAILED));
	cr_expect(ne(str, (char *)tls_session_failure(pair.session), ""));
	pair_release(&pair);
}

Test(tls_session, gives_up_a_list_of_certificates_without_end)
{
	static const struct certificate_wish large = { .padding = 60000 };
	struct certificate link = certificate_make(&large, NULL);
	uint8_t bytes[4096];
	size_t len, sent = 0;
	struct pair pair;

	pair_init(&pair, &no_options);
	for (int i = 0; i < 10 * 1000000 / 60000; i++) {
		X509_up_ref(link.x509);
		SSL_CTX_add_extra_chain_cert(pair.server.context, link.x509);
	}
	tls_server_speak_only(&pair.server, TLS1_2_VERSION);
	tls_server_start(&pair.server);
	len = tls_session_take(pair.session, bytes, sizeof(bytes));
	tls_server_receive(&pair.server, bytes, len);
	cr_expect(gt(sz, BIO_ctrl_pending(pair.server.out), 9900000));
	while (tls_session_state(pair.session) == TLS_HANDSHAKING &&
	       (len = tls_server_take(&pair.server, bytes, sizeof(bytes))) > 0)
		sent += tls_session_receive(pair.session,
		                            (struct bytes){ bytes, len });
	expect_state(pair.session, TLS_FAILED, "certificate list too long",
	             "10 MB");
	cr_expect(le(sz, sent, 32768)); /* a record or two */
	pair_release(&pair);
	certificate_free(&link);
}

/* A modulus of as many bits; that it is no prime nobody notices. */
static EVP_PKEY *dh_group(int bits)
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "DH", NULL);
	OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
	BIGNUM *p = BN_new(), *g = BN_new();
	EVP_PKEY *group = NULL;
	OSSL_PARAM *params;

	BN_rand(p, bits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ODD);
	BN_set_word(g, 2);
	OSSL_PARAM_BLD_push_BN(builder, "p", p);
	OSSL_PARAM_BLD_push_BN(builder, "g", g);
	params = OSSL_PARAM_BLD_to_param(builder);
	EVP_PKEY_fromdata_init(context);
	EVP_PKEY_fromdata(context, &group, EVP_PKEY_KEY_PARAMETERS, params);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(builder);
	EVP_PKEY_CTX_free(context);
	BN_free(p);
	BN_free(g);
	return group;
}

static const struct {
	int bits;
	enum tls_state state;
	const char *failure;
} groups[] = {
	{ 512, TLS_ESTABLISHED, "" },
	{ 4096, TLS_ESTABLISHED, "" },
	{ 4224, TLS_FAILED, "dh key too large" },
};

Test(tls_session, computes_with_small_numbers_and_not_with_huge_ones)
{
	for (size_t i = 0; i < COUNT(groups); i++) {
		struct pair pair;

		pair_init(&pair, &no_options);
		tls_server_speak_only(&pair.server, TLS1_2_VERSION);
		SSL_CTX_set_cipher_list(pair.server.context,
		                        "ADH-AES128-SHA:@SECLEVEL=0");
		SSL_CTX_set_dh_auto(pair.server.context, 0);
		SSL_CTX_set0_tmp_dh_pkey(pair.server.context,
		                         dh_group(groups[i].bits));
		pair_start(&pair);
		expect_state(pair.session, groups[i].state, groups[i].failure,
		             "DH");
		pair_release(&pair);
	}
}

static size_t read_all(struct tls_session *session)
{
	uint8_t plain[1000];
	size_t len, total = 0;

	while ((len = tls_session_read(session, plain, sizeof(plain))) > 0)
		total += len;
	return total;
}

Test(tls_session, takes_no_more_than_is_read)
{
	enum { SAID = 1000000 };
	char *said = calloc(1, SAID);
	uint8_t bytes[4096];
	struct bytes rest = { bytes, 0 };
	size_t taken = 0, read = 0;
	struct pair pair;

	pair_init(&pair, &no_options);
	pair_start(&pair);
	SSL_write(pair.server.ssl, said, SAID);
	while (rest.len == 0) {
		size_t kept;

		rest = (struct bytes){ bytes,
			               tls_server_take(&pair.server, bytes,
			                               sizeof(bytes)) };
		kept = tls_session_receive(pair.session, rest);
		rest = bytes_from(rest, kept);
		taken += kept;
	}
	cr_expect(le(sz, taken, 65536));
	while (rest.len > 0) {
		read += read_all(pair.session);
		rest = bytes_from(rest,
		                  tls_session_receive(pair.session, rest));
		if (rest.len == 0)
			rest = (struct bytes){
				bytes, tls_server_take(&pair.server, bytes,
				                       sizeof(bytes))
			};
	}
	read += read_all(pair.session);
	cr_expect(eq(sz, read, SAID));
	pair_release(&pair);
	free(said);
}

Test(tls_session, writes_no_more_than_is_taken)
{
	enum { SAID = 1000000 };
	uint8_t *said = calloc(1, SAID);
	char heard[4096];
	size_t written, total = 0;
	struct pair pair;
	int len;

	pair_init(&pair, &no_options);
	pair_start(&pair);
	written = tls_session_write(pair.session, (struct bytes){ said, SAID });
	cr_expect(le(sz, written, 65536));
	while (written > 0) {
		tls_server_talk(&pair.server, pair.session, 4096);
		while ((len = SSL_read(pair.server.ssl, heard, sizeof(heard))) >
		       0)
			total += (size_t)len;
		written += tls_session_write(
			pair.session,
			(struct bytes){ said + written, SAID - written });
		if (written == SAID && total == SAID)
			break;
	}
	cr_expect(eq(sz, total, SAID));
	pair_release(&pair);
	free(said);
}

/* RFC 8446 4.6.3: each makes us answer with one of ours. */
Test(tls_session, answers_no_more_key_updates_than_are_taken)
{
	uint8_t bytes[4096];
	size_t len = 1, kept = 1;
	struct pair pair;

	pair_init(&pair, &no_options);
	pair_start(&pair);
	for (int i = 0; i < 20000 && kept == len; i++) {
		SSL_key_update(pair.server.ssl, SSL_KEY_UPDATE_REQUESTED);
		SSL_do_handshake(pair.server.ssl);
		len = tls_server_take(&pair.server, bytes, sizeof(bytes));
		kept = tls_session_receive(pair.session,
		                           (struct bytes){ bytes, len });
		tls_session_read(pair.session, bytes, sizeof(bytes));
	}
	cr_expect(lt(sz, kept, len));
	pair_release(&pair);
}
