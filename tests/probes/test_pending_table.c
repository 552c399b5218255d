// SPDX-License-Identifier: Apache-2.0
#include "probes/pending_table.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

enum { SLOTS = 100 };

static const struct siphash_key secret = { 1, 2 };

static struct pending_key key(uint64_t host, uint32_t socket, uint16_t port)
{
	return (struct pending_key){ .address = { .lo = host, .version = 4 },
		                     .socket = socket,
		                     .port = port };
}

/* The slot found under `key`; -1: none. */
static int found(const struct pending_table *table, struct pending_key key)
{
	uint32_t slot;

	return pending_table_find(table, &key, &slot) ? (int)slot : -1;
}

static void put(struct pending_table *table, uint32_t slot,
                struct pending_key key)
{
	pending_table_put(table, slot, &key);
}

Test(pending_table, tells_address_socket_and_port_apart)
{
	struct pending_table *table = pending_table_create(SLOTS, secret);
	struct pending_key v6 = key(9, 1, 53);

	v6.address.version = 6;
	put(table, 7, key(9, 1, 53));
	put(table, 8, key(9, 2, 53));
	put(table, 0, v6);
	cr_expect(eq(int, found(table, key(9, 1, 53)), 7));
	cr_expect(eq(int, found(table, key(9, 2, 53)), 8));
	cr_expect(eq(int, found(table, v6), 0));
	cr_expect(eq(int, found(table, key(9, 3, 53)), -1));
	cr_expect(eq(int, found(table, key(9, 1, 54)), -1));
	cr_expect(eq(int, found(table, key(8, 1, 53)), -1));
	pending_table_free(table);
}

Test(pending_table, what_was_removed_is_not_found)
{
	struct pending_table *table = pending_table_create(1, secret);

	put(table, 0, key(1, 1, 1));
	pending_table_remove(table, 0);
	cr_expect(eq(int, found(table, key(1, 1, 1)), -1));
	put(table, 0, key(2, 2, 2));
	cr_expect(eq(int, found(table, key(2, 2, 2)), 0));
	pending_table_free(table);
}

static struct pending_key key_of(int slot, int turn)
{
	return key(1 + (uint64_t)slot % 5, 0,
	           (uint16_t)(slot + SLOTS * turn + 1));
}

/* Does the table hold what `turns` says: 0 nothing, else the slot's key of
 * that turn? */
static void check_all(const struct pending_table *table, const int *turns)
{
	for (int slot = 0; slot < SLOTS; slot++) {
		int turn = turns[slot] == 0 ? 1 : turns[slot];
		int expected = turns[slot] == 0 ? -1 : slot;

		cr_assert(eq(int, found(table, key_of(slot, turn)), expected));
	}
}

/* Full of neighbours, chains are cut in the middle again and again. */
Test(pending_table, agrees_with_a_list_through_thousands_of_changes)
{
	struct pending_table *table = pending_table_create(SLOTS, secret);
	int turns[SLOTS] = { 0 };

	srand(3);
	for (int change = 0; change < 5000; change++) {
		int slot = rand() % SLOTS;

		if (turns[slot] == 0) {
			turns[slot] = 1 + rand() % 600;
			put(table, (uint32_t)slot, key_of(slot, turns[slot]));
		} else {
			pending_table_remove(table, (uint32_t)slot);
			turns[slot] = 0;
		}
		if (change % 50 == 0)
			check_all(table, turns);
	}
	pending_table_free(table);
}
