// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_JSON_REPORT_H
#define PORTSCAN_AUDIT_JSON_REPORT_H

#include "audit/account.h"
#include "base/text.h"

#define JSON_REPORT_SCHEMA "portscan-audit/1"

/*
 * Append all of `account` as one JSON document on one line, as
 * docs/audit.schema.json has it.  Field names are a promise: add, never rename.
 * What is unknown is null.
 */
void json_report(const struct account *account, struct text *text);

#endif
