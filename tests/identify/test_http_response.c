// SPDX-License-Identifier: Apache-2.0
#include "identify/http_response.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#define SAID(literal) (literal), sizeof(literal) - 1

static struct bytes as_bytes(const char *text, size_t len)
{
	return (struct bytes){ (const uint8_t *)text, len };
}

/* In memory of exactly its size, so that a sanitizer sees every step over it.
 */
static bool read_copy(const char *said, size_t len, uint8_t **copy,
                      struct http_response *response)
{
	*copy = malloc(len + 1);
	memcpy(*copy, said, len);
	*copy = realloc(*copy, len > 0 ? len : 1);
	return http_response_read((struct bytes){ *copy, len }, response);
}

static const struct {
	const char *said;
	size_t len;
	unsigned status;
	const char *body;
	bool whole;
} accepted[] = {
	/* Without a reason, or cut behind the status */
	{ SAID("HTTP/1.1 200\r\n\r\nhi"), 200, "hi", false },
	{ SAID("HTTP/1.0 404 Not Found\r\n\r\n"), 404, "", false },
	{ SAID("HTTP/1.1 200"), 200, "", false },
	{ SAID("HTTP/1.1 200 OK\r\nServer: x"), 200, "", false },
	/* Lines that end in LF alone */
	{ SAID("HTTP/1.0 200 OK\nContent-Length: 2\n\nhi"), 200, "hi", true },
	/* By length: exact, short, more than it says, absurd */
	{ SAID("HTTP/1.1 200 OK\r\ncontent-length:2\r\n\r\nhi"), 200, "hi",
	  true },
	{ SAID("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi"), 200, "hi",
	  false },
	{ SAID("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nhi"), 200, "h",
	  true },
	{ SAID("HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nhi"), 200, "hi",
	  false },
	{ SAID("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n"
	       "\r\nhi"),
	  200, "hi", true },
	{ SAID("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n"
	       "\r\nhi"),
	  200, "hi", false },
	{ SAID("HTTP/1.1 200 OK\r\nContent-Length: "
	       "99999999999999999999999999\r\n\r\nhi"),
	  200, "hi", false },
	{ SAID("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nhi"), 200, "hi",
	  false },
	/* In chunks: whole, cut, extended, without their last, with a trailer,
	 * and what is none */
	{ SAID("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	       "2\r\nhi\r\nB;x=y\r\n there and \r\n0\r\n\r\n"),
	  200, "hi there and ", true },
	{ SAID("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
	       "ff\r\nhi"),
	  200, "hi", false },
	{ SAID("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	       "2\nhi\n0\nX: y\n\n"),
	  200, "hi", true },
	{ SAID("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	       "2\r\nhi\r\n0\r\nX: y\r\n"),
	  200, "hi", false },
	{ SAID("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	       "2\r\nhi\r\nzz\r\nho\r\n0\r\n\r\n"),
	  200, "hi", false },
	{ SAID("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	       "ffffffffffffffff0\r\nhi\r\n0\r\n\r\n"),
	  200, "", false },
	{ SAID("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	       "ffffffffffffffff\r\nhi\r\n0\r\n\r\n"),
	  200, "hi\r\n0\r\n\r\n", false },
	{ SAID("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
	       "Content-Length: 1\r\n\r\n2\r\nhi\r\n"),
	  200, "hi", false },
	/* Compressed: never undone, and its end is known all the same */
	{ SAID("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
	       "Content-Length: 2\r\n\r\n\x1f\x8b"),
	  200, "", true },
	{ SAID("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"
	       "2\r\n\x1f\x8b\r\n0\r\n\r\n"),
	  200, "", true },
	{ SAID("HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\n\r\nhi"), 200,
	  "hi", false },
	/* Without a body */
	{ SAID("HTTP/1.1 204 No Content\r\n\r\nhi"), 204, "", true },
	{ SAID("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"), 304,
	  "", true },
	{ SAID("HTTP/1.1 101 Switching Protocols\r\n\r\n\x81"), 101, "", true },
	{ SAID("RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n"), 200, "", true },
	{ SAID("SIP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nhi"), 200, "hi",
	  true },
	/* Behind interim ones */
	{ SAID("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n"
	       "Link: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
	       "\r\nhi"),
	  200, "hi", true },
	{ SAID("HTTP/1.1 100 Continue\r\n\r\n"), 100, "", false },
	{ SAID("HTTP/1.1 100 Continue\r\n"), 100, "", false },
};

Test(http_response, reads)
{
	for (size_t i = 0; i < COUNT(accepted); i++) {
		struct http_response response;
		uint8_t *copy;

		cr_assert(read_copy(accepted[i].said, accepted[i].len, &copy,
		                    &response),
		          "row %zu", i);
		cr_expect(response.status == accepted[i].status, "row %zu: %u",
		          i, response.status);
		cr_expect(response.body.len == strlen(accepted[i].body) &&
		                  (response.body.len == 0 ||
		                   bytes_equal_at(response.body, 0,
		                                  accepted[i].body,
		                                  response.body.len)),
		          "row %zu: body of %zu", i, response.body.len);
		cr_expect(response.whole == accepted[i].whole, "row %zu", i);
		cr_expect(http_response_is_whole(as_bytes(accepted[i].said,
		                                          accepted[i].len)) ==
		                  accepted[i].whole,
		          "row %zu", i);
		http_response_release(&response);
		free(copy);
	}
}

static const struct {
	const char *said;
	size_t len;
} rejected[] = {
	{ SAID("") },
	{ SAID("HTTP/1.1") },
	{ SAID("HTTP/1.1 20") },
	{ SAID("HTTP/1.1 2x0 OK\r\n\r\n") },
	{ SAID("HTTP/1.1 2000 OK\r\n\r\n") },
	{ SAID("HTTP/1.1 099 Low\r\n\r\n") },
	{ SAID("HTTP/11 200 OK\r\n\r\n") },
	{ SAID("/1.1 200 OK\r\n\r\n") },
	{ SAID("HTTP/1.1200 OK\r\n\r\n") },
	{ SAID("\r\nHTTP/1.1 200 OK\r\n\r\n") },
	{ SAID("<html></html>") },
	{ SAID("GET / HTTP/1.1\r\n\r\n") },
};

Test(http_response, rejects_what_is_none)
{
	for (size_t i = 0; i < COUNT(rejected); i++) {
		struct http_response response;
		uint8_t *copy;

		cr_expect(not(read_copy(rejected[i].said, rejected[i].len,
		                        &copy, &response)),
		          "row %zu", i);
		free(copy);
	}
}

static const struct {
	const char *said;
	size_t len;
	const char *value; /* NULL: there is no such field */
} fields[] = {
	{ SAID("HTTP/1.1 200 OK\r\nX: a\r\n\r\n"), "a" },
	{ SAID("HTTP/1.1 200 OK\r\nx:a\r\n\r\n"), "a" },
	{ SAID("HTTP/1.1 200 OK\r\nX :  a \t\r\n\r\n"), "a" },
	{ SAID("HTTP/1.1 200 OK\nX: a\n\n"), "a" },
	{ SAID("HTTP/1.1 200 OK\r\nX:\r\n\r\n"), "" },
	{ SAID("HTTP/1.1 200 OK\r\nX: a:b\r\n\r\n"), "a:b" },
	/* The first of two */
	{ SAID("HTTP/1.1 200 OK\r\nX: a\r\nX: b\r\n\r\n"), "a" },
	/* Folded, by blanks and tabs, and where nothing is to be continued */
	{ SAID("HTTP/1.1 200 OK\r\nX: a\r\n  b\r\n\tc\r\nY: d\r\n\r\n"),
	  "a b c" },
	{ SAID("HTTP/1.1 200 OK\r\n folded\r\nX: a\r\n\r\n"), "a" },
	{ SAID("HTTP/1.1 200 OK\r\nX: a\r\nno colon\r\n b\r\n\r\n"), "a" },
	/* Control bytes within */
	{ SAID("HTTP/1.1 200 OK\r\nX: a\0b\rc\r\n\r\n"), "a b c" },
	/* A line without a colon does not end the header; an empty one does */
	{ SAID("HTTP/1.1 200 OK\r\nnothing\r\nX: a\r\n\r\n"), "a" },
	{ SAID("HTTP/1.1 200 OK\r\n\r\nX: a\r\n"), NULL },
	{ SAID("HTTP/1.1 200 OK\r\nXX: a\r\nY: X: b\r\n\r\n"), NULL },
	/* A cut line is not believed */
	{ SAID("HTTP/1.1 200 OK\r\nX: 1.2"), NULL },
	{ SAID("HTTP/1.1 200 OK\r\nX: 1.2\r\nY"), "1.2" },
};

Test(http_response, finds_fields)
{
	for (size_t i = 0; i < COUNT(fields); i++) {
		struct http_response response;
		struct bytes value = { NULL, 0 };
		uint8_t *copy;
		bool found;

		cr_assert(read_copy(fields[i].said, fields[i].len, &copy,
		                    &response));
		found = http_response_field(&response, "X", &value);
		cr_expect(found == (fields[i].value != NULL), "row %zu", i);
		if (found && fields[i].value != NULL)
			cr_expect(value.len == strlen(fields[i].value) &&
			                  bytes_equal_at(value, 0,
			                                 fields[i].value,
			                                 value.len),
			          "row %zu: %.*s", i, (int)value.len,
			          (const char *)value.data);
		http_response_release(&response);
		free(copy);
	}
}

Test(http_response, gives_every_field_of_a_name)
{
	struct http_response response;
	struct bytes value;
	size_t at = 0;

	cr_assert(http_response_read(
		as_bytes(SAID("HTTP/1.1 200 OK\r\nX: a\r\nY: b\r\nx: c\r\n"
	                      "\r\n")),
		&response));
	cr_expect(http_response_next_field(&response, "X", &at, &value));
	cr_expect(bytes_have(value, 0, "a"));
	cr_expect(http_response_next_field(&response, "X", &at, &value));
	cr_expect(bytes_have(value, 0, "c"));
	cr_expect(not(http_response_next_field(&response, "X", &at, &value)));
	http_response_release(&response);
}

Test(http_response, passes_over_a_million_fields)
{
	static const char begin[] = "HTTP/1.1 200 OK\r\n", line[] = "a: b\r\n",
			  end[] = "Content-Length: 0\r\n\r\n";
	enum { LINES = 1000000, LINE = sizeof(line) - 1 };
	size_t len = strlen(begin) + (size_t)LINES * LINE + strlen(end);
	char *said = malloc(len), *at = said;
	struct http_response response;

	memcpy(at, begin, strlen(begin));
	at += strlen(begin);
	for (size_t i = 0; i < LINES; i++, at += LINE)
		memcpy(at, line, LINE);
	memcpy(at, end, strlen(end));
	cr_assert(http_response_read(as_bytes(said, len), &response));
	cr_expect(eq(sz, response.field_count, HTTP_FIELDS_MAX));
	http_response_release(&response);
	free(said);
}
