// SPDX-License-Identifier: Apache-2.0
#include "audit/store_query.h"
#include "audit/store_state.h"

/* "PSca", so that file(1) and we know whose database it is. */
enum { APPLICATION_ID = 0x50536361 };

/*
 * A run that saw something is `complete`, `incomplete` or `interrupted`.  What
 * stays as it is from one such run to the next is one row, with the runs in
 * which it holds, to the last one unless that is NULL, "up to now".  Those
 * numbers stay when the runs themselves have been pruned.
 */
static const char *const migrations[] = {
	/* To 1. */
	"CREATE TABLE bytes ("
	" id INTEGER PRIMARY KEY,"
	" place INTEGER NOT NULL," /* of their SHA-256, see store_bytes.c */
	" size INTEGER NOT NULL,"  /* of what is packed in */
	" content BLOB NOT NULL"
	") STRICT;"
	"CREATE INDEX bytes_by_place ON bytes (place);"

	"CREATE TABLE runs ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" started_us INTEGER NOT NULL,"
	" finished_us INTEGER NOT NULL DEFAULT 0,"
	" ended TEXT NOT NULL,"
	" settings INTEGER NOT NULL REFERENCES bytes,"
	" version INTEGER NOT NULL REFERENCES bytes,"
	" registry INTEGER NOT NULL REFERENCES bytes,"
	" note TEXT NOT NULL DEFAULT '',"
	" addresses INTEGER NOT NULL DEFAULT 0,"
	" questions INTEGER NOT NULL DEFAULT 0,"
	" hosts_answered INTEGER NOT NULL DEFAULT 0,"
	" state_open INTEGER NOT NULL DEFAULT 0,"
	" state_closed INTEGER NOT NULL DEFAULT 0,"
	" state_filtered INTEGER NOT NULL DEFAULT 0,"
	" state_open_filtered INTEGER NOT NULL DEFAULT 0,"
	" state_untested INTEGER NOT NULL DEFAULT 0,"
	" open INTEGER NOT NULL DEFAULT 0,"
	" expected INTEGER NOT NULL DEFAULT 0,"
	" unconfirmed INTEGER NOT NULL DEFAULT 0,"
	" investigate INTEGER NOT NULL DEFAULT 0,"
	" approved INTEGER NOT NULL DEFAULT 0,"
	" unaccounted INTEGER NOT NULL DEFAULT 0,"
	" changes INTEGER NOT NULL DEFAULT 0,"
	" depth TEXT NOT NULL DEFAULT 'reach'"
	") STRICT;"
	"CREATE INDEX runs_by_settings ON runs (settings);"
	"CREATE INDEX runs_by_version ON runs (version);"
	"CREATE INDEX runs_by_registry ON runs (registry);"

	"CREATE TABLE audit ("
	" one INTEGER PRIMARY KEY CHECK (one = 1),"
	" profile TEXT NOT NULL,"
	" baseline INTEGER REFERENCES runs"
	") STRICT;"
	"INSERT INTO audit VALUES (1, '', NULL);"

	"CREATE TABLE stretches ("
	" id INTEGER PRIMARY KEY,"
	" address TEXT NOT NULL,"
	" protocol TEXT NOT NULL,"
	" port INTEGER NOT NULL,"
	" first_run INTEGER NOT NULL,"
	" last_run INTEGER CHECK (last_run >= first_run),"
	" first_us INTEGER NOT NULL,"
	" last_us INTEGER,"
	" state TEXT NOT NULL,"
	" reason TEXT NOT NULL,"
	" time_us INTEGER NOT NULL,"
	" said INTEGER NOT NULL REFERENCES bytes,"
	" record INTEGER NOT NULL REFERENCES bytes"
	") STRICT;"
	"CREATE INDEX stretches_by_port ON stretches (address, port, protocol);"
	"CREATE UNIQUE INDEX stretches_lasting"
	" ON stretches (address, port, protocol) WHERE last_run IS NULL;"
	"CREATE INDEX stretches_by_said ON stretches (said);"
	"CREATE INDEX stretches_by_record ON stretches (record);"

	"CREATE TABLE coverage ("
	" id INTEGER PRIMARY KEY,"
	" first_run INTEGER NOT NULL,"
	" last_run INTEGER CHECK (last_run >= first_run),"
	" line BLOB NOT NULL"
	") STRICT;"
	"CREATE INDEX coverage_lasting ON coverage (id) WHERE last_run IS NULL;"

	"CREATE TABLE changes ("
	" id INTEGER PRIMARY KEY,"
	" run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,"
	" kind TEXT NOT NULL,"
	" why TEXT,"
	" aspects INTEGER NOT NULL,"
	" address TEXT NOT NULL,"
	" protocol TEXT NOT NULL,"
	" port INTEGER NOT NULL,"
	" whole_host INTEGER NOT NULL,"
	" words TEXT NOT NULL,"
	" first INTEGER NOT NULL REFERENCES bytes,"
	" second INTEGER NOT NULL REFERENCES bytes"
	") STRICT;"
	"CREATE INDEX changes_by_run ON changes (run);"
	"CREATE INDEX changes_by_first ON changes (first);"
	"CREATE INDEX changes_by_second ON changes (second);"

	"CREATE TABLE issues ("
	" row INTEGER PRIMARY KEY,"
	" id TEXT NOT NULL,"
	" from_run INTEGER NOT NULL,"
	" to_run INTEGER CHECK (to_run >= from_run),"
	" kind TEXT NOT NULL,"
	" state TEXT NOT NULL,"
	" address TEXT NOT NULL,"
	" protocol TEXT NOT NULL,"
	" port INTEGER NOT NULL,"
	" first_run INTEGER NOT NULL,"
	" last_run INTEGER," /* NULL: each of these runs saw it */
	" resolved_run INTEGER NOT NULL,"
	" not_seen_again INTEGER NOT NULL"
	") STRICT;"
	"CREATE UNIQUE INDEX issues_lasting ON issues (id)"
	" WHERE to_run IS NULL;",
};

enum { SCHEMA = sizeof(migrations) / sizeof(migrations[0]) };

static bool number_of(struct store *store, const char *sql, int64_t *number,
                      struct text *error)
{
	struct query query;

	query_open(&query, store, sql, error);
	if (query_next(&query))
		*number = query_take_int(&query, INT32_MIN, INT32_MAX);
	return query_close(&query);
}

static bool refuse(const struct store *store, const char *why,
                   struct text *error)
{
	text_printf(error, "%s: %s", store->path, why);
	return false;
}

static bool refuse_schema(const struct store *store, int64_t schema,
                          struct text *error)
{
	text_printf(error,
	            "%s: was written by a newer portscan (schema %d, this one "
	            "knows %d); nothing changed",
	            store->path, (int)schema, SCHEMA);
	return false;
}

bool store_schema_check(struct store *store, enum store_mode mode,
                        struct text *error)
{
	int64_t application = 0, schema = 0, tables = 0;

	if (!number_of(store, "PRAGMA application_id", &application, error) ||
	    !number_of(store, "PRAGMA user_version", &schema, error) ||
	    !number_of(store, "SELECT min(count(*), 1) FROM sqlite_schema",
	               &tables, error))
		return false;
	if (application == 0 && schema == 0 && tables == 0)
		return mode == STORE_WRITE ||
		       refuse(store, "holds no history yet", error);
	if (application != APPLICATION_ID)
		return refuse(
			store,
			"is a database of another program; nothing changed",
			error);
	if (schema > SCHEMA)
		return refuse_schema(store, schema, error);
	if (schema < 1)
		return store_damaged(store, "a schema that never was", error);
	if (schema < SCHEMA && mode == STORE_READ)
		return refuse(store,
		              "was written by an older portscan; the next run "
		              "of its audit brings it up to date",
		              error);
	return true;
}

static bool migrate(struct store *store, struct text *error)
{
	int64_t schema = 0;
	struct text sql;
	bool done;

	/* Another may have done it while we waited for the lock. */
	if (!number_of(store, "PRAGMA user_version", &schema, error))
		return false;
	if (schema > SCHEMA)
		return refuse_schema(store, schema, error);
	if (schema == SCHEMA)
		return true;
	text_init(&sql);
	for (size_t i = (size_t)schema; i < SCHEMA; i++)
		text_append_string(&sql, migrations[i]);
	text_printf(&sql,
	            "PRAGMA application_id = %d; PRAGMA user_version = %d",
	            APPLICATION_ID, SCHEMA);
	done = sql.failed ? refuse(store, "out of memory", error)
	                  : store_exec(store, sql.data, error);
	text_release(&sql);
	return done;
}

bool store_schema_prepare(struct store *store, struct text *error)
{
	if (!store_enter(store, error))
		return false;
	return store_leave(store, migrate(store, error), error);
}
