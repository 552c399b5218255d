// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_REPORTS_H
#define PORTSCAN_CLI_REPORTS_H

#include "base/text.h"
#include "cli/scan_options.h"
#include "scan/sink.h"

/*
 * One sink that feeds every report of the request, and the table unless a
 * report takes standard output.  Every file is open by now.  NULL with one
 * line in `error`.  After its end, tee_sink_failed() tells whose error it
 * returned.
 */
struct sink *reports_open(const struct scan_request *request,
                          struct text *error);

#endif
