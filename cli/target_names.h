// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_TARGET_NAMES_H
#define PORTSCAN_CLI_TARGET_NAMES_H

#include "base/text.h"
#include "cli/target_plan.h"

#include <stdbool.h>
#include <uv.h>

struct resolver;

/* The addresses of the names among the targets and the exclusions.  Zero it
 * before use. */
struct target_names {
	struct target_plan *plan;
	struct resolver *resolver; /* NULL: not under way */
	bool out_of_memory;
};

/*
 * Give `plan` the addresses of all its names: of a target those of `versions`,
 * RESOLVE_IPV4 and RESOLVE_IPV6 (targets/resolve.h), of an exclusion all that
 * it has.  Names without are complained about, and known to the plan.  Runs
 * `loop` until it has no more to do.  False with one line in `error`.
 */
bool target_names_resolve(struct target_names *names, uv_loop_t *loop,
                          struct target_plan *plan, unsigned versions,
                          struct text *error);

/* Stop target_names_resolve(): the other names have no address. */
void target_names_cancel(struct target_names *names);

#endif
