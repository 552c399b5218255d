// SPDX-License-Identifier: Apache-2.0
#include "audit/store_query.h"
#include "audit/store_state.h"

#include "base/count.h"
#include "base/grow.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>

const char *run_end_name(enum run_end end)
{
	switch (end) {
	case RUN_RUNNING: return "running";
	case RUN_COMPLETE: return "complete";
	case RUN_INCOMPLETE: return "incomplete";
	case RUN_INTERRUPTED: return "interrupted";
	case RUN_FAILED: return "failed";
	case RUN_KILLED: return "killed";
	}
	return NULL;
}

bool run_was_seen(const struct run *run)
{
	switch (run->end) {
	case RUN_COMPLETE:
	case RUN_INCOMPLETE:
	case RUN_INTERRUPTED: return true;
	case RUN_RUNNING:
	case RUN_FAILED:
	case RUN_KILLED: return false;
	}
	return false;
}

void run_release(struct run *run)
{
	free(run->settings);
	free(run->version);
	free(run->registry);
	free(run->note);
	*run = (struct run){ 0 };
}

void run_list_release(struct run_list *runs)
{
	for (size_t i = 0; i < runs->count; i++)
		run_release(&runs->items[i]);
	free(runs->items);
	*runs = (struct run_list){ 0 };
}

#define STATE(state) offsetof(struct run, states[state])
#define COUNTED(member) offsetof(struct run, member)

/* The counts of a run, in the order in which SQL has them. */
static const size_t counts[] = {
	COUNTED(addresses),
	COUNTED(questions),
	COUNTED(hosts_answered),
	STATE(PORT_OPEN),
	STATE(PORT_CLOSED),
	STATE(PORT_FILTERED),
	STATE(PORT_OPEN_FILTERED),
	STATE(PORT_UNTESTED),
	COUNTED(open),
	COUNTED(expected),
	COUNTED(unconfirmed),
	COUNTED(investigate),
	COUNTED(approved),
	COUNTED(unaccounted),
	COUNTED(changes),
};

#define SELECT_RUNS                                                                               \
	"SELECT id, started_us, finished_us, ended, " STORE_STRING("settings") ", " STORE_STRING( \
		"version") ", " STORE_STRING("registry") ", note,"                                \
							 " addresses, "                           \
							 "questions, "                            \
							 "hosts_answered, "                       \
							 "state_open, "                           \
							 "state_closed,"                          \
							 " state_filtered, "                      \
							 "state_open_"                            \
							 "filtered, "                             \
							 "state_untested, "                       \
							 "open,"                                  \
							 " expected, "                            \
							 "unconfirmed, "                          \
							 "investigate, "                          \
							 "approved, "                             \
							 "unaccounted, "                          \
							 "changes,"                               \
							 " depth, id IS "                         \
							 "(SELECT baseline "                      \
							 "FROM audit) FROM "                      \
							 "runs "

static bool take_run(struct query *query, struct run *run)
{
	*run = (struct run){ .id = query_take_int(query, 1, INT64_MAX) };
	run->started_us = query_take_int(query, INT64_MIN, INT64_MAX);
	run->finished_us = query_take_int(query, INT64_MIN, INT64_MAX);
	run->end = (enum run_end)query_take_word(query, &store_words_run_end);
	run->settings = query_take_copy(query);
	run->version = query_take_copy(query);
	run->registry = query_take_copy(query);
	run->note = query_take_copy(query);
	for (size_t i = 0; i < COUNT(counts); i++)
		*(uint64_t *)((char *)run + counts[i]) =
			query_take_count(query);
	run->depth = (enum depth)query_take_word(query, &store_words_depth);
	run->baseline = query_take_int(query, 0, 1) == 1;
	if (!query->ok)
		run_release(run);
	return query->ok;
}

/* Of several the first; `run->id` 0: there is none. */
static bool take_only_run(struct query *query, struct run *run)
{
	*run = (struct run){ 0 };
	if (query_next(query))
		(void)take_run(query, run);
	return query_close(query);
}

static void push_run(struct query *query, struct run_list *runs, size_t *room)
{
	struct run *items =
		grow(runs->items, room, runs->count, sizeof(*items));

	if (items == NULL) {
		query_out_of_memory(query);
		return;
	}
	runs->items = items;
	if (take_run(query, &items[runs->count]))
		runs->count++;
}

bool store_runs(struct store *store, size_t limit, struct run_list *runs,
                struct text *error)
{
	struct query query;
	size_t room = 0;

	*runs = (struct run_list){ 0 };
	query_open(&query, store, SELECT_RUNS "ORDER BY id DESC LIMIT ?",
	           error);
	query_give_count(&query, limit > 0 ? limit : SIZE_MAX);
	while (query_next(&query))
		push_run(&query, runs, &room);
	if (query_close(&query))
		return true;
	run_list_release(runs);
	return false;
}

bool store_run_before(struct store *store, int64_t id, struct run *run,
                      struct text *error)
{
	struct query query;

	query_open(&query, store,
	           SELECT_RUNS "WHERE id < ? AND ended IN " STORE_SEEN
	                       " ORDER BY id DESC LIMIT 1",
	           error);
	query_give_int(&query, id);
	return take_only_run(&query, run);
}

bool store_basis(struct store *store, int64_t id, enum depth depth,
                 struct run *run, struct text *error)
{
	struct query query;

	query_open(&query, store,
	           SELECT_RUNS "WHERE id < ?1 AND ended IN " STORE_SEEN
	                       " AND ended <> 'interrupted'"
	                       " ORDER BY CASE depth WHEN 'full' THEN 2"
	                       " WHEN 'light' THEN 1 ELSE 0 END >= ?2 DESC,"
	                       " id DESC LIMIT 1",
	           error);
	query_give_int(&query, id);
	query_give_int(&query, depth);
	return take_only_run(&query, run);
}

static bool find_run(struct store *store, int64_t id, struct run *run,
                     struct text *error)
{
	struct query query;

	query_open(&query, store, SELECT_RUNS "WHERE id = ?", error);
	query_give_int(&query, id);
	return take_only_run(&query, run);
}

static bool find_baseline(struct store *store, struct run *run,
                          struct text *error)
{
	struct query query;

	query_open(&query, store,
	           SELECT_RUNS "WHERE id = (SELECT baseline FROM audit)",
	           error);
	return take_only_run(&query, run);
}

bool store_run(struct store *store, int64_t id, struct run *run,
               struct text *error)
{
	bool looked;

	if (id == 0)
		looked = store_run_before(store, INT64_MAX, run, error);
	else if (id < 0)
		looked = find_baseline(store, run, error);
	else
		looked = find_run(store, id, run, error);
	if (!looked || run->id != 0)
		return looked;
	if (id == 0)
		text_printf(error, "%s: no run has seen anything yet",
		            store->path);
	else if (id < 0)
		text_printf(error, "%s: there is no baseline", store->path);
	else
		text_printf(error, "%s: there is no run %" PRId64, store->path,
		            id);
	return false;
}

static bool insert_run(struct store *store, const struct run *run,
                       const int64_t texts[3], struct text *error)
{
	struct query query;

	query_open(&query, store,
	           "INSERT INTO runs"
	           " (started_us, ended, settings, version, registry)"
	           " VALUES (?, 'running', ?, ?, ?)",
	           error);
	query_give_int(&query, run->started_us);
	for (size_t i = 0; i < 3; i++)
		query_give_int(&query, texts[i]);
	query_run(&query);
	return query_close(&query);
}

static const char *or_nothing(const char *string)
{
	return string != NULL ? string : "";
}

bool store_begin(struct store *store, struct run *run, struct text *error)
{
	int64_t texts[3], id;
	bool done;

	if (!store_enter(store, error))
		return false;
	done = store_put_string(store, or_nothing(run->settings), &texts[0],
	                        error) &&
	       store_put_string(store, or_nothing(run->version), &texts[1],
	                        error) &&
	       store_put_string(store, or_nothing(run->registry), &texts[2],
	                        error) &&
	       insert_run(store, run, texts, error);
	id = sqlite3_last_insert_rowid(store->db);
	if (!store_leave(store, done, error))
		return false;
	run->id = id;
	return true;
}

static bool update_run(struct store *store, const struct run *run,
                       struct text *error)
{
	struct query query;
	int64_t registry = 0;

	if (run->registry != NULL &&
	    !store_put_string(store, run->registry, &registry, error))
		return false;
	query_open(&query, store,
	           "UPDATE runs SET registry = ifnull(nullif(?, 0), registry),"
	           " finished_us = ?, ended = ?, note = ?,"
	           " addresses = ?, questions = ?, hosts_answered = ?,"
	           " state_open = ?, state_closed = ?, state_filtered = ?,"
	           " state_open_filtered = ?, state_untested = ?, open = ?,"
	           " expected = ?, unconfirmed = ?, investigate = ?,"
	           " approved = ?, unaccounted = ?, changes = ?, depth = ?"
	           " WHERE id = ? AND ended = 'running'",
	           error);
	query_give_int(&query, registry);
	query_give_int(&query, run->finished_us);
	query_give_string(&query, run_end_name(run->end));
	query_give_string(&query, or_nothing(run->note));
	for (size_t i = 0; i < COUNT(counts); i++)
		query_give_count(&query, *(const uint64_t *)((const char *)run +
		                                             counts[i]));
	query_give_string(&query, store_words_depth.word(run->depth));
	query_give_int(&query, run->id);
	query_run(&query);
	if (!query_close(&query))
		return false;
	if (sqlite3_changes(store->db) == 1)
		return true;
	text_printf(error, "%s: run %" PRId64 " is not under way", store->path,
	            run->id);
	return false;
}

/* What a run saw goes on from what the one before saw, so that it has to be
 * the newest. */
static bool follows(struct store *store, const struct run *run,
                    struct run *before, struct text *error)
{
	if (!store_run_before(store, INT64_MAX, before, error))
		return false;
	if (before->id < run->id)
		return true;
	text_printf(error,
	            "%s: run %" PRId64 " cannot be stored: run %" PRId64
	            " was made meanwhile",
	            store->path, run->id, before->id);
	return false;
}

static bool put_all(struct store *store, const struct run *run,
                    const struct snapshot *snapshot,
                    const struct stored_change *changes, size_t change_count,
                    const struct issue_list *issues, struct text *error)
{
	struct run before = { 0 };
	bool done;

	if (!run_was_seen(run))
		return update_run(store, run, error);
	done = follows(store, run, &before, error) &&
	       store_put_sightings(store, run, &before, snapshot, error) &&
	       store_put_coverage(store, run, &before, snapshot->coverage,
	                          error) &&
	       store_put_changes(store, run, changes, change_count, error) &&
	       store_put_issues(store, run, &before, issues, error) &&
	       update_run(store, run, error);
	run_release(&before);
	return done;
}

bool store_end(struct store *store, const struct run *run,
               const struct snapshot *snapshot,
               const struct stored_change *changes, size_t change_count,
               const struct issue_list *issues, struct text *error)
{
	if (!store_enter(store, error))
		return false;
	return store_leave(store,
	                   put_all(store, run, snapshot, changes, change_count,
	                           issues, error),
	                   error);
}

bool store_settle(struct store *store, struct text *error)
{
	return store_exec(
		store,
		"UPDATE runs SET ended = 'killed' WHERE ended = 'running'",
		error);
}

bool store_set_baseline(struct store *store, int64_t id, struct text *error)
{
	struct query query;
	struct run run;
	bool seen;

	if (!store_run(store, id, &run, error))
		return false;
	seen = run_was_seen(&run);
	if (!seen)
		text_printf(error,
		            "%s: run %" PRId64 " is %s: nothing can be held "
		            "against it",
		            store->path, run.id, run_end_name(run.end));
	id = run.id;
	run_release(&run);
	if (!seen)
		return false;
	query_open(&query, store, "UPDATE audit SET baseline = ?", error);
	query_give_int(&query, id);
	query_run(&query);
	return query_close(&query);
}
