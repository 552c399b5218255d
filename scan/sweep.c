// SPDX-License-Identifier: Apache-2.0
#include "scan/sweep.h"

#include <stdbool.h>

void sweep_init(struct sweep *sweep, const struct host_bits *found,
                uint32_t passes, uint32_t timeout_ms, uint64_t seed)
{
	*sweep = (struct sweep){
		.found = found,
		.passes = found->size > 0 ? passes : 0,
		.timeout_ms = timeout_ms,
	};
	if (found->size > 0)
		permutation_init(&sweep->order, found->size, seed);
}

/* The next of this pass; false when it is over. */
static bool next_of_pass(struct sweep *sweep, uint64_t *place)
{
	while (sweep->cursor < sweep->found->size) {
		*place = permutation_at(&sweep->order, sweep->cursor++);
		if (!host_bits_has(sweep->found, *place))
			return true;
	}
	return false;
}

enum sweep_next sweep_next(struct sweep *sweep, uint64_t now_ms,
                           uint64_t *place)
{
	while (sweep->pass < sweep->passes) {
		if (sweep->cursor == 0 && sweep->pass > 0 &&
		    now_ms < sweep->asked_ms + sweep->timeout_ms)
			return SWEEP_WAIT;
		if (next_of_pass(sweep, place)) {
			sweep->asked_ms = now_ms;
			return SWEEP_ASK;
		}
		sweep->pass++;
		sweep->cursor = 0;
	}
	return SWEEP_DONE;
}

void sweep_return(struct sweep *sweep)
{
	sweep->cursor--;
}
