// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_JSON_H
#define PORTSCAN_REPORT_JSON_H

#include "report/output.h"
#include "scan/sink.h"

/*
 * One document with the records (report/record.h) as `scan`, `ports`, `hosts`
 * and `summary`, and `complete`, which repeats the summary's.  A regular file
 * holds a valid document from begin on, with "complete":false and a null
 * summary until end, even if the program is killed; output_set_tail() says how
 * far that goes.  Owns `output`; NULL, and `output` left to the caller, when
 * out of memory.
 */
struct sink *json_sink_create(struct output *output);

#endif
