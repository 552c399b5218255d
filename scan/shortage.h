// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_SHORTAGE_H
#define PORTSCAN_SCAN_SHORTAGE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Patience with a shortage on this machine (descriptors, ephemeral ports,
 * kernel memory): others may give back what we lack, so wait, ever longer, and
 * try again; give up only when nothing at all could be started for
 * SHORTAGE_PATIENCE_MS.  One success ends the shortage.
 */
struct shortage {
	bool present;
	uint64_t since_ms;    /* the first failure since the last success */
	uint64_t retry_at_ms; /* do not try before */
	uint32_t pause_ms;
};

enum {
	SHORTAGE_PAUSE_MIN_MS = 10,
	SHORTAGE_PAUSE_MAX_MS = 500,
	SHORTAGE_PATIENCE_MS = 10000,
};

/* A probe could not be started for want of something.  True: keep it and try
 * it again at `retry_at_ms`.  False: patience is over, it stays untested. */
bool shortage_failed(struct shortage *shortage, uint64_t now_ms);

/* A probe could be started. */
void shortage_over(struct shortage *shortage);

/* May a probe be started now? */
bool shortage_allows(const struct shortage *shortage, uint64_t now_ms);

#endif
