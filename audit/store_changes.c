// SPDX-License-Identifier: Apache-2.0
#include "audit/store_query.h"
#include "audit/store_state.h"

static bool put_one(struct store *store, struct query *query,
                    const struct run *run, const struct stored_change *change)
{
	int64_t first, second;

	if (!store_put_string(store, change->first, &first, query->error) ||
	    !store_put_string(store, change->second, &second, query->error))
		return false;
	query_give_int(query, run->id);
	query_give_string(query, change_kind_name(change->kind));
	if (change->kind == CHANGE_NOT_COMPARABLE)
		query_give_string(query, incomparable_name(change->why));
	else
		query_give_null(query);
	query_give_int(query, (int64_t)change->aspects);
	query_give_address(query, &change->address);
	query_give_protocol(query, change->protocol);
	query_give_int(query, change->port);
	query_give_int(query, change->whole_host);
	query_give_string(query, change->words);
	query_give_int(query, first);
	query_give_int(query, second);
	query_run(query);
	return query->ok;
}

bool store_put_changes(struct store *store, const struct run *run,
                       const struct stored_change *changes, size_t count,
                       struct text *error)
{
	struct query query;
	bool done;

	query_open(&query, store,
	           "INSERT INTO changes (run, kind, why, aspects, address,"
	           " protocol, port, whole_host, words, first, second)"
	           " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	           error);
	done = query.ok;
	for (size_t i = 0; i < count && done; i++)
		done = put_one(store, &query, run, &changes[i]);
	return query_close(&query) && done;
}

static void take_change(struct query *query, struct stored_change *change)
{
	unsigned aspects = (1U << CHANGE_ASPECT_COUNT) - 1;

	*change = (struct stored_change){
		.run = query_take_int(query, 1, INT64_MAX),
	};
	change->kind = (enum change_kind)query_take_word(
		query, &store_words_change_kind);
	if (!query_take_null(query))
		change->why = (enum incomparable)query_take_word(
			query, &store_words_incomparable);
	change->aspects = (unsigned)query_take_int(query, 0, aspects);
	change->address = query_take_address(query);
	change->protocol = query_take_protocol(query);
	change->port = (uint16_t)query_take_int(query, 0, UINT16_MAX);
	change->whole_host = query_take_int(query, 0, 1) == 1;
	change->words = query_take_string(query);
	change->first = query_take_string(query);
	change->second = query_take_string(query);
}

#define SELECT_CHANGES                                                         \
	"SELECT run, kind, why, aspects, address, protocol, port,"             \
	" whole_host, words, " STORE_STRING("first") ", " STORE_STRING(        \
		"second") " FROM changes "

bool store_changes(struct store *store, int64_t id, store_change_cb call,
                   void *arg, struct text *error)
{
	struct stored_change change;
	struct query query;

	query_open(&query, store,
	           id == 0 ? SELECT_CHANGES "ORDER BY id"
	                   : SELECT_CHANGES "WHERE run = ? ORDER BY id",
	           error);
	if (id != 0)
		query_give_int(&query, id);
	while (query_next(&query)) {
		take_change(&query, &change);
		if (query.ok)
			call(arg, &change);
	}
	return query_close(&query);
}
