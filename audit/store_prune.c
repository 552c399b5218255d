// SPDX-License-Identifier: Apache-2.0
#include "audit/store_query.h"
#include "audit/store_state.h"

/* By id, so that a clock that went wrong takes nothing away but by age. */
static bool delete_runs(struct store *store, int64_t before_us, size_t keep,
                        size_t *pruned, struct text *error)
{
	struct query query;

	query_open(&query, store,
	           "DELETE FROM runs WHERE ended <> 'running'"
	           " AND id IS NOT (SELECT baseline FROM audit)"
	           " AND id NOT IN (SELECT id FROM runs"
	           "  WHERE ended IN " STORE_SEEN "  ORDER BY id DESC LIMIT 2)"
	           " AND (started_us < ?1 OR (?2 > 0 AND id <"
	           "  (SELECT min(id) FROM (SELECT id FROM runs"
	           "   WHERE ended IN " STORE_SEEN
	           "   ORDER BY id DESC LIMIT ?2))))",
	           error);
	query_give_int(&query, before_us);
	query_give_count(&query, keep);
	query_run(&query);
	*pruned = (size_t)sqlite3_changes64(store->db);
	return query_close(&query);
}

/* Is a run left that saw what holds in these? */
#define NOBODY_SAW(from, to)                                                   \
	"NOT EXISTS (SELECT 1 FROM runs WHERE runs.id >= " from                \
	" AND runs.id <= ifnull(" to ", 9223372036854775807)"                  \
	" AND ended IN " STORE_SEEN ")"

/* Changes went with their runs. */
static const char rest[] = "DELETE FROM stretches WHERE " NOBODY_SAW(
	"first_run",
	"last_run") ";"
		    "DELETE FROM coverage WHERE " NOBODY_SAW(
			    "first_run",
			    "last_run") ";"
					"DELETE FROM issues WHERE " NOBODY_SAW(
						"from_run",
						"to_run") ";"
							  "DELETE FROM bytes "
							  "WHERE id NOT IN ("
							  " SELECT settings "
							  "FROM runs UNION ALL "
							  "SELECT version FROM "
							  "runs"
							  " UNION ALL SELECT "
							  "registry FROM runs"
							  " UNION ALL SELECT "
							  "said FROM stretches"
							  " UNION ALL SELECT "
							  "record FROM "
							  "stretches"
							  " UNION ALL SELECT "
							  "first FROM changes"
							  " UNION ALL SELECT "
							  "second FROM "
							  "changes)";

bool store_prune(struct store *store, int64_t before_us, size_t keep,
                 size_t *pruned, struct text *error)
{
	bool done;

	*pruned = 0;
	if (!store_enter(store, error))
		return false;
	done = delete_runs(store, before_us, keep, pruned, error) &&
	       (*pruned == 0 || store_exec(store, rest, error));
	if (!store_leave(store, done, error)) {
		*pruned = 0;
		return false;
	}
	/* What it fails to give back to the file system is used again. */
	if (*pruned > 0)
		sqlite3_exec(store->db, "PRAGMA incremental_vacuum", NULL, NULL,
		             NULL);
	return true;
}
