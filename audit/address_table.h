// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_ADDRESS_TABLE_H
#define PORTSCAN_AUDIT_ADDRESS_TABLE_H

#include "audit/answer_map.h"
#include "base/siphash.h"
#include "targets/address.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LEAF_ADDRESSES = 64 };

/* 64 neighbouring addresses. */
struct address_leaf {
	struct address first;
	struct answer_map *maps[LEAF_ADDRESSES]; /* not owned; NULL: none */
};

/* What is known of single addresses, by hash of their leaf. */
struct address_table {
	struct siphash_key key;
	struct address_leaf **leaves; /* open addressing */
	size_t room, count;
};

void address_table_init(struct address_table *table);
void address_table_release(struct address_table *table);

/* Where the map of `address` stands, as long as the table does; NULL when there
 * is no such place yet. */
struct answer_map **address_table_find(const struct address_table *table,
                                       const struct address *address);

/* The same, and the place is made; NULL when out of memory. */
struct answer_map **address_table_make(struct address_table *table,
                                       const struct address *address);

/* All leaves by address, `count` of them, for the caller to free(); NULL when
 * out of memory. */
struct address_leaf **address_table_sorted(const struct address_table *table);

#endif
