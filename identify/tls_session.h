// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_TLS_SESSION_H
#define PORTSCAN_IDENTIFY_TLS_SESSION_H

#include "identify/bytes.h"
#include "identify/tls_version.h"

#include <openssl/types.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * TLS of a connection that we opened, without the connection: bytes from and
 * for the network go in and out, and so does what they carry.  It takes
 * whatever a server can do, old and weak and anonymous as it may be, and
 * believes nobody: who the server is, is for tls_facts.h to report.
 *
 *   HANDSHAKING -> ESTABLISHED -> CLOSED
 *         \             \
 *          \-------------+------> FAILED
 *
 * After each call that is given something, take what there is to send.  Bytes
 * go the way
 *
 *   network -> receive -> read -> caller
 *   caller -> write -> take -> network
 *
 * and what is not taken at one end is soon refused at the other: a session is
 * bounded, and so are the certificates that it looks at.
 */
enum tls_state {
	TLS_HANDSHAKING,
	TLS_ESTABLISHED,
	TLS_FAILED, /* there is no more; tls_session_failure() says why */
	TLS_CLOSED, /* the server ended it, which is no failure */
};

enum { TLS_CERTIFICATES_MAX = 100 * 1024 };

/* What sessions share: one a thread, and it outlives them. */
struct tls_client;

struct tls_client *tls_client_create(void); /* NULL: out of memory */
void tls_client_free(struct tls_client *client);

struct tls_options {
	/* Whom we ask for: a host's name, which the server is told, or an
	 * address, which it is not; NULL or too long: nobody. */
	const char *server_name;
	/* "h2,http/1.1": protocols that we offer, the best first; NULL: none.
	 * There are servers that refuse who offers none of theirs. */
	const char *alpn;
	/* From SSL 3.0 to TLS 1.3, and as far as OpenSSL has them; unknown:
	 * all. */
	enum tls_version oldest, newest;
};

struct tls_session;

/* The ClientHello is there to be taken at once.  `options` are copied.  NULL
 * when out of memory, or when OpenSSL has none of the versions. */
struct tls_session *tls_session_create(struct tls_client *client,
                                       const struct tls_options *options);
void tls_session_free(struct tls_session *session);

enum tls_state tls_session_state(const struct tls_session *session);

/*
 * Bytes from the network.  Returns how many of them are taken: fewer than all
 * until there is more read and taken.  One that is over takes all, for
 * nothing.
 */
size_t tls_session_receive(struct tls_session *session, struct bytes bytes);

/* The network has no more: the server closed the connection. */
void tls_session_end(struct tls_session *session);

/* The next bytes to send, at most `size`; 0: there are none now. */
size_t tls_session_take(struct tls_session *session, uint8_t *bytes,
                        size_t size);

/* What the server said inside, at most `size` bytes; 0: nothing by now.  Only
 * this finds out that the server ends or breaks an established session. */
size_t tls_session_read(struct tls_session *session, uint8_t *plain,
                        size_t size);

/* Say something inside.  Returns how many bytes of it are taken: fewer than
 * all until there is more taken, and none but in an established session. */
size_t tls_session_write(struct tls_session *session, struct bytes plain);

/* "handshake failure", the alert that the server sent; "not TLS", "connection
 * closed", "certificate list too long", or what OpenSSL says was wrong.  ""
 * when it did not fail.  Lives as long as the program. */
const char *tls_session_failure(const struct tls_session *session);

/* Has the server said anything that is TLS? */
bool tls_session_is_tls(const struct tls_session *session);

/* The server wants to see our certificate; we have none. */
bool tls_session_wants_certificate(const struct tls_session *session);

/* Whom we asked for; "": nobody. */
const char *tls_session_server_name(const struct tls_session *session);

/* What OpenSSL knows, for tls_facts.c. */
const SSL *tls_session_ssl(const struct tls_session *session);

#endif
