// SPDX-License-Identifier: Apache-2.0
/* A file given to --service-db: what it holds, or one line about why it was
 * refused.  The first byte says whether it is trusted. */
#include "identify/service_db.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_error(const struct service_db_error *error, struct bytes text)
{
	size_t lines = 1;

	for (size_t i = 0; i < text.len; i++)
		lines += text.data[i] == '\n';
	require(error->line >= 1 && error->line <= lines);
	require(error->why[0] != '\0');
	for (const char *c = error->why; *c != '\0'; c++)
		require(*c >= ' ' && *c <= '~');
}

static void check_ports(const struct db_ports *ports)
{
	for (size_t i = 0; i < ports->count; i++) {
		const struct db_range *range = &ports->ranges[i];

		require(range->first <= range->last);
		require(i == 0 || range->first > range[-1].last + 1);
		require(db_ports_have(ports, range->first));
		require(db_ports_have(ports, range->last));
	}
}

static void check_probes(const struct service_db *db)
{
	for (size_t i = 0; i < service_db_probe_count(db); i++) {
		const struct db_probe *probe = service_db_probe(db, i);

		require(probe->index == i && probe->file == 0);
		require(probe->name[0] != '\0');
		require(probe->rarity <= 9);
		require(service_db_find(db, probe->protocol, probe->name) ==
		        probe);
		require(!service_db_tells(db, probe, ""));
		check_ports(&probe->ports);
		check_ports(&probe->tls_ports);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes text = bytes_from((struct bytes){ data, size }, 1);
	struct service_db_error error = { 0 };
	struct service_db *db;

	if (size == 0)
		return 0;
	db = service_db_create();
	if (service_db_add(db, (const char *)text.data, text.len, data[0] & 1,
	                   &error)) {
		require(service_db_finish(db));
		check_probes(db);
	} else {
		check_error(&error, text);
	}
	service_db_free(db);
	return 0;
}
