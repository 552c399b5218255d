// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_HTTP_CHALLENGE_H
#define PORTSCAN_IDENTIFY_HTTP_CHALLENGE_H

#include "identify/bytes.h"

#include <stdbool.h>

/* How, and for what, a server wants somebody to log in (RFC 9110 11.6.1). */
struct http_challenge {
	struct bytes scheme; /* "Basic" */
	struct bytes realm;  /* without its quotes; empty when there is none */
};

/* Take the next of the list that WWW-Authenticate is; false at its end. */
bool http_challenge_next(struct bytes *list, struct http_challenge *challenge);

#endif
