// SPDX-License-Identifier: Apache-2.0
#include "targets/name_map.h"

#include <stdlib.h>
#include <string.h>

static bool reserve_one(struct name_map *map)
{
	size_t capacity = map->capacity > 0 ? map->capacity * 2 : 16;
	struct named_address *entries;

	if (map->count < map->capacity)
		return true;
	entries = reallocarray(map->entries, capacity, sizeof(*entries));
	if (entries == NULL)
		return false;
	map->entries = entries;
	map->capacity = capacity;
	return true;
}

bool name_map_add(struct name_map *map, const struct address *address,
                  const char *name)
{
	struct named_address entry = { *address, NULL, map->count };

	if (!reserve_one(map))
		return false;
	entry.name = strdup(name);
	if (entry.name == NULL)
		return false;
	map->entries[map->count++] = entry;
	return true;
}

static int by_address(const void *a, const void *b)
{
	const struct named_address *left = a;
	const struct named_address *right = b;

	return address_compare(&left->address, &right->address);
}

static int by_address_and_order(const void *a, const void *b)
{
	const struct named_address *left = a;
	const struct named_address *right = b;
	int order = by_address(a, b);

	if (order != 0)
		return order;
	return (left->order > right->order) - (left->order < right->order);
}

void name_map_seal(struct name_map *map)
{
	size_t kept = 0;

	if (map->count == 0)
		return;
	qsort(map->entries, map->count, sizeof(*map->entries),
	      by_address_and_order);
	for (size_t i = 1; i < map->count; i++) {
		if (by_address(&map->entries[kept], &map->entries[i]) == 0)
			free(map->entries[i].name);
		else
			map->entries[++kept] = map->entries[i];
	}
	map->count = kept + 1;
}

const char *name_map_find(const struct name_map *map,
                          const struct address *address)
{
	const struct named_address key = { .address = *address };
	const struct named_address *found;

	if (map->count == 0)
		return NULL;
	found = bsearch(&key, map->entries, map->count, sizeof(*map->entries),
	                by_address);

	return found != NULL ? found->name : NULL;
}

void name_map_release(struct name_map *map)
{
	for (size_t i = 0; i < map->count; i++)
		free(map->entries[i].name);
	free(map->entries);
	*map = (struct name_map){ 0 };
}
