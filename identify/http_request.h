// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_HTTP_REQUEST_H
#define PORTSCAN_IDENTIFY_HTTP_REQUEST_H

#include "identify/bytes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whom a request is for: a name, or an address as people write it. */
struct http_authority {
	const char *host;
	uint16_t port;
	bool tls;
};

/*
 * Write GET of `path`, with a NUL: its length, or 0 when it does not fit.
 *
 * It is HTTP/1.1, with the Host that it demands: some that are modern refuse
 * HTTP/1.0 (Envoy), and a server of many names answers the one that was asked
 * for.  The connection is closed behind it, so that its end is told in any
 * case; and nothing may come compressed.
 */
size_t http_request_write(char *out, size_t size, const char *path,
                          const struct http_authority *authority);

/* What a request asked for: "/" of "GET / HTTP/1.0"; empty when it is none. */
struct bytes http_request_path(struct bytes request);

/*
 * Where `location`, from the reply to GET of `path`, leads on the same server:
 * the path to ask for, with a NUL.  False when it leads elsewhere, is no
 * place, or does not fit.
 */
bool http_request_redirect(char *out, size_t size, struct bytes location,
                           const char *path,
                           const struct http_authority *authority);

#endif
