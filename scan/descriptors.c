// SPDX-License-Identifier: Apache-2.0
#include "scan/descriptors.h"

#include <fcntl.h>
#include <sys/resource.h>

/* A scan never has more in flight; and counting stays short. */
enum { USEFUL_MAX = 1 << 20, COUNTED_MAX = 1024 };

uint32_t descriptor_budget_available(uint64_t limit, uint64_t in_use)
{
	uint64_t reserved = limit / 4 < DESCRIPTORS_RESERVED
	                            ? limit / 4
	                            : DESCRIPTORS_RESERVED;

	if (limit > USEFUL_MAX)
		limit = USEFUL_MAX;
	return limit > in_use + reserved ? (uint32_t)(limit - in_use - reserved)
	                                 : 0;
}

/* Descriptors are given out from 0 up, so what is open is near the bottom. */
static uint64_t count_open(uint64_t limit)
{
	uint64_t open = 0;

	for (int fd = 0; fd < COUNTED_MAX && (uint64_t)fd < limit; fd++)
		if (fcntl(fd, F_GETFD) >= 0)
			open++;
	return open;
}

struct descriptor_budget descriptor_budget_claim(void)
{
	struct rlimit limit;
	struct descriptor_budget budget = { 0 };

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return budget;
	if (limit.rlim_cur < limit.rlim_max) {
		struct rlimit raised = { limit.rlim_max, limit.rlim_max };

		if (setrlimit(RLIMIT_NOFILE, &raised) == 0)
			limit = raised;
	}
	budget.limit = limit.rlim_cur;
	budget.available = descriptor_budget_available(
		limit.rlim_cur, count_open(limit.rlim_cur));
	return budget;
}
