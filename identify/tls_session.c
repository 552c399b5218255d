// SPDX-License-Identifier: Apache-2.0
#include "identify/tls_session.h"

#include "identify/tls_alert.h"
#include "identify/tls_server_name.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdlib.h>
#include <string.h>

/* How much waits on either side of OpenSSL before more is refused: two
 * records of the greatest length. */
enum { PENDING_MAX = 2 * 16384 };

struct tls_client {
	SSL_CTX *context;
};

struct tls_session {
	SSL *ssl;
	BIO *in, *out; /* from and for the network; they are the SSL's */
	enum tls_state state;
	const char *failure;
	bool server_spoke; /* a whole message, or an alert */
	bool wants_certificate;
	char server_name[TLS_SERVER_NAME_MAX + 1]; /* "": none */
};

/* The last without a certificate and without encryption: servers that offer
 * these as well are to show what they have. */
static const char ciphers[] = "ALL:COMPLEMENTOFALL:+aNULL:+eNULL:@SECLEVEL=0";
static const char tls13_ciphers[] =
	"TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:"
	"TLS_AES_128_GCM_SHA256:TLS_AES_128_CCM_SHA256:"
	"TLS_AES_128_CCM_8_SHA256";

/* Whatever is weak is welcome, but with a prime of the server's choice it
 * chooses how long we compute: 25 ms with these, 0.6 s with the most. */
enum { DH_BITS_MAX = 4096 };

static int on_security(const SSL *ssl, const SSL_CTX *context, int what,
                       int bits, int nid, void *other, void *arg)
{
	(void)ssl;
	(void)context;
	(void)bits;
	(void)nid;
	(void)arg;
	return what != SSL_SECOP_TMP_DH ||
	       EVP_PKEY_get_bits(other) <= DH_BITS_MAX;
}

/* Nothing is verified, so OpenSSL need not build a chain. */
static int on_verify(X509_STORE_CTX *context, void *arg)
{
	(void)context;
	(void)arg;
	return 1;
}

static int on_certificate_request(SSL *ssl, X509 **certificate, EVP_PKEY **key)
{
	struct tls_session *session = SSL_get_app_data(ssl);

	(void)certificate;
	(void)key;
	session->wants_certificate = true;
	return 0; /* goes on without one */
}

static void on_message(int is_sent, int version, int type, const void *bytes,
                       size_t len, SSL *ssl, void *arg)
{
	struct tls_session *session = SSL_get_app_data(ssl);

	(void)version;
	(void)bytes;
	(void)len;
	(void)arg;
	if (!is_sent && (type == SSL3_RT_HANDSHAKE || type == SSL3_RT_ALERT))
		session->server_spoke = true;
}

/* What the system's configuration of OpenSSL says, which is about whom to
 * trust, is undone. */
static bool allow_everything(SSL_CTX *context)
{
	SSL_CTX_clear_options(context, SSL_OP_NO_SSL_MASK);
	SSL_CTX_set_options(context, SSL_OP_LEGACY_SERVER_CONNECT |
	                                     SSL_OP_IGNORE_UNEXPECTED_EOF |
	                                     SSL_OP_NO_RENEGOTIATION |
	                                     SSL_OP_NO_TICKET);
	SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE |
	                                  SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_security_level(context, 0);
	SSL_CTX_set_security_callback(context, on_security);
	SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_max_cert_list(context, TLS_CERTIFICATES_MAX);
	return SSL_CTX_set_min_proto_version(context, 0) == 1 &&
	       SSL_CTX_set_max_proto_version(context, 0) == 1 &&
	       SSL_CTX_set_cipher_list(context, ciphers) == 1 &&
	       SSL_CTX_set_ciphersuites(context, tls13_ciphers) == 1;
}

static SSL_CTX *create_context(void)
{
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());

	if (context == NULL)
		return NULL;
	if (!allow_everything(context)) {
		SSL_CTX_free(context);
		return NULL;
	}
	SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
	SSL_CTX_set_cert_verify_callback(context, on_verify, NULL);
	SSL_CTX_set_client_cert_cb(context, on_certificate_request);
	SSL_CTX_set_msg_callback(context, on_message);
	return context;
}

struct tls_client *tls_client_create(void)
{
	struct tls_client *client = malloc(sizeof(*client));

	if (client == NULL)
		return NULL;
	client->context = create_context();
	if (client->context == NULL) {
		free(client);
		return NULL;
	}
	return client;
}

void tls_client_free(struct tls_client *client)
{
	if (client == NULL)
		return;
	SSL_CTX_free(client->context);
	free(client);
}

/* A name that ends in a dot is the same name, and certificates and SNI have it
 * without. */
static void set_server_name(struct tls_session *session, const char *name)
{
	size_t len;

	if (name == NULL)
		return;
	len = strlen(name);
	if (len > 0 && name[len - 1] == '.')
		len--;
	if (len < sizeof(session->server_name))
		memcpy(session->server_name, name, len);
}

/* A length stands before each name where a comma did. */
static bool offer_alpn(SSL *ssl, const char *names)
{
	unsigned char list[256];
	size_t len = strlen(names), start = 0;

	if (len >= sizeof(list))
		return false;
	memcpy(list + 1, names, len);
	for (size_t i = 0; i <= len; i++) {
		if (i < len && names[i] != ',')
			continue;
		list[start] = (unsigned char)(i - start);
		start = i + 1;
	}
	return SSL_set_alpn_protos(ssl, list, (unsigned)len + 1) == 0;
}

static bool apply(struct tls_session *session,
                  const struct tls_options *options)
{
	SSL *ssl = session->ssl;
	const char *name = session->server_name;

	set_server_name(session, options->server_name);
	SSL_set_app_data(ssl, session);
	SSL_set_connect_state(ssl);
	return SSL_set_min_proto_version(
		       ssl, tls_version_number(options->oldest)) == 1 &&
	       SSL_set_max_proto_version(
		       ssl, tls_version_number(options->newest)) == 1 &&
	       (tls_server_name_length(name) == 0 ||
	        SSL_set_tlsext_host_name(ssl, name) == 1) &&
	       (options->alpn == NULL || offer_alpn(ssl, options->alpn));
}

static bool attach_buffers(struct tls_session *session)
{
	session->in = BIO_new(BIO_s_mem());
	session->out = BIO_new(BIO_s_mem());
	if (session->in == NULL || session->out == NULL) {
		BIO_free(session->in);
		BIO_free(session->out);
		return false;
	}
	SSL_set_bio(session->ssl, session->in, session->out);
	return true;
}

/* Where OpenSSL's words tell less than is known; NULL: nowhere else. */
static const char *better_words(const SSL *ssl, int code)
{
	bool certificate = SSL_get_state(ssl) == TLS_ST_CR_CERT;

	if (certificate && code == SSL_R_EXCESSIVE_MESSAGE_SIZE)
		return "certificate list too long";
	if (certificate && code == ERR_R_ASN1_LIB)
		return "unreadable certificate";
	if (code == SSL_R_DH_KEY_TOO_SMALL) /* see on_security() */
		return "dh key too large";
	return NULL;
}

/* Why OpenSSL gave up, in the words that tell most. */
static const char *reason(const struct tls_session *session)
{
	unsigned long error = ERR_peek_last_error();
	int code = ERR_GET_REASON(error);
	const char *words = better_words(session->ssl, code);

	if (code == ERR_R_MALLOC_FAILURE)
		return "out of memory";
	if (!session->server_spoke)
		return "not TLS";
	if (code >= SSL_AD_REASON_OFFSET &&
	    code <= SSL_AD_REASON_OFFSET + UINT8_MAX)
		return tls_alert_name((uint8_t)(code - SSL_AD_REASON_OFFSET));
	if (words == NULL)
		words = ERR_reason_error_string(error);
	return words != NULL ? words : "broken TLS";
}

static void fail(struct tls_session *session, const char *why)
{
	session->state = TLS_FAILED;
	session->failure = why;
}

/* After a call of OpenSSL that did not do all it was asked for. */
static void judge(struct tls_session *session, int result)
{
	switch (SSL_get_error(session->ssl, result)) {
	case SSL_ERROR_WANT_READ: break;
	case SSL_ERROR_ZERO_RETURN:
		if (session->state == TLS_ESTABLISHED)
			session->state = TLS_CLOSED;
		else
			fail(session, "connection closed");
		break;
	default: fail(session, reason(session)); break;
	}
}

static void shake_hands(struct tls_session *session)
{
	int result;

	ERR_clear_error();
	result = SSL_do_handshake(session->ssl);
	if (result == 1)
		session->state = TLS_ESTABLISHED;
	else
		judge(session, result);
}

struct tls_session *tls_session_create(struct tls_client *client,
                                       const struct tls_options *options)
{
	struct tls_session *session = calloc(1, sizeof(*session));

	if (session == NULL)
		return NULL;
	session->ssl = SSL_new(client->context);
	session->failure = "";
	if (session->ssl != NULL && attach_buffers(session) &&
	    apply(session, options))
		shake_hands(session);
	else
		session->state = TLS_FAILED;
	if (session->state == TLS_FAILED) {
		tls_session_free(session);
		return NULL;
	}
	return session;
}

void tls_session_free(struct tls_session *session)
{
	if (session == NULL)
		return;
	SSL_free(session->ssl);
	free(session);
}

enum tls_state tls_session_state(const struct tls_session *session)
{
	return session->state;
}

static size_t room(BIO *buffer)
{
	size_t pending = BIO_ctrl_pending(buffer);

	return pending < PENDING_MAX ? PENDING_MAX - pending : 0;
}

static bool is_over(const struct tls_session *session)
{
	return session->state == TLS_FAILED || session->state == TLS_CLOSED;
}

size_t tls_session_receive(struct tls_session *session, struct bytes bytes)
{
	if (is_over(session))
		return bytes.len;
	bytes = bytes_first(bytes, room(session->in));
	if (bytes.len == 0 || room(session->out) == 0)
		return 0;
	if (BIO_write(session->in, bytes.data, (int)bytes.len) <= 0)
		fail(session, "out of memory");
	else if (session->state == TLS_HANDSHAKING)
		shake_hands(session);
	return bytes.len;
}

void tls_session_end(struct tls_session *session)
{
	BIO_set_mem_eof_return(session->in, 0);
	if (session->state == TLS_HANDSHAKING)
		shake_hands(session);
}

size_t tls_session_take(struct tls_session *session, uint8_t *bytes,
                        size_t size)
{
	size_t len = 0;

	return BIO_read_ex(session->out, bytes, size, &len) == 1 ? len : 0;
}

size_t tls_session_read(struct tls_session *session, uint8_t *plain,
                        size_t size)
{
	size_t len = 0;

	if (session->state != TLS_ESTABLISHED)
		return 0;
	ERR_clear_error();
	if (SSL_read_ex(session->ssl, plain, size, &len) == 1)
		return len;
	judge(session, 0);
	return 0;
}

/* Each call of OpenSSL writes one record at most, whose length is bounded. */
size_t tls_session_write(struct tls_session *session, struct bytes plain)
{
	size_t taken = 0, len = 0;

	ERR_clear_error();
	while (taken < plain.len && session->state == TLS_ESTABLISHED &&
	       room(session->out) > 0) {
		if (SSL_write_ex(session->ssl, plain.data + taken,
		                 plain.len - taken, &len) != 1) {
			judge(session, 0);
			break;
		}
		taken += len;
	}
	return taken;
}

const char *tls_session_failure(const struct tls_session *session)
{
	return session->failure;
}

bool tls_session_is_tls(const struct tls_session *session)
{
	return session->server_spoke;
}

bool tls_session_wants_certificate(const struct tls_session *session)
{
	return session->wants_certificate;
}

const char *tls_session_server_name(const struct tls_session *session)
{
	return session->server_name;
}

const SSL *tls_session_ssl(const struct tls_session *session)
{
	return session->ssl;
}
