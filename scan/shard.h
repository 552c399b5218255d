// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_SHARD_H
#define PORTSCAN_SCAN_SHARD_H

#include <stdint.h>

/*
 * A scan dealt out over several runs: run `index` (from 0) of `shards` asks the
 * places i of the order for which i % shards is `index`.
 */
enum { SHARDS_MAX = 65535 };

/* How many of the places [0, count) that is. */
static inline uint64_t shard_size(uint64_t count, uint32_t index,
                                  uint32_t shards)
{
	return count / shards + (count % shards > index);
}

#endif
