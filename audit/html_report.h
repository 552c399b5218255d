// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_HTML_REPORT_H
#define PORTSCAN_AUDIT_HTML_REPORT_H

#include "audit/account.h"
#include "base/text.h"

/*
 * Append all of `account` as one page that needs nothing but itself
 * (report/html_page.h): what needs a person first, what changed, the trend, a
 * map of hosts and ports, and the exceptions.  What remote hosts and people
 * wrote is escaped; what is left out of a long list is counted.
 */
void html_report(const struct account *account, struct text *text);

#endif
