// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_HTTP_RESPONSE_H
#define PORTSCAN_IDENTIFY_HTTP_RESPONSE_H

#include "identify/bytes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A response of HTTP/1 (RFC 9112), or of what took over its form: RTSP, SIP,
 * SSDP.  Read as servers write it, not only as they should: a bare LF ends a
 * line, a line without a colon is passed over, a folded value is one value.
 * Nothing that was cut off is believed: of a header, whole lines count; of a
 * body, what is there.
 */
enum { HTTP_FIELDS_MAX = 100 }; /* further ones are passed over */

struct http_field {
	struct bytes name, value;
};

/* Lives as long as the bytes that it was read from, and until released. */
struct http_response {
	struct bytes protocol; /* "HTTP" */
	unsigned major, minor;
	unsigned status; /* 100 to 999 */
	struct http_field fields[HTTP_FIELDS_MAX];
	size_t field_count;
	/* Without its chunks; empty where it is compressed, for that is never
	 * undone. */
	struct bytes body;
	bool whole; /* nothing of it is still to come */
	uint8_t *memory;
};

/* False, and nothing to release, when it is no response, or without memory.
 * Interim responses (1xx) that come first are passed over. */
bool http_response_read(struct bytes said, struct http_response *response);
void http_response_release(struct http_response *response);

/* And not RTSP, SIP, ... */
bool http_response_is_http(const struct http_response *response);

/* The first field of that name, case aside; false when there is none. */
bool http_response_field(const struct http_response *response, const char *name,
                         struct bytes *value);

/* The same from `*at` on, which is 0 at first and moved behind what is found:
 * every field of that name in turn. */
bool http_response_next_field(const struct http_response *response,
                              const char *name, size_t *at,
                              struct bytes *value);

/* Whether it is no use to wait for more. */
bool http_response_is_whole(struct bytes said);

#endif
