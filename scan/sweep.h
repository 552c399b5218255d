// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_SWEEP_H
#define PORTSCAN_SCAN_SWEEP_H

#include "scan/host_bits.h"
#include "targets/permutation.h"

#include <stdint.h>

/*
 * Ask every address, and again those that were not found by then: whom to ask
 * next, one pass after the other, each in the same permuted order so that no
 * network gets a burst.  Keeps no time itself.
 */
struct sweep {
	struct permutation order; /* only when there are addresses */
	const struct host_bits *found;
	uint32_t passes;
	uint32_t pass;   /* the one under way, from 0 */
	uint64_t cursor; /* into its order */
	uint64_t timeout_ms;
	uint64_t asked_ms; /* when the last one was asked */
};

enum sweep_next {
	SWEEP_ASK,  /* the address at `*place` */
	SWEEP_WAIT, /* nobody now: answers to the pass may still come */
	SWEEP_DONE, /* nobody any more; answers may still come */
};

/* `found` outlives the sweep; whose bit is set is not asked. */
void sweep_init(struct sweep *sweep, const struct host_bits *found,
                uint32_t passes, uint32_t timeout_ms, uint64_t seed);

/* A pass waits for the answers to the one before, `timeout_ms` after its last
 * question. */
enum sweep_next sweep_next(struct sweep *sweep, uint64_t now_ms,
                           uint64_t *place);

/* The address just given out could not be asked: it is the next again. */
void sweep_return(struct sweep *sweep);

#endif
