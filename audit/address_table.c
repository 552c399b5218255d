// SPDX-License-Identifier: Apache-2.0
#include "audit/address_table.h"

#include <stdlib.h>
#include <string.h>

enum { ROOM_AT_FIRST = 64 };

void address_table_init(struct address_table *table)
{
	*table = (struct address_table){ .key = siphash_key_random() };
}

void address_table_release(struct address_table *table)
{
	for (size_t i = 0; i < table->room; i++)
		free(table->leaves[i]);
	free(table->leaves);
	*table = (struct address_table){ 0 };
}

static struct address first_of_leaf(const struct address *address)
{
	struct address first = *address;

	first.lo -= first.lo % LEAF_ADDRESSES;
	return first;
}

/* Where the leaf that begins with `first` is, or would be. */
static struct address_leaf **place_of(const struct address_table *table,
                                      const struct address *first)
{
	const uint64_t words[] = { first->hi, first->lo, first->version };
	size_t i = (size_t)siphash(&table->key, words, 3) & (table->room - 1);

	while (table->leaves[i] != NULL &&
	       !address_equal(&table->leaves[i]->first, first))
		i = (i + 1) & (table->room - 1);
	return &table->leaves[i];
}

static bool enlarge(struct address_table *table)
{
	struct address_table fresh = *table;

	fresh.room = table->room == 0 ? ROOM_AT_FIRST : 2 * table->room;
	fresh.leaves = calloc(fresh.room, sizeof(*fresh.leaves));
	if (fresh.leaves == NULL)
		return false;
	for (size_t i = 0; i < table->room; i++)
		if (table->leaves[i] != NULL)
			*place_of(&fresh, &table->leaves[i]->first) =
				table->leaves[i];
	free(table->leaves);
	table->leaves = fresh.leaves;
	table->room = fresh.room;
	return true;
}

struct answer_map **address_table_find(const struct address_table *table,
                                       const struct address *address)
{
	struct address first = first_of_leaf(address);
	struct address_leaf *leaf;

	if (table->room == 0)
		return NULL;
	leaf = *place_of(table, &first);
	return leaf == NULL ? NULL : &leaf->maps[address->lo - first.lo];
}

struct answer_map **address_table_make(struct address_table *table,
                                       const struct address *address)
{
	struct address first = first_of_leaf(address);
	struct address_leaf **place;

	if (4 * (table->count + 1) > 3 * table->room && !enlarge(table))
		return NULL;
	place = place_of(table, &first);
	if (*place == NULL) {
		*place = calloc(1, sizeof(**place));
		if (*place == NULL)
			return NULL;
		(*place)->first = first;
		table->count++;
	}
	return &(*place)->maps[address->lo - first.lo];
}

static int compare_leaves(const void *a, const void *b)
{
	const struct address_leaf *const *left = a, *const *right = b;

	return address_compare(&(*left)->first, &(*right)->first);
}

struct address_leaf **address_table_sorted(const struct address_table *table)
{
	struct address_leaf **leaves =
		calloc(table->count + 1, sizeof(*leaves));
	size_t count = 0;

	if (leaves == NULL)
		return NULL;
	for (size_t i = 0; i < table->room; i++)
		if (table->leaves[i] != NULL)
			leaves[count++] = table->leaves[i];
	qsort(leaves, count, sizeof(*leaves), compare_leaves);
	return leaves;
}
