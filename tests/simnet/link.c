// SPDX-License-Identifier: Apache-2.0
#include "tests/simnet/link.h"

#define SECOND_NS UINT64_C(1000000000)

void link_init(struct link *link, uint32_t pps, uint32_t queue)
{
	*link = (struct link){ .queue = queue };
	if (pps > 0)
		link->interval_ns = SECOND_NS / pps;
}

/* Packets that have not begun to leave: the one that is leaving does not wait.
 */
static uint64_t waiting(const struct link *link, uint64_t at_ns)
{
	return link->free_ns > at_ns
	               ? (link->free_ns - at_ns - 1) / link->interval_ns
	               : 0;
}

bool link_pass(struct link *link, uint64_t at_ns, uint64_t *out_ns)
{
	*out_ns = at_ns;
	if (link->interval_ns == 0)
		return true;
	if (link->free_ns > at_ns && waiting(link, at_ns) >= link->queue)
		return false;
	if (link->free_ns < at_ns)
		link->free_ns = at_ns;
	link->free_ns += link->interval_ns;
	link->busy_ns += link->interval_ns;
	*out_ns = link->free_ns;
	return true;
}
