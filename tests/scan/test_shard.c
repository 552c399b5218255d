// SPDX-License-Identifier: Apache-2.0
#include "scan/shard.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

Test(shard, sizes_are_those_of_dealing_out_one_by_one)
{
	for (uint64_t count = 0; count < 40; count++)
		for (uint32_t shards = 1; shards < 45; shards++) {
			uint64_t dealt[45] = { 0 };

			for (uint64_t i = 0; i < count; i++)
				dealt[i % shards]++;
			for (uint32_t index = 0; index < shards; index++)
				cr_assert(eq(u64,
				             shard_size(count, index, shards),
				             dealt[index]));
		}
}

Test(shard, largest_scan_does_not_overflow)
{
	cr_expect(eq(u64, shard_size(UINT64_MAX, SHARDS_MAX - 1, SHARDS_MAX),
	             UINT64_MAX / SHARDS_MAX));
	cr_expect(eq(u64, shard_size(UINT64_MAX, 0, 1), UINT64_MAX));
}
