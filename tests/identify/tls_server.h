// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_TLS_SERVER_H
#define PORTSCAN_TESTS_TLS_SERVER_H

#include "certificates.h"
#include "identify/tls_session.h"

#include <openssl/ssl.h>

/*
 * An OpenSSL server without sockets, for tests.  Between init and start its
 * context may be changed at will.
 */
struct tls_server {
	SSL_CTX *context;
	SSL *ssl;
	BIO *in, *out;
};

/* It has no certificate yet, and takes any cipher there is. */
void tls_server_init(struct tls_server *server);
void tls_server_free(struct tls_server *server);

/* No other version, 0x0303. */
void tls_server_speak_only(struct tls_server *server, int version);
void tls_server_show(struct tls_server *server,
                     const struct certificate *certificate);

void tls_server_start(struct tls_server *server);

/* Give it bytes and let it do its part of the handshake. */
void tls_server_receive(struct tls_server *server, const void *bytes,
                        size_t len);
size_t tls_server_take(struct tls_server *server, void *bytes, size_t size);

/* Carry bytes between both, at most `step` at a time, until there are none. */
void tls_server_talk(struct tls_server *server, struct tls_session *session,
                     size_t step);

#endif
