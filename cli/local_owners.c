// SPDX-License-Identifier: Apache-2.0
#include "cli/local_owners.h"

#include "base/wall_clock.h"
#include "scan/owning.h"
#include "targets/own_addresses.h"

#include <uv.h>

static uint64_t now_ms(void)
{
	return uv_hrtime() / 1000000;
}

bool local_owners_open(struct local_owners *owners, struct sink *next,
                       const struct port_plan *ports)
{
	struct owning_plan plan = {
		.own = &owners->own,
		.ports = ports,
		.proc = "/proc",
		.since_us = wall_clock_us(),
		.now_ms = now_ms,
	};

	if (!own_addresses_read(&owners->own))
		return false;
	owners->owning = owning_create(next, &plan);
	return owners->owning != NULL;
}

struct sink *local_owners_sink(struct local_owners *owners)
{
	return owning_sink(owners->owning);
}

void local_owners_release(struct local_owners *owners)
{
	owning_free(owners->owning);
	target_set_release(&owners->own);
}
