// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_HTTP_QUEST_H
#define PORTSCAN_IDENTIFY_HTTP_QUEST_H

#include "identify/http_identity.h"
#include "identify/http_request.h"
#include "identify/identity.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What to ask a web server, one request after the other, each on a connection
 * of its own, until it is known who answers or the budget is spent:
 *
 *	while (http_quest_next(&quest, &request))
 *		http_quest_hear(&quest, converse(request), &who);
 *
 * It begins with "/", goes on with what tells most of what is still unknown,
 * and asks for the favicon last.  Every request is a GET that changes nothing
 * and logs in nowhere; redirects are followed on the same server only.
 *
 * Plain value, about 4 KB; no sockets, no clock.
 */
enum {
	HTTP_QUEST_MAX = 12, /* requests, whatever the budget is */
	HTTP_QUEST_PATH_MAX = 128,
};

struct http_quest {
	char host[256];
	uint16_t port;
	bool tls;
	unsigned budget; /* requests left */
	struct http_identity http;
	char asked[HTTP_QUEST_MAX][HTTP_QUEST_PATH_MAX];
	size_t asked_count;
	char redirect[HTTP_QUEST_PATH_MAX]; /* where to go; "" nowhere */
	unsigned redirects;                 /* that were followed */
	unsigned hints;                     /* a bit for each row in the .c */
	unsigned silences;                  /* requests without a response */
	bool is_http;                       /* it gave a response */
	bool is_over;                       /* there is no use in more */
	char request[640];
};

/* `host` is the name that the user gave, or the address; it is copied. */
void http_quest_init(struct http_quest *quest, const char *host, uint16_t port,
                     bool tls, unsigned budget);

/* The next request, valid until the next call; false when there is none. */
bool http_quest_next(struct http_quest *quest, struct bytes *request);

/*
 * The reply to it, as far as it came; empty when nothing did.  Without a
 * request before, it is a reply to GET of "/" that somebody else has sent.
 * Fills `who`, unless it is no HTTP.
 */
void http_quest_hear(struct http_quest *quest, struct bytes said,
                     struct identity *who);

#endif
