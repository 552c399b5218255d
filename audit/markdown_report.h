// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_MARKDOWN_REPORT_H
#define PORTSCAN_AUDIT_MARKDOWN_REPORT_H

#include "audit/account.h"
#include "base/text.h"

/*
 * Append what a ticket needs as Markdown with tables (GitHub's, which GitLab,
 * Gitea and pandoc read too): what needs a person first, one line for the same
 * port on many hosts.  What we did not write ourselves stands in code spans, on
 * one line, without backquotes and bars: no link, mention or markup comes of
 * it.
 */
void markdown_report(const struct account *account, struct text *text);

#endif
