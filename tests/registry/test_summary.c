// SPDX-License-Identifier: Apache-2.0
#include "registry/summary.h"

#include "registry/table.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

Test(summary, counts_every_port_of_each_protocol)
{
	struct registry_source source = { "here", "2020-01-02", "digest" };
	struct registry_entry assigned = { REGISTRY_ASSIGNED, "tidy", NULL,
		                           NULL, NULL };
	struct registry_entry reserved = { .status = REGISTRY_RESERVED };
	struct table_builder *builder = table_builder_create();
	uint16_t row = table_builder_add(builder, &assigned, NULL);
	struct registry_summary summary;
	struct registry *registry;

	table_builder_set(builder, PROTOCOL_TCP, 500, 509, row);
	row = table_builder_add(builder, &reserved, NULL);
	table_builder_set(builder, PROTOCOL_TCP, 600, 602, row);
	table_builder_set(builder, PROTOCOL_UDP, 0, 0, row);
	registry = table_builder_finish(builder, &source);

	summary = registry_summarise(registry);
	cr_expect(eq(str, (char *)summary.source.date, "2020-01-02"));
	cr_expect(eq(uint, summary.ports[PROTOCOL_TCP][REGISTRY_ASSIGNED], 10));
	cr_expect(eq(uint, summary.ports[PROTOCOL_TCP][REGISTRY_RESERVED], 3));
	cr_expect(eq(uint, summary.ports[PROTOCOL_TCP][REGISTRY_UNASSIGNED],
	             49152 - 13));
	cr_expect(
		eq(uint, summary.ports[PROTOCOL_TCP][REGISTRY_DYNAMIC], 16384));
	cr_expect(eq(uint, summary.ports[PROTOCOL_UDP][REGISTRY_ASSIGNED], 0));
	cr_expect(eq(uint, summary.ports[PROTOCOL_UDP][REGISTRY_RESERVED], 1));
	registry_free(registry);
	table_builder_free(builder);
}
