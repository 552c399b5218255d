// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_HOST_BITS_H
#define PORTSCAN_SCAN_HOST_BITS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * One bit for each address of a target set, by its place there
 * (target_set_at(), target_set_find()).  One thread may set bits while others
 * look; they see a bit some time after it was set.
 */
struct host_bits {
	uint64_t size; /* addresses; places are below it */
	_Atomic uint64_t *words;
};

/* Places next to each other, all set. */
struct host_run {
	uint64_t first;
	uint64_t last; /* inclusive */
};

/* All clear.  False when out of memory. */
bool host_bits_init(struct host_bits *bits, uint64_t size);

/* Nothing to release is fine, as in a zeroed struct. */
void host_bits_release(struct host_bits *bits);

void host_bits_set(struct host_bits *bits, uint64_t place);
bool host_bits_has(const struct host_bits *bits, uint64_t place);

/* How many are set. */
uint64_t host_bits_count(const struct host_bits *bits);

/* Set what is clear and clear what is set; nobody else may look meanwhile. */
void host_bits_invert(struct host_bits *bits);

/*
 * The first run that begins at `from` or after it; false when there is none.
 * A run that spans `from` counts from there.  To visit all, go on from
 * run.last + 1.
 */
bool host_bits_run(const struct host_bits *bits, uint64_t from,
                   struct host_run *run);

#endif
