// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_HTML_TREND_H
#define PORTSCAN_AUDIT_HTML_TREND_H

#include "audit/account.h"
#include "base/text.h"

#include <stddef.h>

/*
 * Append the section on how many ports were open, and how many of them nobody
 * had accounted for, run by run, oldest first: a drawing (SVG), and the numbers
 * behind it.  Runs that are not complete are marked.
 */
void html_trend_append(const struct trend_point *points, size_t count,
                       struct text *text);

#endif
