// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_FILTER_H
#define PORTSCAN_REPORT_FILTER_H

#include "scan/sink.h"

/*
 * Pass only findings of open ports on to `next`, and all else unchanged: the
 * counts of hosts and of the summary still cover every port.  Owns `next`;
 * NULL, and `next` left to the caller, when out of memory.
 */
struct sink *filter_open_sink_create(struct sink *next);

#endif
