// SPDX-License-Identifier: Apache-2.0
#include "audit/store_query.h"
#include "audit/store_rows.h"

#include "base/grow.h"

#include <stdlib.h>
#include <string.h>

/* In the order of take_issue(). */
#define ISSUE                                                                  \
	"id, kind, state, address, protocol, port, first_run, last_run,"       \
	" resolved_run, not_seen_again"

static void take_id(struct query *query, char id[ISSUE_ID_SIZE])
{
	const char *string = query_take_string(query);
	size_t digits = strspn(string, "0123456789abcdef");

	if (!query->ok)
		return;
	if (digits != ISSUE_ID_SIZE - 1 || string[digits] != '\0')
		query_damaged(query, "an issue's id that is none");
	else
		memcpy(id, string, ISSUE_ID_SIZE);
}

/* `last_run` is that of an issue that each run of its row saw. */
static bool take_issue(struct query *query, int64_t last_run,
                       struct issue *issue)
{
	*issue = (struct issue){ .last_run = last_run };
	take_id(query, issue->id);
	issue->kind = (enum issue_kind)query_take_word(query,
	                                               &store_words_issue_kind);
	issue->state = (enum issue_state)query_take_word(
		query, &store_words_issue_state);
	issue->address = query_take_address(query);
	issue->protocol = query_take_protocol(query);
	issue->port = (uint16_t)query_take_int(query, 0, UINT16_MAX);
	issue->first_run = query_take_int(query, 0, INT64_MAX);
	if (!query_take_null(query))
		issue->last_run = query_take_int(query, 0, INT64_MAX);
	issue->resolved_run = query_take_int(query, 0, INT64_MAX);
	issue->not_seen_again = query_take_int(query, 0, 1) == 1;
	return query->ok;
}

/* Does the row say of this run what it says of the ones before? */
static bool is_as_before(const struct issue *then, const struct issue *now)
{
	return strcmp(then->id, now->id) == 0 && then->state == now->state &&
	       then->first_run == now->first_run &&
	       then->last_run == now->last_run &&
	       then->resolved_run == now->resolved_run &&
	       then->not_seen_again == now->not_seen_again;
}

/* By id, for is_there(). */
static int compare_ids(const void *a, const void *b)
{
	const struct issue *const *left = a, *const *right = b;

	return strcmp((*left)->id, (*right)->id);
}

static const struct issue **by_id(const struct issue_list *issues)
{
	const struct issue **sorted =
		calloc(issues->count + 1, sizeof(const struct issue *));

	if (sorted == NULL)
		return NULL;
	for (size_t i = 0; i < issues->count; i++)
		sorted[i] = &issues->items[i];
	qsort(sorted, issues->count, sizeof(const struct issue *), compare_ids);
	return sorted;
}

static void hold_against(struct query *query, const struct run *run,
                         const struct issue_list *issues,
                         const struct issue **sorted, struct store_rows *rows)
{
	int64_t row = query_take_int(query, INT64_MIN, INT64_MAX);
	const struct issue *const *now = NULL;
	const struct issue *key;
	struct issue then;

	if (!take_issue(query, run->id, &then))
		return;
	key = &then;
	now = bsearch(&key, sorted, issues->count, sizeof(const struct issue *),
	              compare_ids);
	if (now != NULL && is_as_before(&then, *now))
		rows->last[*now - issues->items] = true;
	else if (!store_rows_end(rows, row))
		query_out_of_memory(query);
}

static bool compare_with_lasting(struct store *store, const struct run *run,
                                 const struct issue_list *issues,
                                 struct store_rows *rows, struct text *error)
{
	const struct issue **sorted = by_id(issues);
	struct query query;

	if (sorted == NULL) {
		text_printf(error, "%s: out of memory", store->path);
		return false;
	}
	query_open(&query, store,
	           "SELECT row, " ISSUE " FROM issues WHERE to_run IS NULL",
	           error);
	while (query_next(&query))
		hold_against(&query, run, issues, sorted, rows);
	free(sorted);
	return query_close(&query);
}

static void begin_row(struct query *query, const struct run *run,
                      const struct issue *issue)
{
	query_give_int(query, run->id);
	query_give_string(query, issue->id);
	query_give_string(query, issue_kind_name(issue->kind));
	query_give_string(query, issue_state_name(issue->state));
	query_give_address(query, &issue->address);
	query_give_protocol(query, issue->protocol);
	query_give_int(query, issue->port);
	query_give_int(query, issue->first_run);
	if (issue->last_run == run->id)
		query_give_null(query);
	else
		query_give_int(query, issue->last_run);
	query_give_int(query, issue->resolved_run);
	query_give_int(query, issue->not_seen_again);
	query_run(query);
}

static bool begin_rows(struct store *store, const struct run *run,
                       const struct issue_list *issues,
                       const struct store_rows *rows, struct text *error)
{
	struct query query;

	query_open(&query, store,
	           "INSERT INTO issues (from_run, " ISSUE
	           ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	           error);
	for (size_t i = 0; i < issues->count && query.ok; i++)
		if (!rows->last[i])
			begin_row(&query, run, &issues->items[i]);
	return query_close(&query);
}

bool store_put_issues(struct store *store, const struct run *run,
                      const struct run *before, const struct issue_list *issues,
                      struct text *error)
{
	struct store_rows rows;
	bool done = false;

	if (!store_rows_init(&rows, issues->count))
		text_printf(error, "%s: out of memory", store->path);
	else
		done = compare_with_lasting(store, run, issues, &rows, error) &&
		       store_rows_write(store, &rows, before,
		                        "UPDATE issues SET to_run = ?"
		                        " WHERE row = ?",
		                        error) &&
		       begin_rows(store, run, issues, &rows, error);
	store_rows_release(&rows);
	return done;
}

static int compare_issues(const void *a, const void *b)
{
	const struct issue *left = a, *right = b;

	if (left->state != right->state)
		return (int)left->state - (int)right->state;
	if (left->protocol != right->protocol)
		return (int)left->protocol - (int)right->protocol;
	if (left->port != right->port)
		return (int)left->port - (int)right->port;
	return address_compare(&left->address, &right->address);
}

static void push_issue(struct query *query, const struct run *run,
                       struct issue_list *issues, size_t *room)
{
	struct issue *items =
		grow(issues->items, room, issues->count, sizeof(*items));

	if (items == NULL) {
		query_out_of_memory(query);
		return;
	}
	issues->items = items;
	if (take_issue(query, run->id, &items[issues->count]))
		issues->count++;
}

static bool read_issues(struct store *store, const struct run *run,
                        struct issue_list *issues, struct text *error)
{
	struct query query;
	size_t room = 0;

	query_open(&query, store,
	           "SELECT " ISSUE " FROM issues WHERE from_run <= ?1"
	           " AND ifnull(to_run, ?1) >= ?1",
	           error);
	query_give_int(&query, run->id);
	while (query_next(&query))
		push_issue(&query, run, issues, &room);
	if (issues->count > 0)
		qsort(issues->items, issues->count, sizeof(*issues->items),
		      compare_issues);
	return query_close(&query);
}

bool store_issues(struct store *store, int64_t id, struct issue_list *issues,
                  struct text *error)
{
	struct run run = { 0 };
	bool done;

	*issues = (struct issue_list){ 0 };
	if (!store_exec(store, "BEGIN", error))
		return false;
	/* A run that saw nothing left them as they were. */
	done = store_run_before(store, id < INT64_MAX ? id + 1 : id, &run,
	                        error) &&
	       read_issues(store, &run, issues, error);
	done = store_leave(store, done, error);
	run_release(&run);
	if (!done)
		issue_list_release(issues);
	return done;
}
