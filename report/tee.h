// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_TEE_H
#define PORTSCAN_REPORT_TEE_H

#include "scan/sink.h"

/*
 * Feed several sinks at once, in the order they were added.  One that fails
 * does not keep the others from their findings; end asks each of them and
 * returns the first error.  NULL when out of memory.
 */
struct sink *tee_sink_create(void);

/*
 * Add `branch` before begin; the tee owns it from then on.  `name` says which
 * one it is, the path of its file perhaps; borrowed.  False, and `branch` left
 * to the caller, when out of memory.
 */
bool tee_sink_add(struct sink *sink, struct sink *branch, const char *name);

/* After end: the name of the branch whose error it returned, else NULL. */
const char *tee_sink_failed(const struct sink *sink);

#endif
