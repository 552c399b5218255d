// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_SERVICE_TEXT_H
#define PORTSCAN_REPORT_SERVICE_TEXT_H

#include "base/text.h"
#include "scan/finding.h"

#include <stdbool.h>

/*
 * What answered, as people call it.  What is appended holds bytes that a
 * remote host chose, for its user to escape.
 */

/* Is the service inside TLS from the first byte on, and known?  Within a
 * connection that begins plain (STARTTLS) it is not. */
bool service_text_is_wrapped(const struct finding *finding);

/*
 * Append name, product and version: "https nginx 1.22.1", "tls/redis"; nothing
 * where the name is unknown.  Without a product the one fact follows that tells
 * most of which service this is: the title of its page, the name in its
 * certificate.
 */
void service_text_append(struct text *text, const struct finding *finding);

#endif
