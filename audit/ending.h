// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_ENDING_H
#define PORTSCAN_AUDIT_ENDING_H

#include "audit/change.h"
#include "audit/collector.h"
#include "audit/issue.h"
#include "audit/store.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * How a run ends up in the store: its numbers, and its changes with what both
 * looks saw.
 */

/* Fill what `collected`, `seen`, `issues` and `changes` tell of the run. */
bool ending_of_run(struct run *run, const struct collected *collected,
                   const struct snapshot *seen, const struct issue_list *issues,
                   const struct change_list *changes);

/* Changes ready to be stored; owns their words. */
struct ending_changes {
	struct stored_change *items;
	size_t count;
};

/*
 * Those of `confirmed`, and those of `denied` as INCOMPARABLE_NOT_CONFIRMED;
 * records are borrowed from `first` and `second`, the snapshots of both looks
 * (second: NULL where there was none).  False when out of memory.
 */
bool ending_changes_make(struct ending_changes *changes,
                         const struct change_list *confirmed,
                         const struct change_list *denied,
                         const struct snapshot *first,
                         const struct snapshot *second);
void ending_changes_release(struct ending_changes *changes);

#endif
