// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TARGETS_NAME_MAP_H
#define PORTSCAN_TARGETS_NAME_MAP_H

#include "targets/address.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * The names that the user gave, by the addresses they stand for.  Owns its
 * strings.  Zero it to make it empty.
 */
struct name_map {
	struct named_address *entries;
	size_t count;
	size_t capacity;
};

struct named_address {
	struct address address;
	char *name;
	size_t order; /* of the adds */
};

/* `name` is copied.  False when out of memory. */
bool name_map_add(struct name_map *map, const struct address *address,
                  const char *name);

/* After the last add, before the first look-up.  Of several names for one
 * address the first that was added stays. */
void name_map_seal(struct name_map *map);

/* The name for `address`; NULL when there is none. */
const char *name_map_find(const struct name_map *map,
                          const struct address *address);

void name_map_release(struct name_map *map);

#endif
