// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_PLACE_SET_H
#define PORTSCAN_SCAN_PLACE_SET_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Which of a host's ports wait for something, by their place among the scan's
 * ports: a bit each, and no memory while there are none.  Zero is empty.
 */
struct place_set {
	uint64_t *words;
	uint32_t count;
	uint32_t next; /* where pop looks first */
};

/* `place` < `size`, the number of ports of the scan.  False when out of
 * memory. */
bool place_set_add(struct place_set *set, uint32_t place, uint32_t size);

/* Take any place out of a set that is not empty; the memory goes with the last
 * one. */
uint32_t place_set_pop(struct place_set *set, uint32_t size);

/* The first place from `from` on that is in the set; false: none is. */
bool place_set_find(const struct place_set *set, uint32_t from, uint32_t size,
                    uint32_t *place);

void place_set_release(struct place_set *set);

#endif
