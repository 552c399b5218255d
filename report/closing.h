// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_CLOSING_H
#define PORTSCAN_REPORT_CLOSING_H

#include "report/style.h"
#include "scan/sink.h"

/*
 * Append a line for each thing that kept ports from being asked or from
 * answering, and what the scan knows of its own reliability
 * (report/assessment.h); nothing after a scan of which all is well.
 */
void closing_append_notes(struct text *text,
                          const struct scan_summary *summary);

/*
 * Append the end of the report for people: those notes, then one line of
 * counts.  How many ports
 * need investigation stands elsewhere (report/investigate.h).
 */
void closing_append(struct text *text, const struct scan_summary *summary,
                    const struct style *style);

#endif
