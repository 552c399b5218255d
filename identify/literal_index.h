// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_LITERAL_INDEX_H
#define PORTSCAN_IDENTIFY_LITERAL_INDEX_H

#include "identify/bytes.h"

#include <stddef.h>
#include <stdint.h>

/*
 * Finds which of many literals stand in some bytes by going over them once.
 * Each literal is filed under three neighbouring bytes of its own, those that
 * the others have least; shorter ones cannot be filed.
 */
enum { LITERAL_INDEX_MIN = 3 };

struct literal_index;

/* The literals' bytes are not copied.  NULL when out of memory. */
struct literal_index *literal_index_create(const struct bytes *literals,
                                           size_t count);
void literal_index_free(struct literal_index *index);

/* Set a bit of `found` (64 to an element) for each literal that stands in
 * `bytes`, by its place in what the index was created from. */
void literal_index_search(const struct literal_index *index, struct bytes bytes,
                          uint64_t *found);

#endif
