// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_ASSESSMENT_H
#define PORTSCAN_REPORT_ASSESSMENT_H

#include "base/text.h"
#include "scan/sink.h"

/*
 * Append what a scan knows of its own reliability, for people: a line for each
 * thing that its findings should be read with in mind, and nothing after a
 * scan where no answer was lost and none left in doubt.
 */
void assessment_append(struct text *text, const struct scan_summary *summary);

#endif
