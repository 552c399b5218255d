// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_MAP_POOL_H
#define PORTSCAN_AUDIT_MAP_POOL_H

#include "audit/answer_map.h"

#include <stdbool.h>
#include <stddef.h>

/* Maps that are shared by all who hold an equal one, and not changed any
 * more. */
struct map_pool {
	struct siphash_key key;
	struct answer_map **slots; /* open addressing */
	size_t room, count;
	size_t bytes; /* of the maps */
};

void map_pool_init(struct map_pool *pool);
void map_pool_release(struct map_pool *pool);

/*
 * The shared map that equals `map`, with one reference more; `map`, which is
 * not shared yet, is trimmed and belongs to the pool.  NULL when out of memory,
 * and `map` is still the caller's.
 */
struct answer_map *map_pool_share(struct map_pool *pool,
                                  struct answer_map *map);

/* Free the maps without references, which were kept until now. */
void map_pool_sweep(struct map_pool *pool);

#endif
