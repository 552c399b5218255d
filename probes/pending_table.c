// SPDX-License-Identifier: Apache-2.0
#include "probes/pending_table.h"

#include <assert.h>
#include <stdlib.h>

#define EMPTY UINT32_MAX

/*
 * Open addressing with linear probing.  A place holds a slot, and the slot's
 * key is beside it in `keys`.  Half of the places at least stay empty.
 */
struct pending_table {
	struct siphash_key secret;
	struct pending_key *keys; /* of each slot */
	uint32_t *places;
	uint32_t mask; /* number of places, a power of two, less one */
	uint32_t slots;
};

struct pending_table *pending_table_create(uint32_t slots,
                                           struct siphash_key secret)
{
	struct pending_table *table = calloc(1, sizeof(*table));
	uint32_t count = 2;

	if (table == NULL)
		return NULL;
	while (count / 2 < slots)
		count *= 2;
	table->secret = secret;
	table->slots = slots;
	table->mask = count - 1;
	table->keys = calloc(slots, sizeof(*table->keys));
	table->places = malloc(count * sizeof(*table->places));
	if (table->keys == NULL || table->places == NULL) {
		pending_table_free(table);
		return NULL;
	}
	for (uint32_t i = 0; i < count; i++)
		table->places[i] = EMPTY;
	return table;
}

void pending_table_free(struct pending_table *table)
{
	if (table == NULL)
		return;
	free(table->keys);
	free(table->places);
	free(table);
}

/* The place where the search for `key` begins. */
static uint32_t home(const struct pending_table *table,
                     const struct pending_key *key)
{
	const uint64_t words[] = {
		key->address.hi,
		key->address.lo,
		(uint64_t)key->socket << 32 |
			(uint64_t)key->address.version << 16 | key->port,
	};

	return (uint32_t)siphash(&table->secret, words, 3) & table->mask;
}

static bool keys_equal(const struct pending_key *a, const struct pending_key *b)
{
	return a->port == b->port && a->socket == b->socket &&
	       address_equal(&a->address, &b->address);
}

void pending_table_put(struct pending_table *table, uint32_t slot,
                       const struct pending_key *key)
{
	uint32_t place = home(table, key);

	assert(slot < table->slots);
	while (table->places[place] != EMPTY)
		place = (place + 1) & table->mask;
	table->places[place] = slot;
	table->keys[slot] = *key;
}

bool pending_table_find(const struct pending_table *table,
                        const struct pending_key *key, uint32_t *slot)
{
	uint32_t place = home(table, key);

	while (table->places[place] != EMPTY) {
		if (keys_equal(&table->keys[table->places[place]], key)) {
			*slot = table->places[place];
			return true;
		}
		place = (place + 1) & table->mask;
	}
	return false;
}

/* Close the gap at `gap`, so that no search ends at it too early: what is
 * behind it moves up, unless it would come to lie before its home. */
static void close_gap(struct pending_table *table, uint32_t gap)
{
	uint32_t place = gap;

	for (;;) {
		uint32_t slot, distance;

		place = (place + 1) & table->mask;
		slot = table->places[place];
		if (slot == EMPTY)
			break;
		distance =
			(place - home(table, &table->keys[slot])) & table->mask;
		if (distance < ((place - gap) & table->mask))
			continue;
		table->places[gap] = slot;
		gap = place;
	}
	table->places[gap] = EMPTY;
}

void pending_table_remove(struct pending_table *table, uint32_t slot)
{
	uint32_t place = home(table, &table->keys[slot]);

	while (table->places[place] != slot) {
		assert(table->places[place] != EMPTY);
		place = (place + 1) & table->mask;
	}
	close_gap(table, place);
}
