// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_SCAN_LOG_H
#define PORTSCAN_SCAN_SCAN_LOG_H

#include "base/text.h"
#include "scan/checkpoint.h"
#include "scan/host_table.h"
#include "scan/probe_pool.h"
#include "scan/sink.h"
#include "targets/probe_space.h"

/* What was reported, as the log of a checkpoint has it, and back: the log
 * knows addresses and questions by their numbers in `space`. */

/* Append what a settled probe, or a host that is done with, brought. */
void scan_log_probe(struct text *log, const struct probe_space *space,
                    const struct probe *probe);
void scan_log_host(struct text *log, const struct host *host);

/* The probe that was logged as `finding`, as far as judge() needs it; its
 * answer is the caller's to free. */
struct probe scan_log_read_probe(const struct probe_space *space,
                                 const struct checkpoint_finding *finding);

struct host_summary scan_log_read_host(const struct probe_space *space,
                                       const struct checkpoint_host *host);

#endif
