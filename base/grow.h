// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_BASE_GROW_H
#define PORTSCAN_BASE_GROW_H

#include <stddef.h>

/*
 * An array of `*room` elements of `size` bytes with room for one more than
 * `count`: `array` itself or a larger copy.  NULL when out of memory, and then
 * `array` is what it was.
 */
void *grow(void *array, size_t *room, size_t count, size_t size);

#endif
