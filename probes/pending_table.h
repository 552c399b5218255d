// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_PENDING_TABLE_H
#define PORTSCAN_PROBES_PENDING_TABLE_H

#include "base/siphash.h"
#include "targets/address.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Whose answer is this?  The attempts under way, each in its slot, found again
 * by what an answer shows.  What arrives is up to strangers, so the hash is
 * keyed.  The memory is bounded by the number of slots.
 */
struct pending_table;

/* Where an answer comes from and where it arrives. */
struct pending_key {
	struct address address;
	uint32_t socket; /* any number that tells our sockets apart */
	uint16_t port;
};

/* For slots below `slots`; NULL when out of memory. */
struct pending_table *pending_table_create(uint32_t slots,
                                           struct siphash_key secret);
void pending_table_free(struct pending_table *table);

/* `slot` must not be in the table, and no other slot there with this key. */
void pending_table_put(struct pending_table *table, uint32_t slot,
                       const struct pending_key *key);

/* False, and `*slot` untouched, when nothing with this key is under way. */
bool pending_table_find(const struct pending_table *table,
                        const struct pending_key *key, uint32_t *slot);

/* `slot` must be in the table. */
void pending_table_remove(struct pending_table *table, uint32_t slot);

#endif
