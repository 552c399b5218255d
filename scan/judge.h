// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_JUDGE_H
#define PORTSCAN_SCAN_JUDGE_H

#include "registry/registry.h"
#include "scan/finding.h"
#include "scan/probe_pool.h"

/*
 * The finding that a settled probe comes to: what was observed, held against
 * the registry.  It points into the probe; its hostname is left unknown.
 */
struct finding judge(const struct probe *probe,
                     const struct registry *registry);

#endif
