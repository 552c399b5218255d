// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_CSV_REPORT_H
#define PORTSCAN_AUDIT_CSV_REPORT_H

#include "audit/account.h"
#include "base/text.h"

/*
 * Append a header and a row for each issue, then for each change, as CSV
 * (RFC 4180) that no spreadsheet runs.  Names and order of columns are a
 * promise: add at the end.  What is unknown is empty.
 */
void csv_report(const struct account *account, struct text *text);

#endif
