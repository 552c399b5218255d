// SPDX-License-Identifier: Apache-2.0
#include "registry/registry.h"

#include "base/count.h"
#include "registry/table.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <string.h>

enum { TCP = 1 << PROTOCOL_TCP, UDP = 1 << PROTOCOL_UDP, BOTH = TCP | UDP };

static const struct {
	uint16_t first;
	uint16_t last;
	int protocols;
	enum registry_status status;
} statuses[] = {
	{ 22, 22, BOTH, REGISTRY_ASSIGNED },
	{ 24, 24, BOTH, REGISTRY_ASSIGNED }, /* a use without a name */
	{ 2999, 2999, BOTH, REGISTRY_ASSIGNED },
	{ 6000, 6063, BOTH, REGISTRY_ASSIGNED },
	{ 4200, 4299, BOTH, REGISTRY_ASSIGNED },
	{ 27000, 27009, BOTH, REGISTRY_ASSIGNED },
	{ 2076, 2076, BOTH, REGISTRY_DORMANT },

	{ 2693, 2693, BOTH, REGISTRY_UNASSIGNED },
	{ 3546, 3546, BOTH, REGISTRY_UNASSIGNED },
	{ 4196, 4196, BOTH, REGISTRY_UNASSIGNED },
	{ 4318, 4318, BOTH, REGISTRY_UNASSIGNED },
	{ 4367, 4367, BOTH, REGISTRY_UNASSIGNED },
	{ 4424, 4424, BOTH, REGISTRY_UNASSIGNED },
	{ 8089, 8089, BOTH, REGISTRY_UNASSIGNED },
	{ 8096, 8096, BOTH, REGISTRY_UNASSIGNED },
	{ 8123, 8123, BOTH, REGISTRY_UNASSIGNED },
	{ 8222, 8222, BOTH, REGISTRY_UNASSIGNED },
	{ 8291, 8291, BOTH, REGISTRY_UNASSIGNED },
	{ 8545, 8545, BOTH, REGISTRY_UNASSIGNED },
	{ 9042, 9042, BOTH, REGISTRY_UNASSIGNED },
	{ 10250, 10250, BOTH, REGISTRY_UNASSIGNED },
	{ 15672, 15672, BOTH, REGISTRY_UNASSIGNED },
	{ 18080, 18080, BOTH, REGISTRY_UNASSIGNED },
	{ 25565, 25565, BOTH, REGISTRY_UNASSIGNED },
	{ 26379, 26379, BOTH, REGISTRY_UNASSIGNED },
	{ 27015, 27015, BOTH, REGISTRY_UNASSIGNED },
	{ 45555, 45555, BOTH, REGISTRY_UNASSIGNED },
	{ 585, 585, BOTH, REGISTRY_UNASSIGNED }, /* de-registered */

	{ 0, 0, BOTH, REGISTRY_RESERVED },
	{ 225, 241, BOTH, REGISTRY_RESERVED },
	{ 249, 255, BOTH, REGISTRY_RESERVED },
	{ 1011, 1020, BOTH, REGISTRY_RESERVED },
	{ 1024, 1024, BOTH, REGISTRY_RESERVED },
	{ 1109, 1109, BOTH, REGISTRY_RESERVED },
	{ 1301, 1301, BOTH, REGISTRY_RESERVED },
	{ 2200, 2200, BOTH, REGISTRY_RESERVED },
	{ 3097, 3097, BOTH, REGISTRY_RESERVED },
	{ 5030, 5030, BOTH, REGISTRY_RESERVED },
	{ 5153, 5153, BOTH, REGISTRY_RESERVED },
	{ 8010, 8010, BOTH, REGISTRY_RESERVED },
	{ 8077, 8077, BOTH, REGISTRY_RESERVED },
	{ 10321, 10321, BOTH, REGISTRY_RESERVED },
	{ 36412, 36412, BOTH, REGISTRY_RESERVED },
	{ 38412, 38412, BOTH, REGISTRY_RESERVED },
	{ 49151, 49151, BOTH, REGISTRY_RESERVED },

	{ 49152, 49152, BOTH, REGISTRY_DYNAMIC },
	{ 51820, 51820, BOTH, REGISTRY_DYNAMIC },
	{ 65535, 65535, BOTH, REGISTRY_DYNAMIC },

	/* RFC 6335 8.1.1: the transport not asked for is reserved. */
	{ 4190, 4190, TCP, REGISTRY_ASSIGNED },
	{ 4190, 4190, UDP, REGISTRY_RESERVED },
	{ 6665, 6669, TCP, REGISTRY_ASSIGNED },
	{ 6665, 6669, UDP, REGISTRY_RESERVED },
	{ 8009, 8009, UDP, REGISTRY_RESERVED },
	{ 11434, 11434, UDP, REGISTRY_RESERVED },
	{ 27017, 27017, UDP, REGISTRY_RESERVED },
	{ 4789, 4789, TCP, REGISTRY_RESERVED },
	{ 4789, 4789, UDP, REGISTRY_ASSIGNED },
	{ 6081, 6081, TCP, REGISTRY_RESERVED },
	{ 8805, 8805, TCP, REGISTRY_RESERVED },
};

static void expect_status(enum protocol protocol, uint16_t port,
                          enum registry_status status)
{
	struct registry_entry entry =
		registry_look_up(registry_shipped(), protocol, port);

	cr_expect(eq(int, entry.status, status), "%u/%s is %s", port,
	          protocol_name(protocol), registry_status_name(entry.status));
	cr_expect(entry.name == NULL || status == REGISTRY_ASSIGNED ||
	          status == REGISTRY_DORMANT);
}

Test(registry, shipped_table_knows_the_status_of_a_number)
{
	for (size_t i = 0; i < COUNT(statuses); i++) {
		uint32_t port = statuses[i].first;

		for (; port <= statuses[i].last; port++) {
			if (statuses[i].protocols & TCP)
				expect_status(PROTOCOL_TCP, (uint16_t)port,
				              statuses[i].status);
			if (statuses[i].protocols & UDP)
				expect_status(PROTOCOL_UDP, (uint16_t)port,
				              statuses[i].status);
		}
	}
}

static const struct {
	uint16_t port;
	enum protocol protocol;
	const char *name;
} names[] = {
	{ 22, PROTOCOL_TCP, "ssh" },
	{ 80, PROTOCOL_TCP, "http" }, /* not its later name www-http */
	{ 443, PROTOCOL_UDP, "https" },
	{ 2049, PROTOCOL_TCP, "shilp" },
	{ 3487, PROTOCOL_TCP, "ltctcp" },
	{ 3487, PROTOCOL_UDP, "ltcudp" },
	{ 4169, PROTOCOL_TCP, "iadt" },
	{ 4169, PROTOCOL_UDP, "iadt-disc" },
	{ 4190, PROTOCOL_TCP, "sieve" },
	{ 4789, PROTOCOL_UDP, "vxlan" },
	{ 6003, PROTOCOL_TCP, "x11" },
	{ 6667, PROTOCOL_TCP, "ircu" },
	{ 7359, PROTOCOL_UDP, "swx" },
	{ 8009, PROTOCOL_TCP, "nvme-disc" },
	{ 11434, PROTOCOL_TCP, "ollama" },
	{ 27017, PROTOCOL_TCP, "mongodb" },
	{ 44322, PROTOCOL_TCP, "pmproxy" },
};

Test(registry, shipped_table_knows_the_main_name_of_a_number)
{
	for (size_t i = 0; i < COUNT(names); i++) {
		struct registry_entry entry = registry_look_up(
			registry_shipped(), names[i].protocol, names[i].port);

		cr_expect(entry.name != NULL &&
		                  strcmp(entry.name, names[i].name) == 0,
		          "%u/%s is %s", names[i].port,
		          protocol_name(names[i].protocol), entry.name);
	}
}

static const struct {
	uint16_t port;
	enum protocol protocol;
	const char *name;
	bool has;
} named[] = {
	{ 80, PROTOCOL_TCP, "http", true },
	{ 80, PROTOCOL_TCP, "www", true },
	{ 80, PROTOCOL_TCP, "WWW-HTTP", true },
	{ 80, PROTOCOL_TCP, "ww", false },
	{ 80, PROTOCOL_TCP, "www www-http", false },
	{ 80, PROTOCOL_TCP, "", false },
	{ 465, PROTOCOL_TCP, "submissions", true },
	{ 465, PROTOCOL_UDP, "submissions", false },
	{ 2049, PROTOCOL_TCP, "shilp", true },
	{ 2049, PROTOCOL_UDP, "nfs", true },
	{ 3478, PROTOCOL_UDP, "turn", true },
	{ 22, PROTOCOL_TCP, "www", false },
	{ 24, PROTOCOL_TCP, "smtp", false },
};

Test(registry, number_may_have_several_names)
{
	for (size_t i = 0; i < COUNT(named); i++) {
		struct registry_entry entry = registry_look_up(
			registry_shipped(), named[i].protocol, named[i].port);

		cr_expect(
			eq(int, registry_entry_has_name(&entry, named[i].name),
		           named[i].has),
			"row %zu: %u and %s", i, named[i].port, named[i].name);
	}
}

Test(registry, number_2076_is_dormant_and_keeps_its_entry)
{
	for (int protocol = 0; protocol < PROTOCOL_COUNT; protocol++) {
		struct registry_entry entry = registry_look_up(
			registry_shipped(), (enum protocol)protocol, 2076);

		cr_expect(eq(int, entry.status, REGISTRY_DORMANT));
		cr_expect(eq(str, (char *)entry.name, "newlixconfig"));
		cr_expect(
			eq(str, (char *)entry.description, "Newlix JSPConfig"));
		cr_expect(eq(str, (char *)entry.note,
		             "no software is known to use it"));
	}
}

/* A table that says `status` of 2076/tcp, as an imported one might. */
static struct registry *table_with_2076(enum registry_status status)
{
	const struct registry_entry entry = { .status = status,
		                              .note = "of the table" };
	const struct registry_source source = { "a file", "2030-01-01", "abc" };
	struct table_builder *builder = table_builder_create();
	struct registry *registry;

	table_builder_set(builder, PROTOCOL_TCP, 2076, 2076,
	                  table_builder_add(builder, &entry, NULL));
	registry = table_builder_finish(builder, &source);
	table_builder_free(builder);
	return registry;
}

Test(registry, dormant_list_holds_for_any_table_that_assigns_the_number)
{
	struct registry *registry = table_with_2076(REGISTRY_ASSIGNED);
	struct registry_entry entry =
		registry_look_up(registry, PROTOCOL_TCP, 2076);

	cr_expect(eq(int, entry.status, REGISTRY_DORMANT));
	entry = registry_look_up(registry, PROTOCOL_UDP, 2076);
	cr_expect(eq(int, entry.status, REGISTRY_UNASSIGNED));
	registry_free(registry);
}

Test(registry, number_that_iana_took_back_is_no_longer_dormant)
{
	struct registry *registry = table_with_2076(REGISTRY_RESERVED);
	struct registry_entry entry =
		registry_look_up(registry, PROTOCOL_TCP, 2076);

	cr_expect(eq(int, entry.status, REGISTRY_RESERVED));
	cr_expect(eq(str, (char *)entry.note, "of the table"));
	registry_free(registry);
}

Test(registry, note_tells_what_became_of_a_number)
{
	struct registry_entry entry =
		registry_look_up(registry_shipped(), PROTOCOL_TCP, 15);

	cr_expect(eq(int, entry.status, REGISTRY_UNASSIGNED));
	cr_expect(eq(str, (char *)entry.note, "was netstat"));
}

Test(registry, unknown_is_null_and_never_empty)
{
	for (uint32_t port = 0; port <= UINT16_MAX; port++) {
		struct registry_entry entry = registry_look_up(
			registry_shipped(), PROTOCOL_TCP, (uint16_t)port);

		cr_assert(entry.name == NULL || entry.name[0] != '\0');
		cr_assert(entry.description == NULL ||
		          entry.description[0] != '\0');
		cr_assert(entry.note == NULL || entry.note[0] != '\0');
		cr_assert(entry.also == NULL || entry.also[0] != '\0');
	}
}

Test(registry, shipped_table_has_no_details)
{
	struct registry_details details =
		registry_details(registry_shipped(), PROTOCOL_TCP, 22);

	cr_expect(eq(ptr, (void *)details.assignee, NULL));
	cr_expect(eq(ptr, (void *)details.registered, NULL));
	details = registry_details(registry_shipped(), PROTOCOL_TCP, 65535);
	cr_expect(eq(ptr, (void *)details.reference, NULL));
}

Test(registry, shipped_table_says_where_it_comes_from)
{
	struct registry_source source = registry_source(registry_shipped());

	cr_expect(eq(str, (char *)source.origin, "shipped"));
	cr_expect(eq(sz, strlen(source.date), strlen("2026-09-17")));
	cr_expect(eq(sz, strspn(source.sha256, "0123456789abcdef"), 64));
	cr_expect(eq(sz, strlen(source.sha256), 64));
}

static void keep_last(void *arg, uint16_t port)
{
	*(uint16_t *)arg = port;
}

Test(registry, name_in_any_case_leads_to_all_its_ports)
{
	const struct registry *registry = registry_shipped();
	uint16_t last = 0;

	cr_expect(eq(sz,
	             registry_ports_named(registry, PROTOCOL_TCP, "SSH",
	                                  keep_last, &last),
	             1));
	cr_expect(eq(u16, last, 22));
	cr_expect(eq(sz,
	             registry_ports_named(registry, PROTOCOL_TCP, "x11",
	                                  keep_last, &last),
	             64));
	cr_expect(eq(u16, last, 6063));
	cr_expect(eq(sz,
	             registry_ports_named(registry, PROTOCOL_TCP, "nfs",
	                                  keep_last, &last),
	             1));
	cr_expect(eq(u16, last, 2049));
	cr_expect(eq(sz,
	             registry_ports_named(registry, PROTOCOL_TCP, "", keep_last,
	                                  &last),
	             0));
}
