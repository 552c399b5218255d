// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_SECOND_LOOK_H
#define PORTSCAN_AUDIT_SECOND_LOOK_H

#include "audit/change.h"
#include "audit/snapshot.h"
#include "targets/port_set.h"
#include "targets/target_set.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Before a change is told its question is asked again.  This picks the
 * questions, and makes of both looks what the run saw: where the second one was
 * answered it counts, for it is the later one.
 */

/* A question that is to be asked again. */
struct doubt {
	struct address address;
	enum protocol protocol;
	uint16_t port;
};

struct doubt_list {
	struct doubt *items; /* sorted, no two alike */
	size_t count;
};

/* What to ask again for all that changed from `before` to `now`; of a host that
 * came or went every port that it has open.  False when out of memory. */
bool doubt_list_make(struct doubt_list *doubts,
                     const struct change_list *changes,
                     const struct snapshot *before, const struct snapshot *now);
void doubt_list_release(struct doubt_list *doubts);

/* The addresses and the ports of them all, which is what one scan can ask: more
 * than was to be asked, and nothing that the audit does not ask.  The set is
 * sealed.  False when out of memory. */
bool doubt_list_spread(const struct doubt_list *doubts,
                       struct target_set *targets, struct port_plan *ports);

/*
 * Make `merged` of what both looks saw; of `again` only the answers to
 * `doubts` are read.  The coverage of `now` goes over into it, and its
 * sightings stay.  False when out of memory.
 */
bool second_look_merge(struct snapshot *merged, struct snapshot *now,
                       const struct snapshot *again,
                       const struct doubt_list *doubts);

/* Every real change of `first` that `second` does not have.  False when out of
 * memory. */
bool second_look_denied(const struct change_list *first,
                        const struct change_list *second,
                        struct change_list *denied);

#endif
