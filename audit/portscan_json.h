// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_PORTSCAN_JSON_H
#define PORTSCAN_AUDIT_PORTSCAN_JSON_H

#include "audit/snapshot.h"
#include "base/text.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Read portscan's own results, docs/record.schema.json, into a snapshot that
 * has its coverage: the document, or one record a line.  A line that is cut
 * short at the end of the file, as a kill leaves it, is left out.  False with
 * one line in `error` when it is no such thing.
 */
bool portscan_json_read_document(const json_t *document,
                                 struct snapshot *snapshot, struct text *error);
bool portscan_json_read_lines(const char *bytes, size_t len,
                              struct snapshot *snapshot, struct text *error);

#endif
