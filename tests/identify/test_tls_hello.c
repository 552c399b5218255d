// SPDX-License-Identifier: Apache-2.0
#include "identify/tls_hello.h"

#include "base/count.h"
#include "identify/tls_alert.h"
#include "identify/tls_answer.h"
#include "tls_server.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

/* The answer of a server to the hello of `version`, from its first bytes. */
static struct tls_answer ask(struct tls_server *server,
                             enum tls_version version, const char *name)
{
	uint8_t bytes[8192];
	size_t len = tls_hello_write(version, name, bytes);

	tls_server_start(server);
	tls_server_receive(server, bytes, len);
	len = tls_server_take(server, bytes, sizeof(bytes));
	return tls_answer_read((struct bytes){ bytes, len });
}

static const struct {
	int server; /* the only version that it speaks; 0: all */
	const char *ciphers, *groups; /* NULL: all */
	enum tls_version asked;
	enum tls_answer_kind kind;
	enum tls_version version;
	uint8_t alert;
} servers[] = {
	{ TLS1_3_VERSION, NULL, NULL, TLS_VERSION_1_3, TLS_ANSWER_ACCEPTED,
	  TLS_VERSION_1_3, 0 },
	{ TLS1_2_VERSION, NULL, NULL, TLS_VERSION_1_2, TLS_ANSWER_ACCEPTED,
	  TLS_VERSION_1_2, 0 },
	{ TLS1_1_VERSION, NULL, NULL, TLS_VERSION_1_1, TLS_ANSWER_ACCEPTED,
	  TLS_VERSION_1_1, 0 },
	{ TLS1_VERSION, NULL, NULL, TLS_VERSION_1_0, TLS_ANSWER_ACCEPTED,
	  TLS_VERSION_1_0, 0 },
	/* each version alone of one that speaks them all */
	{ 0, NULL, NULL, TLS_VERSION_1_3, TLS_ANSWER_ACCEPTED, TLS_VERSION_1_3,
	  0 },
	{ 0, NULL, NULL, TLS_VERSION_1_2, TLS_ANSWER_ACCEPTED, TLS_VERSION_1_2,
	  0 },
	{ 0, NULL, NULL, TLS_VERSION_1_1, TLS_ANSWER_ACCEPTED, TLS_VERSION_1_1,
	  0 },
	{ 0, NULL, NULL, TLS_VERSION_1_0, TLS_ANSWER_ACCEPTED, TLS_VERSION_1_0,
	  0 },
	/* HelloRetryRequest: the group is not that of the key share */
	{ TLS1_3_VERSION, NULL, "P-384", TLS_VERSION_1_3, TLS_ANSWER_ACCEPTED,
	  TLS_VERSION_1_3, 0 },
	/* an older one than was asked */
	{ TLS1_VERSION, NULL, NULL, TLS_VERSION_1_2, TLS_ANSWER_ACCEPTED,
	  TLS_VERSION_1_0, 0 },
	/* few ciphers, or none with a certificate */
	{ TLS1_2_VERSION, "ECDHE-ECDSA-AES128-CCM8", NULL, TLS_VERSION_1_2,
	  TLS_ANSWER_ACCEPTED, TLS_VERSION_1_2, 0 },
	{ TLS1_2_VERSION, "ADH-AES256-SHA", NULL, TLS_VERSION_1_2,
	  TLS_ANSWER_ACCEPTED, TLS_VERSION_1_2, 0 },
	{ TLS1_VERSION, "AECDH-AES128-SHA", NULL, TLS_VERSION_1_0,
	  TLS_ANSWER_ACCEPTED, TLS_VERSION_1_0, 0 },
	/* it does not speak what is asked */
	{ TLS1_3_VERSION, NULL, NULL, TLS_VERSION_1_2, TLS_ANSWER_REFUSED,
	  TLS_VERSION_UNKNOWN, TLS_ALERT_PROTOCOL_VERSION },
	{ TLS1_2_VERSION, NULL, NULL, TLS_VERSION_1_1, TLS_ANSWER_REFUSED,
	  TLS_VERSION_UNKNOWN, TLS_ALERT_PROTOCOL_VERSION },
	{ TLS1_2_VERSION, NULL, NULL, TLS_VERSION_1_3, TLS_ANSWER_REFUSED,
	  TLS_VERSION_UNKNOWN, TLS_ALERT_PROTOCOL_VERSION },
	{ 0, NULL, NULL, TLS_VERSION_SSL3, TLS_ANSWER_REFUSED,
	  TLS_VERSION_UNKNOWN, TLS_ALERT_HANDSHAKE_FAILURE },
	{ TLS1_2_VERSION, "ECDHE-ECDSA-ARIA256-GCM-SHA384", NULL,
	  TLS_VERSION_1_2, TLS_ANSWER_REFUSED, TLS_VERSION_UNKNOWN,
	  TLS_ALERT_HANDSHAKE_FAILURE },
};

Test(tls_hello, asks_openssl_for_one_version)
{
	static const struct certificate_wish wish = { 0 };
	struct certificate shown = certificate_make(&wish, NULL);

	for (size_t i = 0; i < COUNT(servers); i++) {
		struct tls_server server;
		struct tls_answer answer;

		tls_server_init(&server);
		if (servers[i].server != 0)
			tls_server_speak_only(&server, servers[i].server);
		if (servers[i].ciphers != NULL)
			SSL_CTX_set_cipher_list(server.context,
			                        servers[i].ciphers);
		if (servers[i].groups != NULL)
			SSL_CTX_set1_groups_list(server.context,
			                         servers[i].groups);
		tls_server_show(&server, &shown);
		answer = ask(&server, servers[i].asked, "zoo.test");
		cr_expect(eq(int, answer.kind, servers[i].kind), "row %zu", i);
		cr_expect(eq(int, answer.version, servers[i].version),
		          "row %zu", i);
		cr_expect(eq(int, answer.alert, servers[i].alert), "row %zu",
		          i);
		tls_server_free(&server);
	}
	certificate_free(&shown);
}

/* Names of every length; that is where padding comes and goes. */
Test(tls_hello, is_understood_with_any_name_and_without)
{
	static const struct certificate_wish wish = { 0 };
	struct certificate shown = certificate_make(&wish, NULL);
	char name[256] = "";

	for (size_t len = 0; len < sizeof(name); len++) {
		struct tls_server server;
		struct tls_answer answer;
		const char *told;

		tls_server_init(&server);
		tls_server_show(&server, &shown);
		answer = ask(&server, TLS_VERSION_1_0 + (len & 3), name);
		cr_expect(eq(int, answer.kind, TLS_ANSWER_ACCEPTED), "%zu",
		          len);
		told = SSL_get_servername(server.ssl,
		                          TLSEXT_NAMETYPE_host_name);
		cr_expect(eq(str, (char *)(told ? told : ""), name), "%zu",
		          len);
		tls_server_free(&server);
		name[len] = (char)('a' + len % 26);
		name[sizeof(name) - 1] = '\0';
	}
	certificate_free(&shown);
}

Test(tls_hello, never_has_a_length_that_servers_hang_on)
{
	for (int version = TLS_VERSION_SSL2; version <= TLS_VERSION_1_3;
	     version++) {
		char name[1000] = "";

		for (size_t i = 0; i + 1 < sizeof(name); i++) {
			uint8_t hello[TLS_HELLO_MAX];
			size_t len = tls_hello_write((enum tls_version)version,
			                             name, hello);

			cr_expect(len - 5 < 256 || len - 5 >= 512, "%d: %zu",
			          version, len);
			name[i] = 'a';
		}
	}
}

Test(tls_hello, says_who_asks)
{
	for (int version = TLS_VERSION_SSL2; version <= TLS_VERSION_1_3;
	     version++) {
		uint8_t hello[TLS_HELLO_MAX];
		size_t len =
			tls_hello_write((enum tls_version)version, NULL, hello);

		cr_expect(bytes_contain((struct bytes){ hello, len },
		                        "portscanportscan"),
		          "%d", version);
	}
}

/* No server here speaks it, so its lengths are checked by hand. */
Test(tls_hello, of_ssl2_is_as_long_as_it_says)
{
	uint8_t hello[TLS_HELLO_MAX];
	size_t len = tls_hello_write(TLS_VERSION_SSL2, "zoo.test", hello);
	struct bytes bytes = { hello, len };
	size_t ciphers = bytes_number(bytes, 5, 2, BIG_ENDIAN_BYTES);
	size_t session = bytes_number(bytes, 7, 2, BIG_ENDIAN_BYTES);
	size_t challenge = bytes_number(bytes, 9, 2, BIG_ENDIAN_BYTES);

	cr_expect(bytes_have(bytes, 2, "\x01\x00\x02"));
	cr_expect(eq(sz, bytes_number(bytes, 0, 2, BIG_ENDIAN_BYTES),
	             0x8000 + len - 2));
	cr_expect(eq(sz, 11 + ciphers + session + challenge, len));
	cr_expect(eq(sz, ciphers % 3, 0));
	cr_expect(bytes_have(bytes, 11 + ciphers, "portscanportscan"));
}

/* A server that knows nothing older than TLS refuses it. */
Test(tls_hello, of_ssl2_is_understood_and_refused)
{
	struct tls_server server;
	struct tls_answer answer;

	tls_server_init(&server);
	answer = ask(&server, TLS_VERSION_SSL2, NULL);
	cr_expect(eq(int, answer.kind, TLS_ANSWER_REFUSED));
	tls_server_free(&server);
}
