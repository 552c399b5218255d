// SPDX-License-Identifier: Apache-2.0
#include "registry/common.h"

#include "registry/registry.h"
#include "registry/unofficial.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdbool.h>

struct seen {
	bool port[PROTOCOL_COUNT][UINT16_MAX + 1];
};

static struct seen seen;

static void mark(void *arg, enum protocol protocol, uint16_t first,
                 uint16_t last)
{
	struct seen *marked = arg;

	for (uint32_t port = first; port <= last; port++)
		marked->port[protocol][port] = true;
}

static size_t count(enum protocol protocol)
{
	size_t ports = 0;

	for (uint32_t port = 0; port <= UINT16_MAX; port++)
		ports += seen.port[protocol][port];
	return ports;
}

Test(common, is_the_system_ports_and_a_few_hundred_more)
{
	common_ports_each(mark, &seen);
	cr_expect(not(seen.port[PROTOCOL_TCP][0]));
	for (uint32_t port = 1; port <= 1023; port++) {
		cr_expect(seen.port[PROTOCOL_TCP][port], "%u/tcp", port);
		cr_expect(seen.port[PROTOCOL_UDP][port], "%u/udp", port);
	}
	cr_expect(lt(sz, count(PROTOCOL_TCP), 2000));
	cr_expect(lt(sz, count(PROTOCOL_UDP), 1200));
}

Test(common, holds_2076_and_what_auditors_meet)
{
	common_ports_each(mark, &seen);
	cr_expect(seen.port[PROTOCOL_TCP][2076]);
	cr_expect(seen.port[PROTOCOL_UDP][2076]);
	cr_expect(seen.port[PROTOCOL_TCP][3389]);
	cr_expect(seen.port[PROTOCOL_TCP][5432]);
	cr_expect(seen.port[PROTOCOL_UDP][47808]);
}

Test(common, holds_every_unofficial_use)
{
	common_ports_each(mark, &seen);
	for (uint32_t port = 0; port <= UINT16_MAX; port++) {
		if (unofficial_use(PROTOCOL_TCP, (uint16_t)port) != NULL)
			cr_expect(seen.port[PROTOCOL_TCP][port], "%u/tcp",
			          port);
		if (unofficial_use(PROTOCOL_UDP, (uint16_t)port) != NULL)
			cr_expect(seen.port[PROTOCOL_UDP][port], "%u/udp",
			          port);
	}
}

Test(common, own_rows_above_1023_are_registered_numbers)
{
	for (size_t i = 0; i < common_range_count; i++) {
		const struct common_range *range = &common_ranges[i];
		uint32_t port = range->first > 1023 ? range->first : 1024;

		for (; port <= range->last; port++) {
			struct registry_entry entry = registry_look_up(
				registry_shipped(), range->protocol,
				(uint16_t)port);

			cr_expect(entry.name != NULL, "%u/%s", port,
			          protocol_name(range->protocol));
		}
	}
}
