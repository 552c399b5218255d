// SPDX-License-Identifier: Apache-2.0
#include "scan/canary.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static struct address v4(uint32_t number)
{
	return (struct address){ .lo = number, .version = 4 };
}

Test(canary, ports_are_unassigned_and_differ)
{
	const struct registry *registry = registry_shipped();

	for (uint32_t host = 0; host < 1000; host++) {
		struct address address = v4(0x0a000000 + host);
		uint16_t ports[CANARIES];

		for (uint32_t i = 0; i < CANARIES; i++) {
			ports[i] = canary_port(registry, 1, &address, i);
			cr_assert(eq(int,
			             registry_look_up(registry, PROTOCOL_TCP,
			                              ports[i])
			                     .status,
			             REGISTRY_UNASSIGNED));
			for (uint32_t j = 0; j < i; j++)
				cr_assert(ne(u16, ports[i], ports[j]));
		}
	}
}

Test(canary, ports_repeat_with_the_seed_and_differ_without)
{
	const struct registry *registry = registry_shipped();
	struct address here = v4(1), there = v4(2);
	unsigned same_seed = 0, same_host = 0;

	for (uint64_t seed = 0; seed < 100; seed++) {
		uint16_t port = canary_port(registry, seed, &here, 0);

		cr_expect(eq(u16, port, canary_port(registry, seed, &here, 0)));
		same_seed += port == canary_port(registry, seed, &there, 0);
		same_host += port == canary_port(registry, seed + 1, &here, 0);
	}
	cr_expect(lt(uint, same_seed, 5));
	cr_expect(lt(uint, same_host, 5));
}
