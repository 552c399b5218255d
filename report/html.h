// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_HTML_H
#define PORTSCAN_REPORT_HTML_H

#include "report/output.h"
#include "scan/sink.h"

/*
 * One page for people, which needs nothing but itself (report/html_page.h):
 * how many of each verdict, what needs investigation first, all open ports by
 * host with what they told, and what the scan could not find out.
 *
 * It keeps what it shows until end and writes everything then.  Until that, a
 * regular file is a whole page that says that it is unfinished, even if the
 * program is killed (output_set_tail()).
 *
 * Owns `output`; NULL, and `output` left to the caller, when out of memory.
 */
struct sink *html_sink_create(struct output *output);

#endif
