// SPDX-License-Identifier: Apache-2.0
#include "registry/export.h"

#include "base/text.h"
#include "registry/csv.h"
#include "registry/table.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

static struct registry *small_table(void)
{
	struct registry_source source = { "here", "2020-01-02", "digest" };
	struct registry_entry tidy = { REGISTRY_ASSIGNED, "tidy",
		                       "Tidy, \"the\" service", NULL, NULL };
	struct registry_entry nameless = { REGISTRY_ASSIGNED, NULL, "=any use",
		                           NULL, NULL };
	struct table_builder *builder = table_builder_create();
	struct registry *registry;

	table_builder_set(builder, PROTOCOL_UDP, 500, 500,
	                  table_builder_add(builder, &tidy, NULL));
	table_builder_set(builder, PROTOCOL_TCP, 501, 501,
	                  table_builder_add(builder, &nameless, NULL));
	registry = table_builder_finish(builder, &source);
	table_builder_free(builder);
	return registry;
}

static bool collect(void *arg, const char *bytes, size_t len)
{
	cr_expect(len < 70000, "%zu bytes are no piece", len);
	text_append(arg, bytes, len);
	return true;
}

static bool stop_at_once(void *arg, const char *bytes, size_t len)
{
	(void)bytes;
	(void)len;
	++*(int *)arg;
	return false;
}

Test(export, writes_each_port_once_in_order)
{
	struct registry *registry = small_table();
	struct csv_row row;
	struct text text;
	struct csv csv;

	text_init(&text);
	cr_assert(registry_export(registry, collect, &text));
	csv_init(&csv, text.data, text.len);
	cr_assert(eq(int, csv_next(&csv, &row), CSV_OK)); /* the header */
	for (uint32_t i = 0; i < 2 * 65536; i++) {
		char port[16];

		sprintf(port, "%u", i / 2);
		cr_assert(eq(int, csv_next(&csv, &row), CSV_OK));
		cr_assert(eq(sz, row.count, 5));
		cr_assert(eq(str, row.fields[0], port));
		cr_assert(eq(str, row.fields[1],
		             (char *)(i % 2 == 0 ? "tcp" : "udp")));
	}
	cr_expect(eq(int, csv_next(&csv, &row), CSV_END));
	registry_free(registry);
	text_release(&text);
}

Test(export, quotes_what_needs_it_and_leaves_the_unknown_empty)
{
	struct registry *registry = small_table();
	struct text text;

	text_init(&text);
	cr_assert(registry_export(registry, collect, &text));
	cr_expect(eq(int,
	             strncmp(text.data,
	                     "port,protocol,status,name,description\n"
	                     "0,tcp,unassigned,,\n",
	                     57),
	             0));
	cr_expect(strstr(text.data,
	                 "\n500,tcp,unassigned,,\n"
	                 "500,udp,assigned,tidy,\"Tidy, \"\"the\"\" service\"\n"
	                 "501,tcp,assigned,,=any use\n") != NULL);
	cr_expect(strstr(text.data, "\n65535,udp,dynamic,,\n") != NULL);
	registry_free(registry);
	text_release(&text);
}

Test(export, stops_when_the_writer_does)
{
	struct registry *registry = small_table();
	int calls = 0;

	cr_expect(not(registry_export(registry, stop_at_once, &calls)));
	cr_expect(eq(int, calls, 1));
	registry_free(registry);
}
