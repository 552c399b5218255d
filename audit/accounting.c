// SPDX-License-Identifier: Apache-2.0
#include "audit/accounting.h"

#include <stdlib.h>
#include <string.h>

enum { TREND_MAX = 90 }; /* runs in a trend: a quarter, night by night */

static bool no_memory(struct text *error)
{
	text_append_string(error, "out of memory");
	return false;
}

/* The run that changes are since: 0 as id when there is none. */
static bool load_previous(struct accounting *accounting, struct store *store,
                          int64_t since, struct text *error)
{
	struct run *previous = &accounting->previous;

	if (since == 0 && accounting->run.end == RUN_INTERRUPTED)
		return true; /* the next run tells what changed */
	if (since == 0)
		return store_basis(store, accounting->run.id,
		                   accounting->run.depth, previous, error);
	return store_run(store, since, previous, error);
}

/* Without a baseline there is nothing wrong. */
static void load_baseline(struct accounting *accounting, struct store *store)
{
	struct text ignored;

	text_init(&ignored);
	if (!store_run(store, -1, &accounting->baseline, &ignored))
		accounting->baseline = (struct run){ 0 };
	text_release(&ignored);
}

/* What changed since `then`, into `changes`, which borrows from `before`. */
static bool load_changes(struct change_list *changes, struct snapshot *before,
                         const struct run *then, struct accounting *accounting,
                         struct store *store, struct text *error)
{
	if (then->id == 0)
		return true;
	if (!store_snapshot(store, then->id, before, error))
		return false;
	return change_list_make(changes, before, &accounting->now) ||
	       no_memory(error);
}

/* Changes that a second look denied have no sightings to be made from. */
struct denied {
	struct accounting *accounting;
	bool failed;
};

static bool keep_words(struct accounting *accounting, const char *words)
{
	size_t count = accounting->told_count;
	char **told = reallocarray(accounting->told, count + 1, sizeof(*told));

	if (told == NULL)
		return false;
	accounting->told = told;
	told[count] = strdup(words);
	if (told[count] == NULL)
		return false;
	accounting->told_count++;
	return true;
}

static void add_denied(void *arg, const struct stored_change *stored)
{
	struct denied *denied = arg;
	struct accounting *accounting = denied->accounting;
	struct change_list *changes = &accounting->changes;
	struct change *items;

	if (stored->kind != CHANGE_NOT_COMPARABLE ||
	    stored->why != INCOMPARABLE_NOT_CONFIRMED)
		return;
	items = reallocarray(changes->items, changes->count + 1,
	                     sizeof(*items));
	if (items == NULL || !keep_words(accounting, stored->words)) {
		changes->items = items != NULL ? items : changes->items;
		denied->failed = true;
		return;
	}
	changes->items = items;
	items[changes->count++] = (struct change){
		.kind = stored->kind,
		.why = stored->why,
		.address = stored->address,
		.protocol = stored->protocol,
		.port = stored->port,
		.whole_host = stored->whole_host,
		.told = accounting->told[accounting->told_count - 1],
	};
}

/* A second look denied changes since the run that it was held against. */
static bool load_denied(struct accounting *accounting, struct store *store,
                        int64_t since, struct text *error)
{
	struct denied denied = { .accounting = accounting };

	if (since != 0)
		return true;
	if (!store_changes(store, accounting->run.id, add_denied, &denied,
	                   error))
		return false;
	return !denied.failed || no_memory(error);
}

static bool load_trend(struct accounting *accounting, struct store *store,
                       struct text *error)
{
	struct run_list runs;
	size_t count = 0;

	if (!store_runs(store, 0, &runs, error))
		return false;
	accounting->trend = calloc(TREND_MAX, sizeof(*accounting->trend));
	for (size_t i = 0; i < runs.count && count < TREND_MAX; i++) {
		const struct run *run = &runs.items[i];

		if (run->id > accounting->run.id || !run_was_seen(run) ||
		    accounting->trend == NULL)
			continue;
		count++; /* the newest goes last */
		accounting->trend[TREND_MAX - count] = (struct trend_point){
			.run = run->id,
			.started_us = run->started_us,
			.open = run->open,
			.unaccounted = run->unaccounted,
			.complete = run->end == RUN_COMPLETE,
		};
	}
	run_list_release(&runs);
	accounting->account.trend_count = count;
	return accounting->trend != NULL || no_memory(error);
}

/* A run that saw nothing has nothing but how it ended, and what was before. */
static bool load_failure(struct accounting *accounting, struct store *store,
                         struct text *error)
{
	accounting->now.coverage = coverage_create();
	return accounting->now.coverage != NULL
	               ? load_trend(accounting, store, error)
	               : no_memory(error);
}

static bool load_issues(struct accounting *accounting, struct store *store,
                        const char *audit, const struct policy *policy,
                        struct text *error)
{
	struct run before = { 0 };
	bool loaded =
		store_run_before(store, accounting->run.id, &before, error) &&
		(before.id == 0 ||
	         store_issues(store, before.id, &accounting->earlier, error));

	run_release(&before);
	if (!loaded)
		return false;
	return (issue_list_make(&accounting->issues, audit, accounting->run.id,
	                        &accounting->now, policy, accounting->today,
	                        &accounting->earlier) &&
	        policy_review_make(&accounting->review, policy,
	                           &accounting->now, accounting->today)) ||
	       no_memory(error);
}

static void fill_account(struct accounting *accounting, const char *audit,
                         const struct policy *policy)
{
	struct account *account = &accounting->account;

	account->audit = audit;
	account->today = accounting->today;
	account->run = &accounting->run;
	account->previous =
		accounting->previous.id != 0 ? &accounting->previous : NULL;
	account->baseline =
		accounting->baseline.id != 0 ? &accounting->baseline : NULL;
	account->snapshot = &accounting->now;
	account->changes = &accounting->changes;
	account->drift = &accounting->drift;
	account->issues = &accounting->issues;
	account->policy = policy;
	account->review = &accounting->review;
	account->trend = accounting->trend + TREND_MAX - account->trend_count;
}

static bool load_all(struct accounting *accounting, struct store *store,
                     const char *audit, const struct accounting_choice *choice,
                     const struct policy *policy, struct text *error)
{
	if (!store_snapshot(store, accounting->run.id, &accounting->now,
	                    error) ||
	    !load_previous(accounting, store, choice->since, error) ||
	    !load_changes(&accounting->changes, &accounting->before,
	                  &accounting->previous, accounting, store, error) ||
	    !load_denied(accounting, store, choice->since, error))
		return false;
	load_baseline(accounting, store);
	return load_changes(&accounting->drift, &accounting->base,
	                    &accounting->baseline, accounting, store, error) &&
	       load_issues(accounting, store, audit, policy, error) &&
	       load_trend(accounting, store, error);
}

bool accounting_load(struct accounting *accounting, struct store *store,
                     const char *audit, const struct accounting_choice *choice,
                     const struct policy *policy, struct text *error)
{
	bool loaded;

	*accounting = (struct accounting){ 0 };
	policy_date_today(accounting->today);
	if (!store_run(store, choice->run, &accounting->run, error))
		return false;
	loaded = run_was_seen(&accounting->run)
	                 ? load_all(accounting, store, audit, choice, policy,
	                            error)
	                 : load_failure(accounting, store, error);
	if (loaded)
		fill_account(accounting, audit, policy);
	return loaded;
}

void accounting_release(struct accounting *accounting)
{
	change_list_release(&accounting->changes);
	change_list_release(&accounting->drift);
	issue_list_release(&accounting->issues);
	issue_list_release(&accounting->earlier);
	policy_review_release(&accounting->review);
	snapshot_release(&accounting->now);
	snapshot_release(&accounting->before);
	snapshot_release(&accounting->base);
	run_release(&accounting->run);
	run_release(&accounting->previous);
	run_release(&accounting->baseline);
	free(accounting->trend);
	for (size_t i = 0; i < accounting->told_count; i++)
		free(accounting->told[i]);
	free(accounting->told);
	*accounting = (struct accounting){ 0 };
}
