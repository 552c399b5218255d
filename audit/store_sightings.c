// SPDX-License-Identifier: Apache-2.0
#include "audit/store_query.h"
#include "audit/store_rows.h"
#include "audit/store_state.h"

#include "base/count.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define STRING(member) offsetof(struct sighting, member)

/* What is stored as one piece, since hosts that run the same say the same: each
 * string with its NUL.  The record is on its own: it has the time in it. */
static const size_t strings[] = {
	STRING(hostname),      STRING(registry_status),
	STRING(registry_name), STRING(service),
	STRING(product),       STRING(version),
	STRING(certificate),   STRING(host_keys),
	STRING(banner),        STRING(verdict),
	STRING(why),
};

static const char **string_of(struct sighting *sighting, size_t i)
{
	return (const char **)((char *)sighting + strings[i]);
}

static bool put_said(struct store *store, const struct sighting *sighting,
                     int64_t *id, struct text *error)
{
	struct sighting copy = *sighting;
	struct text said;
	bool done = false;

	text_init(&said);
	for (size_t i = 0; i < COUNT(strings); i++) {
		const char *string = *string_of(&copy, i);

		text_append(&said, string, strlen(string) + 1);
	}
	if (said.failed)
		text_printf(error, "%s: out of memory", store->path);
	else
		done = store_put_bytes(store, said.data, said.len, id, error);
	text_release(&said);
	return done;
}

static void take_said(struct query *query, struct sighting *sighting)
{
	size_t len;
	const char *at = query_take_bytes(query, &len);
	const char *end = at + len;

	for (size_t i = 0; i < COUNT(strings); i++) {
		const char *nul = memchr(at, '\0', (size_t)(end - at));

		*string_of(sighting, i) = nul != NULL ? at : "";
		if (nul == NULL)
			query_damaged(query, "what was seen is cut short");
		else
			at = nul + 1;
	}
	if (at != end)
		query_damaged(query, "more was seen than can be");
}

/* In the order of take_sighting(). */
#define SIGHTING                                                               \
	"address, protocol, port, state, reason, time_us, " STORE_BYTES(       \
		"said") ", " STORE_STRING("record")

/* Its strings are valid until the next step. */
static bool take_sighting(struct query *query, struct sighting *sighting)
{
	*sighting = (struct sighting){ .address = query_take_address(query) };
	sighting->protocol = query_take_protocol(query);
	sighting->port = (uint16_t)query_take_int(query, 0, UINT16_MAX);
	sighting->outcome.state = (enum port_state)query_take_word(
		query, &store_words_port_state);
	sighting->outcome.reason = (enum port_reason)query_take_word(
		query, &store_words_port_reason);
	sighting->time_us = query_take_int(query, INT64_MIN, INT64_MAX);
	take_said(query, sighting);
	sighting->record = query_take_string(query);
	return query->ok;
}

static void hold_against(struct query *query, const struct snapshot *snapshot,
                         struct store_rows *rows)
{
	int64_t id = query_take_int(query, INT64_MIN, INT64_MAX);
	const struct sighting *now;
	struct sighting then;

	if (!take_sighting(query, &then))
		return;
	now = snapshot_find(snapshot, &then.address, then.protocol, then.port);
	if (now != NULL && sighting_is_alike(&then, now))
		rows->last[now - snapshot->sightings] = true;
	else if (!store_rows_end(rows, id))
		query_out_of_memory(query);
}

static bool compare_with_lasting(struct store *store,
                                 const struct snapshot *snapshot,
                                 struct store_rows *rows, struct text *error)
{
	struct query query;

	query_open(&query, store,
	           "SELECT id, " SIGHTING
	           " FROM stretches WHERE last_run IS NULL",
	           error);
	while (query_next(&query))
		hold_against(&query, snapshot, rows);
	return query_close(&query);
}

static bool begin_stretch(struct store *store, struct query *query,
                          const struct run *run,
                          const struct sighting *sighting)
{
	int64_t said, record;

	if (!put_said(store, sighting, &said, query->error) ||
	    !store_put_string(store, sighting->record, &record, query->error))
		return false;
	query_give_address(query, &sighting->address);
	query_give_protocol(query, sighting->protocol);
	query_give_int(query, sighting->port);
	query_give_int(query, run->id);
	query_give_int(query, run->started_us);
	query_give_string(query, port_state_name(sighting->outcome.state));
	query_give_string(query, port_reason_name(sighting->outcome.reason));
	query_give_int(query, sighting->time_us);
	query_give_int(query, said);
	query_give_int(query, record);
	query_run(query);
	return query->ok;
}

static bool begin_stretches(struct store *store, const struct run *run,
                            const struct snapshot *snapshot,
                            const struct store_rows *rows, struct text *error)
{
	struct query query;
	bool done;

	query_open(&query, store,
	           "INSERT INTO stretches (address, protocol, port, first_run,"
	           " first_us, state, reason, time_us, said, record)"
	           " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	           error);
	done = query.ok;
	for (size_t i = 0; i < snapshot->count && done; i++)
		if (!rows->last[i])
			done = begin_stretch(store, &query, run,
			                     &snapshot->sightings[i]);
	return query_close(&query) && done;
}

bool store_put_sightings(struct store *store, const struct run *run,
                         const struct run *before,
                         const struct snapshot *snapshot, struct text *error)
{
	struct store_rows rows;
	bool done = false;

	if (!store_rows_init(&rows, snapshot->count))
		text_printf(error, "%s: out of memory", store->path);
	else
		done = compare_with_lasting(store, snapshot, &rows, error) &&
		       store_rows_write(store, &rows, before,
		                        "UPDATE stretches SET last_run = ?1,"
		                        " last_us = (SELECT started_us"
		                        " FROM runs WHERE id = ?1)"
		                        " WHERE id = ?2",
		                        error) &&
		       begin_stretches(store, run, snapshot, &rows, error);
	store_rows_release(&rows);
	return done;
}

static bool read_sightings(struct store *store, int64_t run,
                           struct snapshot *snapshot, struct text *error)
{
	struct sighting sighting;
	struct query query;

	query_open(&query, store,
	           "SELECT " SIGHTING " FROM stretches WHERE first_run <= ?1"
	           " AND ifnull(last_run, ?1) >= ?1",
	           error);
	query_give_int(&query, run);
	while (query_next(&query))
		if (take_sighting(&query, &sighting) &&
		    !snapshot_add(snapshot, &sighting))
			query_out_of_memory(&query);
	snapshot_sort(snapshot);
	return query_close(&query);
}

static bool read_snapshot(struct store *store, const struct run *run,
                          struct snapshot *snapshot, struct text *error)
{
	if (!run_was_seen(run)) {
		text_printf(error, "%s: run %" PRId64 " is %s: it saw nothing",
		            store->path, run->id, run_end_name(run->end));
		return false;
	}
	snapshot->depth = run->depth;
	snapshot->time_us = run->started_us;
	snapshot->coverage = store_get_coverage(store, run->id, error);
	return snapshot->coverage != NULL &&
	       read_sightings(store, run->id, snapshot, error);
}

bool store_snapshot(struct store *store, int64_t id, struct snapshot *snapshot,
                    struct text *error)
{
	struct run run = { 0 };
	bool done;

	*snapshot = (struct snapshot){ 0 };
	/* One transaction, so that nobody prunes in between. */
	if (!store_exec(store, "BEGIN", error))
		return false;
	done = store_run(store, id, &run, error) &&
	       read_snapshot(store, &run, snapshot, error);
	done = store_leave(store, done, error);
	run_release(&run);
	if (!done)
		snapshot_release(snapshot);
	return done;
}

/* Where a stretch lasts it is the newest run that saw something. */
static void take_end(struct query *query, const struct run *newest,
                     struct stretch *stretch)
{
	stretch->last_run = newest->id;
	stretch->last_us = newest->started_us;
	if (!query_take_null(query))
		stretch->last_run = query_take_int(query, 1, INT64_MAX);
	if (!query_take_null(query))
		stretch->last_us = query_take_int(query, INT64_MIN, INT64_MAX);
	if (stretch->last_run < stretch->first_run)
		query_damaged(query, "a stretch that ends before it begins");
}

static void tell_of(struct query *query, const struct run *newest,
                    store_stretch_cb call, void *arg)
{
	struct stretch stretch = {
		.first_run = query_take_int(query, 1, INT64_MAX),
	};

	stretch.first_us = query_take_int(query, INT64_MIN, INT64_MAX);
	take_end(query, newest, &stretch);
	if (take_sighting(query, &stretch.sighting))
		call(arg, &stretch);
}

bool store_port(struct store *store, const struct address *address,
                enum protocol protocol, uint16_t port, store_stretch_cb call,
                void *arg, struct text *error)
{
	struct run newest;
	struct query query;

	if (!store_run_before(store, INT64_MAX, &newest, error))
		return false;
	query_open(&query, store,
	           "SELECT first_run, first_us, last_run, last_us, " SIGHTING
	           " FROM stretches"
	           " WHERE address = ? AND port = ? AND protocol = ?"
	           " ORDER BY first_run",
	           error);
	query_give_address(&query, address);
	query_give_int(&query, port);
	query_give_protocol(&query, protocol);
	while (query_next(&query))
		tell_of(&query, &newest, call, arg);
	run_release(&newest);
	return query_close(&query);
}
