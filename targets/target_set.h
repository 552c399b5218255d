// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TARGETS_TARGET_SET_H
#define PORTSCAN_TARGETS_TARGET_SET_H

#include "base/text.h"
#include "targets/address.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A set of addresses, kept as ranges: memory goes with the number of ranges,
 * not of addresses.  Build it with target_set_add() in any order of ranges,
 * then target_set_seal() it; only a sealed set can be counted, searched and
 * indexed. Sealed, the ranges are sorted, disjoint and never touch.
 */
struct target_range {
	struct address first;
	struct address last; /* inclusive; same version as first */
};

struct target_set {
	struct target_range *ranges;
	size_t range_count;
	size_t range_capacity;
	uint64_t *starts; /* sealed: index of each range's first address */
	uint64_t count;   /* sealed: addresses in all */
};

/* More addresses than this in one set is refused: see target_set_seal(). */
#define TARGET_ADDRESSES_MAX (UINT64_C(1) << 40)

enum target_set_error {
	TARGET_SET_OK = 0,
	TARGET_SET_NO_MEMORY = -1,
	TARGET_SET_TOO_LARGE = -2, /* over TARGET_ADDRESSES_MAX addresses */
};

void target_set_init(struct target_set *set);
void target_set_release(struct target_set *set);

/* Add first..last, of one version and in this order; the set is no longer
 * sealed.  TARGET_SET_NO_MEMORY leaves it as it was. */
enum target_set_error target_set_add(struct target_set *set,
                                     const struct address *first,
                                     const struct address *last);

/*
 * Sort and merge, take every address of `excluded` (may be NULL; need not be
 * sealed) out, and index the rest.  May be called again, to take out more.  On
 * error the set is not sealed.
 */
enum target_set_error target_set_seal(struct target_set *set,
                                      const struct target_set *excluded);

/* The address at `index` < count, in ascending order; O(log ranges). */
struct address target_set_at(const struct target_set *set, uint64_t index);

/* How many addresses of the set lie in `range`. */
uint64_t target_set_count_within(const struct target_set *set,
                                 const struct target_range *range);

bool target_set_has(const struct target_set *set,
                    const struct address *address);

/* The index of `address`, as target_set_at() takes it; false, and `*index`
 * untouched, when it is not in the set. */
bool target_set_find(const struct target_set *set,
                     const struct address *address, uint64_t *index);

/* Append "10.0.0.1,10.0.0.5-10.0.0.9": the ranges of the sealed set, as
 * targets/target_spec.h reads them; nothing for an empty one. */
void target_set_format(const struct target_set *set, struct text *text);

#endif
