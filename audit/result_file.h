// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_RESULT_FILE_H
#define PORTSCAN_AUDIT_RESULT_FILE_H

#include "audit/snapshot.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Read the results of a scan, whoever made them: portscan's --json, --jsonl and
 * --xml, nmap's XML, masscan's JSON as an array or one object a line.  What the
 * file is, its content tells.  The coverage says what the file says was asked
 * and no more.
 *
 * The snapshot is sorted.  False with "FILE: line N: what" in `error`, and an
 * empty snapshot, when the file cannot be read or is none of these.
 */
bool result_file_read(const char *path, struct snapshot *snapshot,
                      struct text *error);

/* The same of bytes in memory; `error` does not name the file. */
bool result_file_parse(const char *bytes, size_t len, struct snapshot *snapshot,
                       struct text *error);

#endif
