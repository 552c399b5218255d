// SPDX-License-Identifier: Apache-2.0
#include "registry/table.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static const struct registry_source source = { "a file", "2026-04-09", "abc" };

static const struct registry_entry ssh = { REGISTRY_ASSIGNED, "ssh",
	                                   "Secure Shell", NULL, NULL };
static const struct registry_entry reserved = { REGISTRY_RESERVED, NULL, NULL,
	                                        NULL, NULL };

Test(table, number_that_nobody_listed_is_unassigned)
{
	struct table_builder *builder = table_builder_create();
	struct registry *registry = table_builder_finish(builder, &source);
	struct registry_entry entry;

	entry = registry_look_up(registry, PROTOCOL_UDP, 22);
	cr_expect(eq(int, entry.status, REGISTRY_UNASSIGNED));
	cr_expect(eq(ptr, (void *)entry.name, NULL));
	registry_free(registry);
	table_builder_free(builder);
}

Test(table, row_holds_for_its_protocol_and_range_only)
{
	struct table_builder *builder = table_builder_create();
	uint16_t row = table_builder_add(builder, &ssh, NULL);
	struct registry *registry;

	table_builder_set(builder, PROTOCOL_TCP, 22, 24, row);
	registry = table_builder_finish(builder, &source);
	for (uint16_t port = 21; port <= 25; port++) {
		bool within = port >= 22 && port <= 24;
		struct registry_entry entry;

		entry = registry_look_up(registry, PROTOCOL_TCP, port);
		cr_expect(eq(int, entry.name != NULL, within), "%u", port);
		entry = registry_look_up(registry, PROTOCOL_UDP, port);
		cr_expect(eq(ptr, (void *)entry.name, NULL), "%u", port);
	}
	registry_free(registry);
	table_builder_free(builder);
}

Test(table, later_row_replaces_an_earlier_one)
{
	struct table_builder *builder = table_builder_create();
	uint16_t range = table_builder_add(builder, &reserved, NULL);
	uint16_t name = table_builder_add(builder, &ssh, NULL);
	struct registry *registry;

	table_builder_set(builder, PROTOCOL_TCP, 0, 65535, range);
	table_builder_set(builder, PROTOCOL_TCP, 22, 22, name);
	cr_expect(eq(u16, table_builder_get(builder, PROTOCOL_TCP, 21), range));
	cr_expect(eq(u16, table_builder_get(builder, PROTOCOL_TCP, 22), name));
	cr_expect(eq(u16, table_builder_get(builder, PROTOCOL_UDP, 22), 0));
	registry = table_builder_finish(builder, &source);
	cr_expect(eq(int,
	             registry_look_up(registry, PROTOCOL_TCP, 49151).status,
	             REGISTRY_RESERVED));
	registry_free(registry);
	table_builder_free(builder);
}

Test(table, numbers_from_49152_up_are_dynamic_whatever_was_set)
{
	struct table_builder *builder = table_builder_create();
	uint16_t row = table_builder_add(builder, &ssh, NULL);
	struct registry *registry;

	table_builder_set(builder, PROTOCOL_TCP, 49152, 65535, row);
	cr_expect(eq(u16, table_builder_get(builder, PROTOCOL_TCP, 65535), 0));
	registry = table_builder_finish(builder, &source);
	cr_expect(eq(int,
	             registry_look_up(registry, PROTOCOL_TCP, 65535).status,
	             REGISTRY_DYNAMIC));
	registry_free(registry);
	table_builder_free(builder);
}

Test(table, outlives_its_builder_and_the_strings_given_to_it)
{
	struct table_builder *builder = table_builder_create();
	char assignee[] = "IETF";
	struct registry_details details = { .assignee = assignee,
		                            .modified = "" };
	uint16_t row = table_builder_add(builder, &ssh, &details);
	struct registry *registry;

	table_builder_set(builder, PROTOCOL_TCP, 22, 22, row);
	registry = table_builder_finish(builder, &source);
	table_builder_free(builder);
	assignee[0] = 'X';
	details = registry_details(registry, PROTOCOL_TCP, 22);
	cr_expect(eq(str, (char *)details.assignee, "IETF"));
	cr_expect(eq(ptr, (void *)details.modified, NULL), "empty is unknown");
	cr_expect(eq(ptr, (void *)details.reference, NULL));
	cr_expect(
		eq(str, (char *)registry_source(registry).date, "2026-04-09"));
	registry_free(registry);
}

Test(table, row_too_many_is_a_failure_not_a_wrong_row)
{
	struct table_builder *builder = table_builder_create();

	for (int i = 1; i <= UINT16_MAX; i++)
		cr_assert(ne(u16, table_builder_add(builder, &reserved, NULL),
		             0));
	cr_expect(eq(u16, table_builder_add(builder, &reserved, NULL), 0));
	cr_expect(eq(ptr, table_builder_finish(builder, &source), NULL));
	table_builder_free(builder);
}

Test(table, number_may_go_by_the_names_of_other_rows_too)
{
	static const struct registry_entry shilp = { .name = "shilp" };
	static const struct registry_entry nfs = { .name = "nfs",
		                                   .also = "nfs-old" };
	struct table_builder *builder = table_builder_create();
	uint16_t first = table_builder_add(builder, &shilp, NULL);
	uint16_t second = table_builder_add(builder, &nfs, NULL);
	uint16_t third = table_builder_add(builder, &ssh, NULL);
	struct registry_entry entry;
	struct registry *registry;

	table_builder_set(builder, PROTOCOL_TCP, 2049, 2050, first);
	table_builder_also(builder, PROTOCOL_TCP, 2049, second);
	table_builder_also(builder, PROTOCOL_TCP, 2049, third);
	registry = table_builder_finish(builder, &source);
	entry = registry_look_up(registry, PROTOCOL_TCP, 2049);
	cr_expect(eq(str, (char *)entry.name, "shilp"));
	cr_expect(eq(str, (char *)entry.also, "nfs nfs-old ssh"));
	entry = registry_look_up(registry, PROTOCOL_TCP, 2050);
	cr_expect(eq(str, (char *)entry.name, "shilp"));
	cr_expect(eq(ptr, (void *)entry.also, NULL), "the row is its own");
	registry_free(registry);
	table_builder_free(builder);
}

Test(table, number_has_no_more_names_than_there_is_room_for)
{
	struct table_builder *builder = table_builder_create();
	uint16_t row = table_builder_add(builder, &ssh, NULL);
	struct registry_entry entry;
	struct registry *registry;

	table_builder_set(builder, PROTOCOL_TCP, 22, 22, row);
	for (int i = 0; i < 10000; i++)
		table_builder_also(builder, PROTOCOL_TCP, 22, row);
	registry = table_builder_finish(builder, &source);
	cr_assert(ne(ptr, registry, NULL));
	entry = registry_look_up(registry, PROTOCOL_TCP, 22);
	cr_expect(eq(sz, strlen(entry.also), 64 * strlen("ssh ") - 1));
	cr_expect(lt(sz, registry->row_count, 100));
	registry_free(registry);
	table_builder_free(builder);
}

Test(table, that_runs_out_of_rows_while_naming_is_no_table)
{
	struct table_builder *builder = table_builder_create();
	uint16_t row = table_builder_add(builder, &ssh, NULL);

	table_builder_set(builder, PROTOCOL_TCP, 0, 49151, row);
	table_builder_set(builder, PROTOCOL_UDP, 0, 49151, row);
	for (uint16_t port = 0; port < TABLE_PORTS; port++) {
		table_builder_also(builder, PROTOCOL_TCP, port, row);
		table_builder_also(builder, PROTOCOL_UDP, port, row);
	}
	cr_expect(eq(ptr, table_builder_finish(builder, &source), NULL));
	table_builder_free(builder);
}
