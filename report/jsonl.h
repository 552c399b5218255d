// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_JSONL_H
#define PORTSCAN_REPORT_JSONL_H

#include "report/output.h"
#include "scan/sink.h"

/*
 * One record a line as it comes (report/record.h): scan, ports, hosts, and a
 * summary, which is missing when the scan was killed.  Owns `output`; NULL,
 * and `output` left to the caller, when out of memory.
 */
struct sink *jsonl_sink_create(struct output *output);

#endif
