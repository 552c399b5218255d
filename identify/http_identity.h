// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_HTTP_IDENTITY_H
#define PORTSCAN_IDENTIFY_HTTP_IDENTITY_H

#include "identify/http_response.h"

#include <stdbool.h>

/*
 * Who answers over HTTP.  That is several at a time: an application, perhaps a
 * proxy before it, and the web server that both rest on.  Each is known by the
 * marks of http_marks.h, and put together here from one reply or from several.
 */
enum http_layer {
	HTTP_APPLICATION, /* Grafana; a device with all that it is */
	HTTP_FRONT,       /* HAProxy, Squid */
	HTTP_SERVER,      /* nginx, Jetty */
};

enum { HTTP_LAYERS = HTTP_SERVER + 1 };

struct http_software {
	char product[80]; /* "": not known */
	char version[48]; /* of who made it, without what packagers added */
	char package[48]; /* with it, where there is any */
};

/* Plain value; zero-initialised, nothing is known. */
struct http_identity {
	struct http_software layers[HTTP_LAYERS];
	const char *service; /* where it is not plainly "http"; static */
	bool is_tls;         /* it says that it wants TLS */
	char on[48];         /* what it says it runs on: "Debian" */
	char model[64];      /* of a device */
	char modules[64];    /* what else its Server field names */
	char platform[48];   /* X-Powered-By */
	bool is_websocket;   /* it serves nothing else */
};

/* The uppermost layer that is known, whose product is what answers; NULL when
 * none is. */
const struct http_software *http_identity_top(const struct http_identity *http);

/* Learn from the reply to GET of `path`.  What was known already stands, but
 * for versions that become more exact. */
void http_identity_learn(struct http_identity *http, struct bytes path,
                         const struct http_response *response);

#endif
