// SPDX-License-Identifier: Apache-2.0
#include "store_sample.h"

#include "audit/store_state.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/portscan-store-XXXXXX";
static char path[64];

void store_sample_make(void)
{
	cr_assert(ne(ptr, mkdtemp(folder), NULL));
	snprintf(path, sizeof(path), "%s/history.db", folder);
}

void store_sample_drop(void)
{
	static const char *const suffixes[] = { "", "-wal", "-shm",
		                                "-journal" };
	char file[80];

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		snprintf(file, sizeof(file), "%s%s", path, suffixes[i]);
		unlink(file);
	}
	rmdir(folder);
}

const char *store_sample_path(void)
{
	return path;
}

struct store *store_sample_open(enum store_mode mode)
{
	struct store *store;
	struct text error;

	text_init(&error);
	store = store_open(path, mode, &error);
	cr_assert(ne(ptr, store, NULL), "%s", error.data);
	text_release(&error);
	return store;
}

static void see(struct snapshot *snapshot, const char *address, unsigned port,
                const char *service)
{
	char record[200], banner[100];
	struct sighting sighting = {
		.outcome = { PORT_OPEN, REASON_SYN_ACK },
		.port = (uint16_t)port,
		.time_us = 1000 + port,
		.hostname = "",
		.registry_status = "assigned",
		.registry_name = "name",
		.service = service,
		.product = "",
		.version = "",
		.certificate = "",
		.host_keys = "",
		.banner = banner,
		.verdict = "expected",
		.why = "service-agrees",
		.record = record,
	};

	cr_assert(address_parse(address, &sighting.address), "%s", address);
	snprintf(banner, sizeof(banner), "%s\xff\n of %s", service, address);
	snprintf(record, sizeof(record),
	         "{\"record\":\"port\",\"address\":\"%s\",\"hostname\":null,"
	         "\"port\":%u,\"protocol\":\"tcp\",\"state\":\"open\"}",
	         address, port);
	cr_assert(snapshot_add(snapshot, &sighting));
	coverage_add(snapshot->coverage, &sighting.address, PROTOCOL_TCP,
	             sighting.port, sighting.outcome);
}

static void ask_all(struct coverage *coverage)
{
	struct answer closed = { ASKED_KNOWN,
		                 { PORT_CLOSED, REASON_CONN_REFUSED } };
	struct address first, last;
	struct port_set ports = { 0 };

	port_set_add(&ports, 1, 100);
	cr_assert(address_parse("10.0.0.0", &first));
	cr_assert(address_parse("10.0.0.15", &last));
	coverage_add_range(coverage, &first, &last, PROTOCOL_TCP, &ports,
	                   closed);
}

void store_sample_snapshot(struct snapshot *snapshot, const char *sees)
{
	char *copy = strdup(sees), *rest = copy, *word;

	*snapshot = (struct snapshot){ .coverage = coverage_create(),
		                       .depth = DEPTH_FULL };
	ask_all(snapshot->coverage);
	while ((word = strsep(&rest, " ")) != NULL) {
		struct outcome untested = { PORT_UNTESTED, REASON_CANCELLED };
		struct address address;
		char *port, *service;

		if (*word == '\0')
			continue;
		port = strrchr(word, ':');
		*port++ = '\0';
		service = strchr(port, '=');
		if (*word == '-') {
			cr_assert(address_parse(word + 1, &address));
			coverage_add(snapshot->coverage, &address, PROTOCOL_TCP,
			             (uint16_t)strtoul(port, NULL, 10),
			             untested);
			continue;
		}
		*service++ = '\0';
		see(snapshot, word, (unsigned)strtoul(port, NULL, 10), service);
	}
	snapshot_sort(snapshot);
	free(copy);
}

void store_sample_describe(const struct snapshot *snapshot, struct text *text)
{
	for (size_t i = 0; i < snapshot->count; i++) {
		const struct sighting *sighting = &snapshot->sightings[i];
		char address[ADDRESS_TEXT_MAX];

		text_printf(text, "%s%s:%u=%s", i > 0 ? " " : "",
		            address_format(&sighting->address, address),
		            sighting->port, sighting->service);
	}
}

int64_t store_sample_begin(struct store *store, int64_t started_us)
{
	struct run run = { .started_us = started_us,
		           .settings = "10.0.0.0/28 -p 1-100",
		           .version = "0.1.0",
		           .registry = "2026-11-20 sha256:00" };
	struct text error;

	text_init(&error);
	cr_assert(store_begin(store, &run, &error), "%s", error.data);
	text_release(&error);
	return run.id;
}

int64_t store_sample_run(struct store *store, enum run_end end,
                         const char *sees)
{
	struct issue_list issues = { 0 };
	struct run run = { .end = end, .depth = DEPTH_FULL };
	struct snapshot snapshot;
	struct text error;

	text_init(&error);
	run.id = store_sample_begin(store, 1000000);
	run.started_us = 1000000;
	run.finished_us = 2000000;
	store_sample_snapshot(&snapshot, sees);
	run.open = snapshot.count;
	cr_assert(store_end(store, &run, &snapshot, NULL, 0, &issues, &error),
	          "%s", error.data);
	snapshot_release(&snapshot);
	text_release(&error);
	return run.id;
}

static void expect_same_coverage(const struct snapshot *read, int64_t id,
                                 const struct snapshot *written)
{
	struct text left, right;

	text_init(&left);
	text_init(&right);
	coverage_format(read->coverage, &left);
	coverage_format(written->coverage, &right);
	cr_expect(eq(str, left.data, right.data), "coverage of run %d",
	          (int)id);
	text_release(&left);
	text_release(&right);
}

static void expect_same_texts(const struct sighting *read,
                              const struct sighting *written)
{
	cr_expect(eq(str, (char *)read->banner, (char *)written->banner));
	cr_expect(eq(str, (char *)read->why, (char *)written->why));
	cr_expect(eq(str, (char *)read->record, (char *)written->record));
}

void store_sample_expect(struct store *store, int64_t id, const char *sees)
{
	struct snapshot written, read;
	struct text error, left, right;

	text_init(&error);
	text_init(&left);
	text_init(&right);
	cr_assert(store_snapshot(store, id, &read, &error), "%s", error.data);
	store_sample_snapshot(&written, sees);
	store_sample_describe(&read, &left);
	store_sample_describe(&written, &right);
	cr_expect(eq(str, left.data, right.data), "run %d", (int)id);
	expect_same_coverage(&read, id, &written);
	for (size_t i = 0; i < read.count && i < written.count; i++)
		expect_same_texts(&read.sightings[i], &written.sightings[i]);
	snapshot_release(&written);
	snapshot_release(&read);
	text_release(&error);
	text_release(&left);
	text_release(&right);
}

void store_sample_expect_rows(struct store *store, const char *table,
                              int expected)
{
	char sql[64];
	sqlite3_stmt *count;

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", table);
	cr_assert(eq(int, sqlite3_prepare_v2(store->db, sql, -1, &count, NULL),
	             SQLITE_OK));
	cr_assert(eq(int, sqlite3_step(count), SQLITE_ROW));
	cr_expect(eq(int, sqlite3_column_int(count, 0), expected), "%s", table);
	sqlite3_finalize(count);
}
