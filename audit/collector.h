// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_COLLECTOR_H
#define PORTSCAN_AUDIT_COLLECTOR_H

#include "audit/snapshot.h"
#include "base/text.h"
#include "scan/sink.h"

#include <stdbool.h>

/* What a scan saw, kept in memory for the store. */
struct collected {
	struct snapshot snapshot;    /* sorted once the scan has ended */
	struct scan_summary summary; /* without the unresolved names */
	struct text unresolved;      /* the names: "a: why, b: why" */
	bool ended;
	int error; /* an errno: it is not whole; EBADMSG: a finding could
	            * not be kept as it is */
};

/* False when out of memory. */
bool collected_init(struct collected *collected, enum depth depth);
void collected_release(struct collected *collected);

/* The sink that fills it, which outlives it; NULL when out of memory. */
struct sink *collector_create(struct collected *collected);

#endif
