// SPDX-License-Identifier: Apache-2.0
#include "tls_server.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static int on_security(const SSL *ssl, const SSL_CTX *context, int what,
                       int bits, int nid, void *other, void *arg)
{
	(void)ssl;
	(void)context;
	(void)what;
	(void)bits;
	(void)nid;
	(void)other;
	(void)arg;
	return 1;
}

void tls_server_init(struct tls_server *server)
{
	*server = (struct tls_server){ .context = SSL_CTX_new(
					       TLS_server_method()) };
	SSL_CTX_set_security_level(server->context, 0);
	SSL_CTX_set_security_callback(server->context, on_security);
	SSL_CTX_set_min_proto_version(server->context, 0);
	SSL_CTX_set_cipher_list(server->context,
	                        "ALL:COMPLEMENTOFALL:@SECLEVEL=0");
	SSL_CTX_set_dh_auto(server->context, 1);
}

void tls_server_free(struct tls_server *server)
{
	SSL_free(server->ssl);
	SSL_CTX_free(server->context);
}

void tls_server_speak_only(struct tls_server *server, int version)
{
	SSL_CTX_set_min_proto_version(server->context, version);
	SSL_CTX_set_max_proto_version(server->context, version);
}

void tls_server_show(struct tls_server *server,
                     const struct certificate *certificate)
{
	SSL_CTX_use_certificate(server->context, certificate->x509);
	SSL_CTX_use_PrivateKey(server->context, certificate->key);
}

void tls_server_start(struct tls_server *server)
{
	server->ssl = SSL_new(server->context);
	server->in = BIO_new(BIO_s_mem());
	server->out = BIO_new(BIO_s_mem());
	SSL_set_bio(server->ssl, server->in, server->out);
	SSL_set_accept_state(server->ssl);
}

void tls_server_receive(struct tls_server *server, const void *bytes,
                        size_t len)
{
	BIO_write(server->in, bytes, (int)len);
	SSL_do_handshake(server->ssl);
}

size_t tls_server_take(struct tls_server *server, void *bytes, size_t size)
{
	size_t len = 0;

	BIO_read_ex(server->out, bytes, size, &len);
	return len;
}

void tls_server_talk(struct tls_server *server, struct tls_session *session,
                     size_t step)
{
	uint8_t bytes[4096];
	size_t len, moved;

	cr_assert(step <= sizeof(bytes));
	do {
		moved = 0;
		while ((len = tls_session_take(session, bytes, step)) > 0) {
			tls_server_receive(server, bytes, len);
			moved += len;
		}
		while ((len = tls_server_take(server, bytes, step)) > 0) {
			cr_assert(eq(
				sz,
				tls_session_receive(
					session, (struct bytes){ bytes, len }),
				len));
			moved += len;
		}
	} while (moved > 0);
}
