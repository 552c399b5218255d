// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_HTTP_FACTS_H
#define PORTSCAN_IDENTIFY_HTTP_FACTS_H

#include "identify/facts.h"
#include "identify/http_response.h"

/* Add what a response tells as facts.  Of several responses the first stands,
 * and later ones fill what it left unknown. */
void http_facts_add(const struct http_response *response, struct facts *facts);

#endif
