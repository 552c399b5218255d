// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_HTML_INVESTIGATE_H
#define PORTSCAN_REPORT_HTML_INVESTIGATE_H

#include "base/text.h"
#include "report/html_row.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Append the section on what needs investigation, with the evidence and what
 * to do next; nothing where nothing does.  The same port with the same reason
 * on many hosts is one entry, and so are whole hosts.  False when out of
 * memory.
 */
bool html_investigate_append(struct text *text, const struct html_row *rows,
                             size_t count, const char *strings);

#endif
