// SPDX-License-Identifier: Apache-2.0
#include "registry/fetch.h"

#include "base/count.h"
#include "registry/iana.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <curl/curl.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/*
 * A server on loopback that reads what comes first on each connection,
 * answers with `reply`, then `padding` more bytes, and closes.
 */
struct server {
	int listener;
	char url[64];
	const char *reply;
	size_t padding;
	SSL_CTX *tls; /* NULL to speak in the clear */
	int connections;
	pthread_t thread;
};

static void answer(const struct server *server, int fd)
{
	static char request[4096], padding[65536];

	if (recv(fd, request, sizeof(request), 0) <= 0)
		return;
	send(fd, server->reply, strlen(server->reply), MSG_NOSIGNAL);
	for (size_t sent = 0; sent < server->padding; sent += sizeof(padding)) {
		if (send(fd, padding, sizeof(padding), MSG_NOSIGNAL) <= 0)
			return;
	}
}

static void answer_in_tls(const struct server *server, int fd)
{
	SSL *ssl = SSL_new(server->tls);

	SSL_set_fd(ssl, fd);
	if (SSL_accept(ssl) == 1)
		SSL_write(ssl, server->reply, (int)strlen(server->reply));
	SSL_free(ssl);
}

/* Until the listener is shut down. */
static void *serve(void *arg)
{
	struct server *server = arg;
	int fd;

	while ((fd = accept(server->listener, NULL, NULL)) >= 0) {
		server->connections++;
		if (server->tls != NULL)
			answer_in_tls(server, fd);
		else
			answer(server, fd);
		close(fd);
	}
	return NULL;
}

static void server_start(struct server *server)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t len = sizeof(address);

	setenv("no_proxy", "*", 1);
	server->listener = socket(AF_INET, SOCK_STREAM, 0);
	cr_assert(eq(int,
	             bind(server->listener, (struct sockaddr *)&address, len),
	             0));
	cr_assert(eq(int, listen(server->listener, 8), 0));
	getsockname(server->listener, (struct sockaddr *)&address, &len);
	sprintf(server->url, "http%s://127.0.0.1:%u/ports.csv",
	        server->tls ? "s" : "", ntohs(address.sin_port));
	cr_assert(eq(int, pthread_create(&server->thread, NULL, serve, server),
	             0));
}

static void server_stop(struct server *server)
{
	shutdown(server->listener, SHUT_RDWR);
	pthread_join(server->thread, NULL);
	close(server->listener);
}

static void expect_why(const char *why, const char *url, const char *reason)
{
	char wanted[256];

	snprintf(wanted, sizeof(wanted), "%s: %s", url, reason);
	cr_expect(eq(str, (char *)why, wanted));
}

/* Fetch from a server that answers so. */
static bool fetch_from(struct server *server, struct text *body,
                       struct text *why)
{
	bool fetched;

	server_start(server);
	fetched = registry_fetch(server->url, body, why);
	server_stop(server);
	return fetched;
}

Test(fetch, brings_the_body)
{
	struct server server = { .reply = "HTTP/1.1 200 OK\r\n"
		                          "Content-Length: 5\r\n\r\nports" };
	struct text body, why;

	text_init(&body);
	text_init(&why);
	text_append_string(&body, "what was there before");
	cr_assert(fetch_from(&server, &body, &why), "%s", why.data);
	cr_expect(eq(str, body.data, "ports"));
	cr_expect(eq(str, why.data, ""));
	text_release(&body);
	text_release(&why);
}

static const struct {
	const char *name;
	struct server server;
	CURLcode code;   /* what libcurl says, in its words */
	const char *why; /* what we say, where that is CURLE_OK */
	int connections;
} failures[] = {
	{ "not found",
	  { .reply = "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno" },
	  CURLE_OK,
	  "the server answered with status 404",
	  1 },
	{ "no content",
	  { .reply = "HTTP/1.1 204 No Content\r\n\r\n" },
	  CURLE_OK,
	  "the server answered with status 204",
	  1 },
	{ "cut short",
	  { .reply = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nports" },
	  CURLE_PARTIAL_FILE,
	  NULL,
	  1 },
	{ "no HTTP",
	  { .reply = "SSH-2.0-x\r\n" },
	  CURLE_UNSUPPORTED_PROTOCOL,
	  NULL,
	  1 },
	{ "too large",
	  { .reply = "HTTP/1.1 200 OK\r\n\r\n",
	    .padding = REGISTRY_MAX_BYTES + 1 },
	  CURLE_OK,
	  "too large to be the port registry",
	  1 },
	{ "redirect to a file",
	  { .reply = "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n"
	             "Location: file:///etc/hostname\r\n\r\n" },
	  CURLE_UNSUPPORTED_PROTOCOL,
	  NULL,
	  1 },
	{ "redirects for ever",
	  { .reply = "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n"
	             "Connection: close\r\nLocation: /again\r\n\r\n" },
	  CURLE_TOO_MANY_REDIRECTS,
	  NULL,
	  4 },
};

Test(fetch, tells_what_went_wrong)
{
	for (size_t i = 0; i < COUNT(failures); i++) {
		struct server server = failures[i].server;
		struct text body, why;

		text_init(&body);
		text_init(&why);
		cr_expect(not(fetch_from(&server, &body, &why)), "%s",
		          failures[i].name);
		expect_why(why.data, server.url,
		           failures[i].code != CURLE_OK
		                   ? curl_easy_strerror(failures[i].code)
		                   : failures[i].why);
		cr_expect(eq(int, server.connections, failures[i].connections),
		          "%s", failures[i].name);
		text_release(&body);
		text_release(&why);
	}
}

Test(fetch, nobody_listening_is_said)
{
	struct server server = { .reply = "" };
	struct text body, why;

	text_init(&body);
	text_init(&why);
	server_start(&server);
	server_stop(&server);
	cr_expect(not(registry_fetch(server.url, &body, &why)));
	expect_why(why.data, server.url,
	           curl_easy_strerror(CURLE_COULDNT_CONNECT));
	text_release(&body);
	text_release(&why);
}

Test(fetch, takes_only_http_and_https)
{
	const char *urls[] = { "file:///etc/hostname", "ftp://127.0.0.1/x",
		               "ports.csv", "" };

	for (size_t i = 0; i < COUNT(urls); i++) {
		struct text body, why;

		text_init(&body);
		text_init(&why);
		cr_expect(not(registry_fetch(urls[i], &body, &why)));
		expect_why(why.data, urls[i], "not an http:// or https:// URL");
		text_release(&body);
		text_release(&why);
	}
}

/* A context whose certificate nobody else signed. */
static SSL_CTX *self_signed_context(void)
{
	SSL_CTX *tls = SSL_CTX_new(TLS_server_method());
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *certificate = X509_new();
	X509_NAME *name = X509_get_subject_name(certificate);

	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
	                           (const unsigned char *)"127.0.0.1", -1, -1,
	                           0);
	X509_set_issuer_name(certificate, name);
	X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
	X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
	X509_set_pubkey(certificate, key);
	cr_assert(X509_sign(certificate, key, EVP_sha256()) > 0);
	cr_assert(eq(int, SSL_CTX_use_certificate(tls, certificate), 1));
	cr_assert(eq(int, SSL_CTX_use_PrivateKey(tls, key), 1));
	X509_free(certificate);
	EVP_PKEY_free(key);
	return tls;
}

Test(fetch, certificate_that_nobody_signed_is_refused)
{
	struct server server = { .reply = "HTTP/1.1 200 OK\r\n"
		                          "Content-Length: 5\r\n\r\nports",
		                 .tls = self_signed_context() };
	struct text body, why;

	text_init(&body);
	text_init(&why);
	cr_expect(not(fetch_from(&server, &body, &why)));
	expect_why(why.data, server.url,
	           curl_easy_strerror(CURLE_PEER_FAILED_VERIFICATION));
	cr_expect(eq(int, server.connections, 1));
	cr_expect(eq(str, body.data, ""));
	SSL_CTX_free(server.tls);
	text_release(&body);
	text_release(&why);
}
