// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REGISTRY_FETCH_H
#define PORTSCAN_REGISTRY_FETCH_H

#include "base/text.h"

#include <stdbool.h>

#define REGISTRY_OFFICIAL_URL                                                  \
	"https://www.iana.org/assignments/service-names-port-numbers/"         \
	"service-names-port-numbers.csv"

/*
 * Download `url` (http or https; the server's certificate is verified) into
 * `body`, which is cleared first and limited to REGISTRY_MAX_BYTES.  Blocks,
 * for two minutes at most.  On failure `why` is one line for the user.
 *
 * Not for threads: the first call loads libcurl.
 */
bool registry_fetch(const char *url, struct text *body, struct text *why);

#endif
