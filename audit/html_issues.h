// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_HTML_ISSUES_H
#define PORTSCAN_AUDIT_HTML_ISSUES_H

#include "audit/account.h"
#include "base/text.h"

/*
 * Append the section on what needs a person: issues new and open, with the
 * evidence and what to do next, and what was resolved in this run.  Issues that
 * say the same of many hosts are one entry.
 */
void html_issues_append(const struct account *account, struct text *text);

#endif
