// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_HTTP_TELL_H
#define PORTSCAN_IDENTIFY_HTTP_TELL_H

#include "identify/http_identity.h"
#include "identify/identity.h"

/*
 * Say who answers over HTTP in the terms of every service.  The product is the
 * uppermost layer that is known, and what is beneath it goes into extra.  Of
 * `who`, via, confidence and host name stay as they are, TLS once known, and
 * whatever of the rest http does not know.
 */
void http_tell(const struct http_identity *http, struct identity *who);

#endif
