// SPDX-License-Identifier: Apache-2.0
#include "scan/descriptors.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <sys/resource.h>

Test(descriptors, a_reserve_is_kept_back_and_shrinks_with_the_limit)
{
	static const struct {
		uint64_t limit, in_use;
		uint32_t available;
	} rows[] = {
		{ 20000, 10, 20000 - 10 - 64 },
		{ 1024, 10, 1024 - 10 - 64 },
		{ 64, 12, 64 - 12 - 16 },
		{ 32, 12, 32 - 12 - 8 },
		{ 8, 7, 0 },
		{ 8, 6, 0 },
		{ 0, 0, 0 },
		{ 16, 40, 0 },
		{ UINT64_MAX, 10, (1 << 20) - 10 - 64 },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect(eq(u32,
		             descriptor_budget_available(rows[i].limit,
		                                         rows[i].in_use),
		             rows[i].available),
		          "row %zu", i);
}

Test(descriptors, claiming_raises_the_soft_limit_to_the_hard_one)
{
	struct rlimit limit;
	struct descriptor_budget budget;

	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max / 2;
	cr_assert(eq(int, setrlimit(RLIMIT_NOFILE, &limit), 0));
	budget = descriptor_budget_claim();
	cr_expect(eq(u64, budget.limit, limit.rlim_max));
	cr_expect(lt(u32, budget.available, (uint32_t)limit.rlim_max - 64));
}
