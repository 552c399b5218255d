// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_LOCAL_OWNERS_H
#define PORTSCAN_CLI_LOCAL_OWNERS_H

#include "scan/sink.h"
#include "targets/port_set.h"
#include "targets/target_set.h"

#include <stdbool.h>

struct owning;

/* Who listens to open ports of this machine (scan/owning.h).  Zero it before
 * use; release it also when it was not opened. */
struct local_owners {
	struct target_set own;
	struct owning *owning;
};

/* Put them to what goes on to `next`; `next` and `ports` outlive it.  False
 * when out of memory. */
bool local_owners_open(struct local_owners *owners, struct sink *next,
                       const struct port_plan *ports);

/* Where findings go in. */
struct sink *local_owners_sink(struct local_owners *owners);

void local_owners_release(struct local_owners *owners);

#endif
