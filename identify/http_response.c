// SPDX-License-Identifier: Apache-2.0
/*
 * In the order a response is read:
 *
 *   read_status_line -> read_fields -> frame_body -> read_body
 */
#include "identify/http_response.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What is on its way through a response. */
struct reader {
	struct bytes rest;
	uint8_t *out; /* where in memory the next value goes; never full, for
	               * nothing grows when it is copied */
};

/* The next line, if its end is there. */
static bool next_line(struct bytes *rest, struct bytes *line)
{
	const uint8_t *end =
		rest->len == 0 ? NULL : memchr(rest->data, '\n', rest->len);

	if (end == NULL)
		return false;
	*line = bytes_line(*rest);
	*rest = bytes_from(*rest, (size_t)(end + 1 - rest->data));
	return true;
}

static bool is_blank(uint8_t c)
{
	return c == ' ' || c == '\t';
}

static struct bytes trim(struct bytes text)
{
	while (text.len > 0 && is_blank(text.data[0]))
		text = bytes_from(text, 1);
	while (text.len > 0 && is_blank(text.data[text.len - 1]))
		text.len--;
	return text;
}

/* ASCII case aside; `word` is all of it. */
static bool is_word(struct bytes text, const char *word)
{
	return text.len == strlen(word) &&
	       strncasecmp((const char *)text.data, word, text.len) == 0;
}

/* RFC 9112 4: a name, "/1.1", a status of three digits, and perhaps a reason.
 * Its line may be cut off behind the status. */
static bool read_status_line(struct bytes said, struct http_response *response)
{
	struct bytes line = bytes_line(said);
	const uint8_t *digit;
	size_t len = 0;

	while (len < line.len && isalpha(line.data[len]))
		len++;
	response->protocol = bytes_first(line, len);
	line = bytes_from(line, len);
	if (len == 0 || line.len < 8 || line.data[0] != '/' ||
	    !isdigit(line.data[1]) || line.data[2] != '.' ||
	    !isdigit(line.data[3]) || !is_blank(line.data[4]))
		return false;
	response->major = line.data[1] - '0';
	response->minor = line.data[3] - '0';
	line = trim(bytes_from(line, 4));
	digit = line.data;
	if (line.len < 3 || !isdigit(digit[0]) || !isdigit(digit[1]) ||
	    !isdigit(digit[2]) || (line.len > 3 && isalnum(digit[3])))
		return false;
	response->status = (unsigned)(digit[0] - '0') * 100 +
	                   (unsigned)(digit[1] - '0') * 10 +
	                   (unsigned)(digit[2] - '0');
	return response->status >= 100;
}

/* RFC 9110 5.5: control bytes in a value become blanks. */
static void append_value(struct reader *reader, struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		*reader->out++ = iscntrl(text.data[i]) ? ' ' : text.data[i];
}

/* RFC 9112 5.2: what is folded continues the value before it. */
static void unfold(struct reader *reader, struct bytes line,
                   struct http_response *response)
{
	struct http_field *last;

	if (response->field_count == 0)
		return;
	last = &response->fields[response->field_count - 1];
	append_value(reader, (struct bytes){ (const uint8_t *)" ", 1 });
	append_value(reader, trim(line));
	last->value.len = (size_t)(reader->out - last->value.data);
}

/* RFC 9112 5: "name: value".  False when there is no colon. */
static bool read_field(struct reader *reader, struct bytes line,
                       struct http_response *response)
{
	const uint8_t *colon = memchr(line.data, ':', line.len);
	struct http_field *field = &response->fields[response->field_count];
	size_t len;

	if (colon == NULL)
		return false;
	len = (size_t)(colon - line.data);
	field->name = trim(bytes_first(line, len));
	field->value.data = reader->out;
	append_value(reader, trim(bytes_from(line, len + 1)));
	field->value.len = (size_t)(reader->out - field->value.data);
	response->field_count++;
	return true;
}

/* Up to the empty line; false when it has not come. */
static bool read_fields(struct reader *reader, struct http_response *response)
{
	struct bytes line;
	bool folds = false; /* into a field that was kept */

	while (next_line(&reader->rest, &line)) {
		if (line.len == 0)
			return true;
		if (is_blank(line.data[0])) {
			if (folds)
				unfold(reader, line, response);
			continue;
		}
		folds = response->field_count < HTTP_FIELDS_MAX &&
		        read_field(reader, line, response);
	}
	return false;
}

bool http_response_next_field(const struct http_response *response,
                              const char *name, size_t *at, struct bytes *value)
{
	while (*at < response->field_count) {
		const struct http_field *field = &response->fields[(*at)++];

		if (!is_word(field->name, name))
			continue;
		*value = field->value;
		return true;
	}
	return false;
}

bool http_response_field(const struct http_response *response, const char *name,
                         struct bytes *value)
{
	size_t at = 0;

	return http_response_next_field(response, name, &at, value);
}

/* How the end of a body is told (RFC 9112 6.3). */
struct framing {
	bool none;     /* there is no body */
	bool chunked;  /* by its last chunk */
	bool counted;  /* by its length */
	size_t length; /* then; as large as can be when it says more */
	bool coded;    /* compressed */
};

/* False unless it is digits alone. */
static bool read_length(struct bytes text, size_t *length)
{
	*length = 0;
	for (size_t i = 0; i < text.len; i++) {
		if (!isdigit(text.data[i]))
			return false;
		if (*length > SIZE_MAX / 10 - 1)
			*length = SIZE_MAX / 10 - 1; /* never reached */
		*length = *length * 10 + (text.data[i] - '0');
	}
	return text.len > 0;
}

/* Content-Length, unless two of them differ (RFC 9112 6.3). */
static bool content_length(const struct http_response *response, size_t *length)
{
	struct bytes value;
	bool known = false;
	size_t at = 0, next;

	while (http_response_next_field(response, "Content-Length", &at,
	                                &value)) {
		if (!read_length(value, &next) || (known && next != *length))
			return false;
		*length = next;
		known = true;
	}
	return known;
}

/* The next part of a list with commas, trimmed; false at its end. */
static bool next_part(struct bytes *list, struct bytes *part)
{
	const uint8_t *comma =
		list->len == 0 ? NULL : memchr(list->data, ',', list->len);
	size_t len = comma == NULL ? list->len : (size_t)(comma - list->data);

	if (list->len == 0)
		return false;
	*part = trim(bytes_first(*list, len));
	*list = bytes_from(*list, len + 1);
	return true;
}

static void read_codings(const struct http_response *response,
                         const char *field, struct framing *framing)
{
	struct bytes list, coding;
	size_t at = 0;

	while (http_response_next_field(response, field, &at, &list))
		while (next_part(&list, &coding)) {
			if (is_word(coding, "chunked"))
				framing->chunked = true;
			else if (coding.len > 0 && !is_word(coding, "identity"))
				framing->coded = true;
		}
}

bool http_response_is_http(const struct http_response *response)
{
	return is_word(response->protocol, "HTTP");
}

/* 101 goes on in another protocol; other 1xx announce the true response. */
static bool is_interim(unsigned status)
{
	return status < 200 && status != 101;
}

static struct framing frame_body(const struct http_response *response)
{
	struct framing framing = { 0 };

	read_codings(response, "Transfer-Encoding", &framing);
	read_codings(response, "Content-Encoding", &framing);
	framing.counted =
		!framing.chunked && content_length(response, &framing.length);
	/* RFC 2326 4.4, RFC 3261 20.14: elsewhere no length is no body. */
	framing.none = response->status < 200 || response->status == 204 ||
	               response->status == 304 ||
	               (!http_response_is_http(response) && !framing.counted);
	return framing;
}

/* RFC 9112 7.1: a size in hexadecimal, perhaps with an extension. */
static bool read_chunk_size(struct bytes line, size_t *size)
{
	size_t len = 0;

	*size = 0;
	for (; len < line.len && isxdigit(line.data[len]); len++) {
		uint8_t c = line.data[len];

		if (*size > SIZE_MAX >> 4)
			return false;
		*size = *size << 4 |
		        (size_t)(isdigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
	}
	line = trim(bytes_from(line, len));
	return len > 0 && (line.len == 0 || line.data[0] == ';');
}

/* Behind the empty line that ends a header, and the trailer of chunks (RFC 9112
 * 7.1.2); false when it has not come. */
static bool skip_header(struct bytes *rest)
{
	struct bytes line;

	while (next_line(rest, &line))
		if (line.len == 0)
			return true;
	return false;
}

/* Take the next chunk, as far as it is there; false when it is the last one,
 * or what follows is none. */
static bool next_chunk(struct bytes *rest, struct bytes *chunk, bool *whole)
{
	struct bytes line;
	size_t size;

	if (!next_line(rest, &line) || !read_chunk_size(line, &size))
		return false;
	if (size == 0) {
		*whole = skip_header(rest);
		return false;
	}
	*chunk = bytes_first(*rest, size);
	*rest = bytes_from(*rest, chunk->len);
	if (bytes_have(*rest, 0, "\r"))
		*rest = bytes_from(*rest, 1);
	if (bytes_have(*rest, 0, "\n"))
		*rest = bytes_from(*rest, 1);
	return true;
}

static bool chunks_are_whole(struct bytes rest)
{
	struct bytes chunk;
	bool whole = false;

	while (next_chunk(&rest, &chunk, &whole))
		;
	return whole;
}

static void join_chunks(struct reader *reader, struct bytes *body)
{
	struct bytes chunk;
	bool whole = false;

	*body = (struct bytes){ reader->out, 0 };
	while (next_chunk(&reader->rest, &chunk, &whole)) {
		memcpy(reader->out, chunk.data, chunk.len);
		reader->out += chunk.len;
		body->len += chunk.len;
	}
}

static bool body_is_whole(const struct framing *framing, struct bytes rest)
{
	if (framing->none)
		return true;
	if (framing->chunked)
		return chunks_are_whole(rest);
	return framing->counted && rest.len >= framing->length;
}

static void read_body(struct reader *reader, struct http_response *response)
{
	struct framing framing = frame_body(response);

	response->whole = body_is_whole(&framing, reader->rest);
	if (framing.none || framing.coded)
		return;
	if (framing.chunked)
		join_chunks(reader, &response->body);
	else if (framing.counted)
		response->body = bytes_first(reader->rest, framing.length);
	else
		response->body = reader->rest;
}

/* Behind the interim responses (RFC 9110 15.2), if another one follows. */
static struct bytes after_interim(struct bytes said)
{
	struct http_response response = { 0 }, next = { 0 };
	struct bytes rest = said;

	while (read_status_line(said, &response) &&
	       is_interim(response.status) && skip_header(&rest) &&
	       read_status_line(rest, &next))
		said = rest;
	return said;
}

bool http_response_read(struct bytes said, struct http_response *response)
{
	struct reader reader;
	struct bytes status_line;

	*response = (struct http_response){ 0 };
	reader.rest = after_interim(said);
	if (!read_status_line(reader.rest, response))
		return false;
	response->memory = malloc(said.len);
	if (response->memory == NULL)
		return false;
	reader.out = response->memory;
	if (next_line(&reader.rest, &status_line) &&
	    read_fields(&reader, response) && !is_interim(response->status))
		read_body(&reader, response);
	return true;
}

void http_response_release(struct http_response *response)
{
	free(response->memory);
	*response = (struct http_response){ 0 };
}

bool http_response_is_whole(struct bytes said)
{
	struct http_response response;
	bool whole;

	if (!http_response_read(said, &response))
		return false;
	whole = response.whole;
	http_response_release(&response);
	return whole;
}
