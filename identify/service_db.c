// SPDX-License-Identifier: Apache-2.0
#include "identify/service_db.h"

#include "identify/db_ports.h"
#include "identify/db_store.h"
#include "identify/db_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const size_t nobody = SIZE_MAX; /* among twins */

struct service_db *service_db_create(void)
{
	return calloc(1, sizeof(struct service_db));
}

static void release_probe(struct db_entry *entry)
{
	free((char *)entry->probe.name);
	free((uint8_t *)entry->probe.payload.data);
	db_ports_release(&entry->probe.ports);
	db_ports_release(&entry->probe.tls_ports);
}

void service_db_free(struct service_db *db)
{
	if (db == NULL)
		return;
	for (size_t i = 0; i < db->probe_count; i++)
		release_probe(&db->probes[i]);
	for (size_t i = 0; i < db->pattern_count; i++)
		regex_release(&db->patterns[i].regex);
	for (size_t i = 0; i < db->file_count; i++)
		free(db->texts[i]);
	for (int i = 0; i < PROTOCOL_COUNT; i++)
		db_ports_release(&db->excluded[i]);
	pattern_index_free(db->index);
	free(db->probes);
	free(db->patterns);
	free(db->texts);
	free(db->twins);
	free(db);
}

/* A copy of the text, which the database owns; NULL when out of memory. */
static char *keep_text(struct service_db *db, const char *text, size_t len)
{
	char *copy = malloc(len + 1);
	char **texts =
		realloc(db->texts, (db->file_count + 1) * sizeof(*texts));

	if (texts != NULL)
		db->texts = texts;
	if (copy == NULL || texts == NULL) {
		free(copy);
		return NULL;
	}
	memcpy(copy, text, len);
	texts[db->file_count++] = copy;
	return copy;
}

bool service_db_add(struct service_db *db, const char *text, size_t len,
                    bool trusted, struct service_db_error *error)
{
	const char *kept = keep_text(db, text, len);

	if (kept == NULL) {
		error->line = 1;
		snprintf(error->why, sizeof(error->why), "out of memory");
		return false;
	}
	return db_read(db, (struct bytes){ (const uint8_t *)kept, len },
	               trusted, error);
}

static bool is_same_question(const struct db_probe *a, const struct db_probe *b)
{
	return a->protocol == b->protocol && a->payload.len == b->payload.len &&
	       bytes_equal_at(a->payload, 0, b->payload.data, b->payload.len);
}

/* The probe of `file` with the same payload or, failing that, name. */
static size_t find_twin(const struct service_db *db,
                        const struct db_probe *probe, size_t file)
{
	struct bytes name = { (const uint8_t *)probe->name,
		              strlen(probe->name) };
	const struct db_entry *namesake;

	if (probe->file == file)
		return probe->index;
	for (size_t i = 0; i < db->probe_count; i++)
		if (db->probes[i].probe.file == file &&
		    is_same_question(&db->probes[i].probe, probe))
			return i;
	namesake = db_find_in_file(db, probe->protocol, name, file);
	return namesake == NULL ? nobody : namesake->probe.index;
}

static bool find_twins(struct service_db *db)
{
	size_t count = db->probe_count;

	db->twins = calloc(db->file_count * count + 1, sizeof(*db->twins));
	if (db->twins == NULL)
		return false;
	for (size_t file = 0; file < db->file_count; file++)
		for (size_t i = 0; i < count; i++)
			db->twins[file * count + i] =
				find_twin(db, &db->probes[i].probe, file);
	return true;
}

static bool index_patterns(struct service_db *db)
{
	struct bytes *sources = calloc(db->pattern_count + 1, sizeof(*sources));

	if (sources == NULL)
		return false;
	for (size_t i = 0; i < db->pattern_count; i++)
		sources[i] = db->patterns[i].regex.source;
	db->index = pattern_index_create(sources, db->pattern_count);
	free(sources);
	return db->index != NULL;
}

bool service_db_finish(struct service_db *db)
{
	return find_twins(db) && index_patterns(db);
}

size_t service_db_probe_count(const struct service_db *db)
{
	return db->probe_count;
}

const struct db_probe *service_db_probe(const struct service_db *db,
                                        size_t index)
{
	return &db->probes[index].probe;
}

const struct db_entry *db_twin(const struct service_db *db,
                               const struct db_probe *probe, size_t file)
{
	size_t twin = db->twins[file * db->probe_count + probe->index];

	return twin == nobody ? NULL : &db->probes[twin];
}

struct db_entry *db_find_in_file(const struct service_db *db,
                                 enum protocol protocol, struct bytes name,
                                 size_t file)
{
	for (size_t i = 0; i < db->probe_count; i++) {
		struct db_entry *entry = &db->probes[i];

		if (entry->probe.file == file &&
		    entry->probe.protocol == protocol &&
		    db_bytes_are(name, entry->probe.name))
			return entry;
	}
	return NULL;
}

const struct db_probe *service_db_find(const struct service_db *db,
                                       enum protocol protocol, const char *name)
{
	struct bytes wanted = { (const uint8_t *)name, strlen(name) };

	for (size_t file = 0; file < db->file_count; file++) {
		const struct db_entry *entry =
			db_find_in_file(db, protocol, wanted, file);

		if (entry != NULL)
			return &entry->probe;
	}
	return NULL;
}

bool service_db_excludes(const struct service_db *db, enum protocol protocol,
                         uint16_t port)
{
	return db_ports_have(&db->excluded[protocol], port);
}

bool service_db_tells(const struct service_db *db, const struct db_probe *probe,
                      const char *service)
{
	const struct db_entry *entry = &db->probes[probe->index];
	size_t end = entry->first_pattern + entry->pattern_count;

	for (size_t i = entry->first_pattern; i < end; i++)
		if (db_bytes_are(db->patterns[i].service, service))
			return true;
	return false;
}
