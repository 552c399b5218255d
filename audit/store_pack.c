// SPDX-License-Identifier: Apache-2.0
#include "audit/store_pack.h"

#include <stdint.h>
#include <zlib.h>

enum {
	RAW = -15,            /* deflate without header and check sum */
	SIZE_LIMIT = 1 << 28, /* of what a database says that it holds */
};

/*
 * What records of ports have in common, the most frequent last.  What is stored
 * refers to it: it belongs to the schema, and never changes.
 */
static const unsigned char dictionary[] =
	"<!DOCTYPE html>\\n<html lang=\\\"en\\\">\\n<head>\\n<meta charset="
	"\\\"utf-8\\\">\\n<title></title>\\n</head>\\n<body>\\n<h1></h1>\\n"
	"<a href=\\\"</a></li>\\n</body>\\n</html>\\n"
	"HTTP/1.1 301 Moved Permanently\\r\\nLocation: https://\\r\\n"
	"HTTP/1.1 401 Unauthorized\\r\\nWWW-Authenticate: Basic realm=\\\""
	"HTTP/1.1 404 Not Found\\r\\nHTTP/1.0 200 OK\\r\\nHTTP/1.1 200 OK\\r\\n"
	"Server: nginx/\\r\\nDate: GMT\\r\\nContent-Type: text/html; "
	"charset=utf-8\\r\\nContent-Length: \\r\\nLast-Modified: \\r\\n"
	"Connection: close\\r\\nETag: \\r\\nAccept-Ranges: bytes\\r\\n\\r\\n"
	"SFRUUC8xLjAgMjAwIE9LDQpTZXJ2ZXI6SFRUUC8xLjEgMjAwIE9LDQpTZXJ2ZXI6"
	"\"http\":{\"status\":200,\"server\":null,\"title\":null,"
	"\"content_type\":\"text/html\"},"
	"\"ssh\":{\"software\":\"OpenSSH_\",\"host_keys\":[\"ssh-ed25519 "
	"SHA256:\",\"ecdsa-sha2-nistp256 SHA256:\",\"ssh-rsa SHA256:\"],"
	"SSH-2.0-OpenSSH_9.2p1 Debian-2\\r\\nU1NILTIuMC1PcGVuU1NIX"
	"\"tls\":{\"version\":\"TLSv1.3\",\"sha256\":\"\",\"subject\":\"CN=\","
	"\"issuer\":\"CN=\",\"not_before\":\"\",\"not_after\":\"\",\"names\":["
	"{\"record\":\"port\",\"address\":\"192.168.\",\"address\":\"10.0.0.\","
	"\"hostname\":null,\"port\":80,\"protocol\":\"udp\","
	"\"protocol\":\"tcp\",\"state\":\"open\",\"reason\":\"udp-response\","
	"\"reason\":\"syn-ack\",\"rtt_ms\":0.\",\"attempts\":1,\"time\":\"2026-"
	"\"registry\":{\"status\":\"unassigned\",\"name\":null,"
	"\"registry\":{\"status\":\"assigned\",\"name\":\"\",\"description\":"
	"null},\"service\":null,\"service\":{\"name\":\"http\",\"product\":\""
	"OpenSSH\",\"version\":\"\",\"extra\":null,\"hostname\":null,\"os\":"
	"null,\"device\":null,\"cpe\":[\"cpe:/a:\"],\"tls\":false,\"via\":"
	"\"payload\",\"via\":\"banner\",\"confidence\":\"certain\"},"
	"\"tls\":null,\"ssh\":null,\"http\":null,\"details\":null,"
	"\"banner\":null,\"banner_b64\":null,\"verdict\":\"investigate\","
	"\"why\":[\"number-unassigned\",\"service-differs\"],"
	"\"verdict\":\"unconfirmed\",\"why\":[\"silent\"],"
	"\"verdict\":\"expected\",\"why\":[\"service-agrees\"],"
	"\"suspect\":false,\"process\":null}";

enum { DICTIONARY_SIZE = sizeof(dictionary) - 1 };

/* Deflate into `packed`, which has room for `room`; 0 when it does not fit. */
static size_t deflate_into(unsigned char *packed, size_t room,
                           const void *bytes, size_t len)
{
	z_stream stream = {
		.next_in = (z_const Bytef *)bytes,
		.avail_in = (uInt)len,
		.next_out = packed,
		.avail_out = (uInt)room,
	};
	int status;

	if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, RAW,
	                 MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
		return 0;
	deflateSetDictionary(&stream, dictionary, DICTIONARY_SIZE);
	status = deflate(&stream, Z_FINISH);
	deflateEnd(&stream);
	return status == Z_STREAM_END ? stream.total_out : 0;
}

/* What would not become smaller stays as it is: its length tells. */
static void pack(sqlite3_context *context, int count, sqlite3_value **values)
{
	const void *bytes = sqlite3_value_blob(values[0]);
	size_t len = (size_t)sqlite3_value_bytes(values[0]);
	unsigned char *packed;
	size_t packed_len = 0;

	(void)count;
	packed = sqlite3_malloc64(len + 1);
	if (packed == NULL) {
		sqlite3_result_error_nomem(context);
		return;
	}
	if (len > 1)
		packed_len = deflate_into(packed, len - 1, bytes, len);
	if (packed_len > 0) {
		sqlite3_result_blob64(context, packed, packed_len,
		                      sqlite3_free);
		return;
	}
	sqlite3_free(packed);
	sqlite3_result_value(context, values[0]);
}

/* Is `packed` exactly `size` bytes, deflated? */
static bool inflate_into(unsigned char *bytes, size_t size, const void *packed,
                         size_t len)
{
	z_stream stream = {
		.next_in = (z_const Bytef *)packed,
		.avail_in = (uInt)len,
		.next_out = bytes,
		.avail_out = (uInt)size,
	};
	int status;

	if (inflateInit2(&stream, RAW) != Z_OK)
		return false;
	inflateSetDictionary(&stream, dictionary, DICTIONARY_SIZE);
	status = inflate(&stream, Z_FINISH);
	inflateEnd(&stream);
	return status == Z_STREAM_END && stream.total_out == size &&
	       stream.avail_in == 0;
}

static void unpack(sqlite3_context *context, int count, sqlite3_value **values)
{
	int64_t size = sqlite3_value_int64(values[0]);
	const void *packed = sqlite3_value_blob(values[1]);
	size_t len = (size_t)sqlite3_value_bytes(values[1]);
	unsigned char *bytes;

	(void)count;
	if (size == (int64_t)len) {
		sqlite3_result_value(context, values[1]);
		return;
	}
	if (size < (int64_t)len || size > SIZE_LIMIT) {
		sqlite3_result_error_code(context, SQLITE_CORRUPT);
		return;
	}
	bytes = sqlite3_malloc64((sqlite3_uint64)size);
	if (bytes == NULL) {
		sqlite3_result_error_nomem(context);
	} else if (!inflate_into(bytes, (size_t)size, packed, len)) {
		sqlite3_free(bytes);
		sqlite3_result_error_code(context, SQLITE_CORRUPT);
	} else {
		sqlite3_result_blob64(context, bytes, (sqlite3_uint64)size,
		                      sqlite3_free);
	}
}

bool store_pack_register(sqlite3 *db)
{
	/* Not for what the schema of a hostile database may say. */
	int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;

	return sqlite3_create_function(db, "pack", 1, flags, NULL, pack, NULL,
	                               NULL) == SQLITE_OK &&
	       sqlite3_create_function(db, "unpack", 2, flags, NULL, unpack,
	                               NULL, NULL) == SQLITE_OK;
}
