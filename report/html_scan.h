// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_HTML_SCAN_H
#define PORTSCAN_REPORT_HTML_SCAN_H

#include "base/text.h"
#include "scan/sink.h"

/* What stands around the ports of the page of a scan. */

/* Append the page up to what was scanned, and when. */
void html_scan_append_head(struct text *text, const struct scan_info *info);

/* Append how the scan ended, and how many of each verdict there are. */
void html_scan_append_result(struct text *text,
                             const struct scan_summary *summary);

/* Append what kept ports from being asked or from answering, and counts. */
void html_scan_append_notes(struct text *text,
                            const struct scan_summary *summary);

/* Append how the scan was made, as the foot of the page. */
void html_scan_append_settings(struct text *text, const struct scan_info *info);

#endif
