// SPDX-License-Identifier: Apache-2.0
#include "identify/tls_answer.h"

#include "identify/tls_alert.h"

#include <stdbool.h>
#include <string.h>

enum {
	RECORD_ALERT = 21,
	RECORD_HANDSHAKE = 22,
	RECORD_LENGTH_MAX = 16384, /* RFC 8446 5.1 */
	SERVER_HELLO = 2,
	HELLO_VERIFY_REQUEST = 3,
	SUPPORTED_VERSIONS = 43,
};

static struct tls_answer answer(enum tls_answer_kind kind)
{
	return (struct tls_answer){ .kind = kind };
}

static uint32_t number(struct bytes bytes, size_t at, size_t width)
{
	return bytes_number(bytes, at, width, BIG_ENDIAN_BYTES);
}

/* The first `len` bytes, which `*rest` moves behind; false when they are not
 * all there. */
static bool take(struct bytes *rest, size_t len, struct bytes *taken)
{
	if (rest->len < len)
		return false;
	*taken = bytes_first(*rest, len);
	*rest = bytes_from(*rest, len);
	return true;
}

/* The version that the extensions, which TLS 1.2 may do without, or else the
 * field of a ServerHello tell. */
static uint32_t version_told(struct bytes hello, struct bytes extensions)
{
	struct bytes header, content;

	while (take(&extensions, 4, &header) &&
	       take(&extensions, number(header, 2, 2), &content))
		if (number(header, 0, 2) == SUPPORTED_VERSIONS)
			return number(content, 0, 2);
	return number(hello, 0, 2);
}

/* RFC 8446 4.1.3: `body` is what is there of the `len` bytes of a ServerHello,
 * of a version from `oldest` to `newest`. */
static struct tls_answer read_server_hello(struct bytes body, size_t len,
                                           enum tls_version oldest,
                                           enum tls_version newest)
{
	enum { SESSION = 34, SESSION_MAX = 32, SUITE = 2, COMPRESSION = 1 };
	size_t session = number(body, SESSION, 1);
	size_t fixed = SESSION + 1 + session + SUITE + COMPRESSION;
	struct tls_answer hello = answer(TLS_ANSWER_ACCEPTED);

	if (session > SESSION_MAX || len < fixed)
		return answer(TLS_ANSWER_FOREIGN);
	if (body.len < len)
		return answer(TLS_ANSWER_NOT_YET);
	hello.version = tls_version_of_number(
		version_told(body, bytes_from(body, fixed + 2)));
	if (hello.version < oldest || hello.version > newest)
		return answer(TLS_ANSWER_FOREIGN);
	return hello;
}

/* RFC 8446 6. */
static struct tls_answer read_alert(struct bytes content)
{
	struct tls_answer refusal = answer(TLS_ANSWER_REFUSED);
	uint32_t level = number(content, 0, 1);

	if (content.len < 2)
		return answer(TLS_ANSWER_NOT_YET);
	refusal.alert = (uint8_t)number(content, 1, 1);
	/* The one warning that servers send and then go on. */
	if (level == TLS_ALERT_WARNING &&
	    refusal.alert == TLS_ALERT_UNRECOGNIZED_NAME)
		return answer(TLS_ANSWER_NOT_YET);
	return level == TLS_ALERT_WARNING || level == TLS_ALERT_FATAL
	               ? refusal
	               : answer(TLS_ANSWER_FOREIGN);
}

/* A handshake message that several records may share among them. */
struct message {
	uint8_t bytes[4096];
	size_t len;
};

static void join(struct message *message, struct bytes part)
{
	part = bytes_first(part, sizeof(message->bytes) - message->len);
	memcpy(message->bytes + message->len, part.data, part.len);
	message->len += part.len;
}

/* RFC 8446 4. */
static struct tls_answer read_message(const struct message *message)
{
	enum { HEADER = 4 };
	struct bytes bytes = { message->bytes, message->len };
	size_t len = number(bytes, 1, 3);

	if (bytes.data[0] != SERVER_HELLO ||
	    len > sizeof(message->bytes) - HEADER)
		return answer(TLS_ANSWER_FOREIGN);
	if (bytes.len < HEADER)
		return answer(TLS_ANSWER_NOT_YET);
	return read_server_hello(bytes_first(bytes_from(bytes, HEADER), len),
	                         len, TLS_VERSION_SSL3, TLS_VERSION_1_3);
}

/* Whether a record, RFC 8446 5.1, may begin so. */
static bool begins_record(struct bytes said)
{
	uint8_t type = said.data[0];
	uint32_t len = number(said, 3, 2);

	if (said.len >= 2 && said.data[1] != 3)
		return false;
	if (type == RECORD_ALERT)
		return said.len < 5 || len == 2;
	return type == RECORD_HANDSHAKE &&
	       (said.len < 5 || (len > 0 && len <= RECORD_LENGTH_MAX));
}

/* The record that `*rest` begins with, which need not be there to its end. */
static struct tls_answer read_record(struct bytes *rest,
                                     struct message *message)
{
	enum { HEADER = 5 };
	struct bytes content = bytes_from(*rest, HEADER);
	uint8_t type = rest->data[0];

	if (!begins_record(*rest))
		return answer(TLS_ANSWER_FOREIGN);
	content = bytes_first(content, number(*rest, 3, 2));
	*rest = bytes_from(*rest, HEADER + content.len);
	if (type == RECORD_ALERT)
		return read_alert(content);
	if (content.len == 0)
		return answer(TLS_ANSWER_NOT_YET);
	join(message, content);
	return read_message(message);
}

/* SERVER-HELLO of SSL 2.0, after the draft of 1995.  One without ciphers has
 * none of ours. */
static struct tls_answer read_ssl2_hello(struct bytes message, size_t len)
{
	enum { FIXED = 11 };
	size_t ciphers = number(message, 7, 2);

	if (message.len < FIXED)
		return answer(TLS_ANSWER_NOT_YET);
	if (number(message, 3, 2) != tls_version_number(TLS_VERSION_SSL2) ||
	    FIXED + number(message, 5, 2) + ciphers + number(message, 9, 2) !=
	            len)
		return answer(TLS_ANSWER_FOREIGN);
	if (ciphers == 0)
		return (struct tls_answer){ TLS_ANSWER_REFUSED, 0,
			                    TLS_ALERT_HANDSHAKE_FAILURE };
	return (struct tls_answer){ TLS_ANSWER_ACCEPTED, TLS_VERSION_SSL2, 0 };
}

static struct tls_answer read_ssl2(struct bytes said)
{
	enum { HEADER = 2, SSL2_ERROR = 0, SSL2_SERVER_HELLO = 4 };
	size_t len = number(said, 0, HEADER) & 0x7fff;
	struct bytes message = bytes_from(said, HEADER);

	if (message.len == 0)
		return answer(TLS_ANSWER_NOT_YET);
	if (message.data[0] == SSL2_SERVER_HELLO)
		return read_ssl2_hello(message, len);
	if (message.data[0] != SSL2_ERROR || len != 3)
		return answer(TLS_ANSWER_FOREIGN);
	return (struct tls_answer){ TLS_ANSWER_REFUSED, 0,
		                    TLS_ALERT_HANDSHAKE_FAILURE };
}

struct tls_answer tls_answer_read(struct bytes said)
{
	struct tls_answer found = answer(TLS_ANSWER_NOT_YET);
	struct message message;

	if (said.len > 0 && (said.data[0] & 0x80) != 0)
		return read_ssl2(said);
	message.len = 0;
	while (said.len > 0 && found.kind == TLS_ANSWER_NOT_YET)
		found = read_record(&said, &message);
	return found;
}

/* RFC 6347 4.2.1: a version, which says nothing, and a cookie. */
static struct tls_answer read_verify_request(struct bytes body, size_t len)
{
	if (body.len != len || len < 3 || number(body, 2, 1) != len - 3)
		return answer(TLS_ANSWER_FOREIGN);
	return answer(TLS_ANSWER_VERIFY);
}

/* RFC 6347 4.2.2. */
static struct tls_answer read_fragment(struct bytes content)
{
	struct bytes header, body;
	size_t len;

	if (!take(&content, 12, &header) ||
	    !take(&content, number(header, 9, 3), &body))
		return answer(TLS_ANSWER_FOREIGN);
	len = number(header, 1, 3);
	if (header.data[0] == HELLO_VERIFY_REQUEST)
		return read_verify_request(body, len);
	if (header.data[0] != SERVER_HELLO)
		return answer(TLS_ANSWER_FOREIGN);
	if (number(header, 6, 3) != 0)
		return answer(TLS_ANSWER_NOT_YET);
	return read_server_hello(bytes_first(body, len), len,
	                         TLS_VERSION_DTLS_1_0, TLS_VERSION_DTLS_1_3);
}

/* RFC 6347 4.1; before a handshake the epoch is 0. */
struct tls_answer tls_answer_read_datagram(struct bytes said)
{
	struct bytes header, content;

	if (!take(&said, 13, &header) ||
	    !take(&said, number(header, 11, 2), &content) ||
	    !bytes_have(header, 1, "\xfe") ||
	    !bytes_have(header, 3, "\x00\x00"))
		return answer(TLS_ANSWER_FOREIGN);
	if (header.data[0] == RECORD_ALERT && content.len == 2)
		return read_alert(content);
	if (header.data[0] == RECORD_HANDSHAKE)
		return read_fragment(content);
	return answer(TLS_ANSWER_FOREIGN);
}
