// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_TARGET_PLAN_H
#define PORTSCAN_CLI_TARGET_PLAN_H

#include "base/text.h"
#include "cli/scan_options.h"
#include "targets/name_map.h"
#include "targets/non_hosts.h"
#include "targets/target_set.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A name among the targets, or among the exclusions. */
struct planned_name {
	char *name;
	bool excluded;
};

/*
 * The addresses to ask, on their way from the command line: gather, resolve
 * the names, seal.  Owns all that it points to.
 */
struct target_plan {
	struct target_set targets;
	struct target_set excluded;
	struct planned_name *names; /* each to be resolved */
	size_t name_count;
	struct name_map given; /* the names of resolved targets */
	char **unresolved;     /* "name: why" */
	size_t unresolved_count;
	/* One of `unresolved` that was to be excluded, else NULL: a scan that
	 * cannot keep to an exclusion must not begin. */
	const char *broken_exclusion;
	uint64_t dropped[NON_HOST_KINDS]; /* sealed: not hosts, not asked */
};

void target_plan_init(struct target_plan *plan);
void target_plan_release(struct target_plan *plan);

/* Read all that the request names.  False with one line in `error`. */
bool target_plan_gather(struct target_plan *plan,
                        const struct scan_request *request, struct text *error);

/* `name` has these addresses.  False when out of memory. */
bool target_plan_resolved(struct target_plan *plan,
                          const struct planned_name *name,
                          const struct address *addresses, size_t count);

/* `name` has none that is known, because of `why`. */
bool target_plan_unresolved(struct target_plan *plan,
                            const struct planned_name *name, const char *why);

/* After every name has its answer: targets less exclusions and non-hosts.
 * False with one line in `error`. */
bool target_plan_seal(struct target_plan *plan, struct text *error);

#endif
