// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_AUDIT_SCAN_H
#define PORTSCAN_CLI_AUDIT_SCAN_H

#include "audit/change.h"
#include "audit/collector.h"
#include "audit/profile.h"
#include "base/text.h"
#include "cli/audit_request.h"

#include <stdbool.h>

/* What an audit's scan saw, in one look or two. */
struct audit_scan {
	struct collected first, second;
	struct name_map names; /* that the profile calls addresses by */
	bool looked_twice;
	bool interrupted;     /* before all that changed was looked at twice: no
	                       * change is told then */
	struct snapshot seen; /* what both looks come to */
	struct change_list changes;  /* from the snapshot before to `seen` */
	struct change_list at_first; /* the same of the first look alone */
	struct change_list denied;   /* of those: not seen by the second */
};

/*
 * Scan as `request` says, then hold it against `before` (NULL: nothing is
 * there) and look again at what changed, after the profile's delay.  Changes
 * borrow from `before`.  Returns an exit code, having said what went wrong;
 * where `seen.coverage` is there, there is something to store.
 */
int audit_scan_run(struct audit_scan *scan, struct audit_request *request,
                   const struct profile *profile,
                   const struct snapshot *before);
/* How closely such a scan looks. */
enum depth audit_scan_depth(const struct scan_request *request);

void audit_scan_release(struct audit_scan *scan);

#endif
