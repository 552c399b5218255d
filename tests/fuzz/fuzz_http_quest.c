// SPDX-License-Identifier: Apache-2.0
/* What a server said to one request after the other: replies, each ended by
 * the ASCII record separator. */
#include "identify/http_quest.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SEPARATOR = 0x1e, BUDGET = 20 };

static struct bytes take_reply(struct bytes *rest)
{
	const uint8_t *end = rest->len == 0
	                             ? NULL
	                             : memchr(rest->data, SEPARATOR, rest->len);
	size_t len = end == NULL ? rest->len : (size_t)(end - rest->data);
	struct bytes reply = bytes_first(*rest, len);

	*rest = bytes_from(*rest, len + (end != NULL));
	return reply;
}

/* One request line and header, and nothing that the server smuggled in. */
static void check_request(struct bytes request)
{
	static const char rest[] = " HTTP/1.1\r\n"
				   "Host: zoo.test:8080\r\n"
				   "User-Agent: portscan\r\n"
				   "Accept: */*\r\n"
				   "Accept-Encoding: identity\r\n"
				   "Connection: close\r\n\r\n";
	struct bytes path = http_request_path(request);

	if (path.len == 0 ||
	    (path.data[0] != '/' &&
	     !bytes_have(path, 0, "http://config.privoxy.org/")))
		abort();
	for (size_t i = 0; i < path.len; i++)
		if (path.data[i] <= ' ' || path.data[i] > '~')
			abort();
	if (request.len != 4 + path.len + sizeof(rest) - 1 ||
	    !bytes_have(request, 4 + path.len, rest))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes rest = { data, size }, request;
	struct identity who = { 0 };
	struct http_quest quest;
	size_t asked = 0;

	http_quest_init(&quest, "zoo.test", 8080, false, BUDGET);
	for (; http_quest_next(&quest, &request); asked++) {
		check_request(request);
		http_quest_hear(&quest, take_reply(&rest), &who);
	}
	if (asked > HTTP_QUEST_MAX)
		abort();
	identity_release(&who);
	return 0;
}
