// SPDX-License-Identifier: Apache-2.0
#include "audit/map_pool.h"

#include <stdlib.h>

enum { ROOM_AT_FIRST = 64 };

void map_pool_init(struct map_pool *pool)
{
	*pool = (struct map_pool){ .key = siphash_key_random() };
}

void map_pool_release(struct map_pool *pool)
{
	for (size_t i = 0; i < pool->room; i++)
		free(pool->slots[i]);
	free(pool->slots);
	*pool = (struct map_pool){ 0 };
}

/* Where a map equal to `map` is, or would be. */
static struct answer_map **place_of(const struct map_pool *pool,
                                    const struct answer_map *map)
{
	size_t i = (size_t)map->hash & (pool->room - 1);

	while (pool->slots[i] != NULL &&
	       (pool->slots[i]->hash != map->hash ||
	        !answer_map_equal(pool->slots[i], map)))
		i = (i + 1) & (pool->room - 1);
	return &pool->slots[i];
}

/* Those that anybody refers to, in a table of `room`; the others are freed. */
static bool rebuild(struct map_pool *pool, size_t room)
{
	struct map_pool fresh = { .key = pool->key, .room = room };

	fresh.slots = calloc(room, sizeof(*fresh.slots));
	if (fresh.slots == NULL)
		return false;
	for (size_t i = 0; i < pool->room; i++) {
		struct answer_map *map = pool->slots[i];

		if (map == NULL)
			continue;
		if (map->refs == 0) {
			free(map);
			continue;
		}
		*place_of(&fresh, map) = map;
		fresh.count++;
		fresh.bytes += answer_map_size(map);
	}
	free(pool->slots);
	*pool = fresh;
	return true;
}

struct answer_map *map_pool_share(struct map_pool *pool, struct answer_map *map)
{
	struct answer_map **place;

	if (4 * (pool->count + 1) > 3 * pool->room &&
	    !rebuild(pool, pool->room == 0 ? ROOM_AT_FIRST : 2 * pool->room))
		return NULL;
	answer_map_trim(map);
	map->hash = answer_map_hash(map, &pool->key);
	place = place_of(pool, map);
	if (*place != NULL) {
		free(map);
		(*place)->refs++;
		return *place;
	}
	map->interned = true;
	map->refs = 1;
	*place = map;
	pool->count++;
	pool->bytes += answer_map_size(map);
	return map;
}

/* Out of memory it goes on as it is: nothing is wrong, only large. */
void map_pool_sweep(struct map_pool *pool)
{
	if (pool->room > 0)
		(void)rebuild(pool, pool->room);
}
