// SPDX-License-Identifier: Apache-2.0
#include "tests/simnet/checksum.h"

uint32_t checksum_add(uint32_t sum, const uint8_t *bytes, size_t len)
{
	for (; len > 1; bytes += 2, len -= 2)
		sum += (uint32_t)(bytes[0] << 8 | bytes[1]);
	return len > 0 ? sum + (uint32_t)(bytes[0] << 8) : sum;
}

uint16_t checksum_finish(uint32_t sum)
{
	sum = (sum >> 16) + (sum & 0xffff);
	sum += sum >> 16;
	return (uint16_t)~sum;
}

static uint32_t add_u64(uint32_t sum, uint64_t value)
{
	for (; value > 0; value >>= 16)
		sum += (uint32_t)(value & 0xffff);
	return sum;
}

uint32_t checksum_pseudo(const struct address *from, const struct address *to,
                         uint8_t protocol, size_t len)
{
	uint32_t sum = protocol + (uint32_t)len;

	sum = add_u64(add_u64(sum, from->hi), from->lo);
	return add_u64(add_u64(sum, to->hi), to->lo);
}
