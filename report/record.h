// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_RECORD_H
#define PORTSCAN_REPORT_RECORD_H

#include "base/text.h"
#include "scan/sink.h"

/*
 * The records of docs/record.schema.json, each one JSON object on one line
 * without its line feed.  Field names are a promise: add, never rename.
 *
 * What is unknown is null; facts that are not known are left out.  The seed is
 * a string of decimal digits, for many readers keep numbers as doubles and
 * would lose its low bits.
 */
#define RECORD_SCHEMA "portscan/1"

void record_scan(struct text *text, const struct scan_info *info);
void record_port(struct text *text, const struct finding *finding);
void record_host(struct text *text, const struct host_summary *host);
void record_summary(struct text *text, const struct scan_summary *summary);

#endif
