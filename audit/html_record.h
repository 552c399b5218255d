// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_HTML_RECORD_H
#define PORTSCAN_AUDIT_HTML_RECORD_H

#include "base/text.h"

#include <stdbool.h>

/*
 * Append what a port told of itself, and who listens, as terms of a list, from
 * its record (docs/record.schema.json); those that a scan's page shows.  False,
 * and nothing appended, when it is none.
 */
bool html_record_append_terms(const char *record, struct text *text);

#endif
