// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_DESCRIPTORS_H
#define PORTSCAN_SCAN_DESCRIPTORS_H

#include <stdint.h>

/* The descriptors a scan may use for probes. */
struct descriptor_budget {
	uint64_t limit;     /* RLIMIT_NOFILE, after it was raised */
	uint32_t available; /* for probes: the rest less a reserve */
};

enum {
	DESCRIPTORS_RESERVED = 64, /* for DNS, reports and what else opens */
	DESCRIPTORS_MIN = 4,       /* with fewer available a scan is refused */
};

/* Raise the soft limit to the hard one and see what is left. */
struct descriptor_budget descriptor_budget_claim(void);

/* The pure part: `limit` descriptors of which `in_use` are open.  A low limit
 * keeps a quarter of itself back instead of DESCRIPTORS_RESERVED. */
uint32_t descriptor_budget_available(uint64_t limit, uint64_t in_use);

#endif
