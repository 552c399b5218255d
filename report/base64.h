// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_BASE64_H
#define PORTSCAN_REPORT_BASE64_H

#include "base/text.h"

#include <stddef.h>

/* Append `bytes` in base64, padded, without line breaks (RFC 4648 4). */
void base64_append(struct text *text, const void *bytes, size_t len);

#endif
