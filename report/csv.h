// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_CSV_H
#define PORTSCAN_REPORT_CSV_H

#include "report/output.h"
#include "scan/sink.h"

/*
 * CSV (RFC 4180, but lines end in LF alone, as every other tool on the same
 * pipe expects): one line of column names, then one line a finding.  Unknown is
 * empty, the codes of `why` are joined by spaces, and text is as
 * escape_csv_field() makes it.  Owns `output`; NULL, and `output` left to the
 * caller, when out of memory.
 */
struct sink *csv_sink_create(struct output *output);

#endif
