// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_MASSCAN_JSON_H
#define PORTSCAN_AUDIT_MASSCAN_JSON_H

#include "audit/snapshot.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Read what masscan writes as JSON, an array or one object a line, into a
 * snapshot that has its coverage; with the commas and the last line that make
 * the array of some versions no JSON.  It holds open ports, and not what was
 * asked.  False with "line N: what" in `error` when it is no such thing.
 */
bool masscan_json_read(const char *bytes, size_t len, struct snapshot *snapshot,
                       struct text *error);

#endif
