// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_TABLE_H
#define PORTSCAN_REPORT_TABLE_H

#include "report/output.h"
#include "report/style.h"
#include "scan/sink.h"

/*
 * The report for people: a table sorted by address, port and protocol, what
 * needs investigation, and counts.  Ports that fold_wants() are one row for
 * each host.  It keeps what it shows until end and writes everything then.
 * `style` is copied.  Owns `output`; NULL, and `output` left to the caller,
 * when out of memory.
 *
 * Lines keep to style.width, except for commands to copy.
 */
struct sink *table_sink_create(struct output *output,
                               const struct style *style);

#endif
