// SPDX-License-Identifier: Apache-2.0
#include "audit/store_query.h"

#include <stdlib.h>
#include <string.h>

void query_open(struct query *query, struct store *store, const char *sql,
                struct text *error)
{
	*query = (struct query){ .store = store, .error = error, .ok = true };
	if (sqlite3_prepare_v2(store->db, sql, -1, &query->statement, NULL) !=
	    SQLITE_OK)
		query->ok = store_fail(store, error);
}

bool query_close(struct query *query)
{
	sqlite3_finalize(query->statement);
	query->statement = NULL;
	return query->ok;
}

/* `status` is that of giving a parameter. */
static void given(struct query *query, int status)
{
	if (status != SQLITE_OK)
		query->ok = store_fail(query->store, query->error);
}

void query_give_null(struct query *query)
{
	if (query->ok)
		given(query,
		      sqlite3_bind_null(query->statement, ++query->given));
}

void query_give_int(struct query *query, int64_t value)
{
	if (query->ok)
		given(query, sqlite3_bind_int64(query->statement,
		                                ++query->given, value));
}

void query_give_count(struct query *query, uint64_t value)
{
	query_give_int(query, value < INT64_MAX ? (int64_t)value : INT64_MAX);
}

void query_give_string(struct query *query, const char *string)
{
	if (query->ok)
		given(query,
		      sqlite3_bind_text64(query->statement, ++query->given,
		                          string, strlen(string), SQLITE_STATIC,
		                          SQLITE_UTF8));
}

void query_give_bytes(struct query *query, const void *bytes, size_t len)
{
	if (query->ok)
		given(query,
		      sqlite3_bind_blob64(query->statement, ++query->given,
		                          bytes, len, SQLITE_STATIC));
}

void query_give_address(struct query *query, const struct address *address)
{
	char text[ADDRESS_TEXT_MAX];

	if (query->ok)
		given(query, sqlite3_bind_text(query->statement, ++query->given,
		                               address_format(address, text),
		                               -1, SQLITE_TRANSIENT));
}

void query_give_protocol(struct query *query, enum protocol protocol)
{
	query_give_string(query, protocol_name(protocol));
}

bool query_next(struct query *query)
{
	int status;

	if (!query->ok)
		return false;
	query->taken = 0;
	status = sqlite3_step(query->statement);
	if (status != SQLITE_ROW && status != SQLITE_DONE)
		query->ok = store_fail(query->store, query->error);
	return status == SQLITE_ROW;
}

void query_run(struct query *query)
{
	(void)query_next(query);
	query->given = 0;
	/* It repeats a failure that query_next() has told of. */
	sqlite3_reset(query->statement);
}

void query_damaged(struct query *query, const char *what)
{
	if (query->ok)
		query->ok = store_damaged(query->store, what, query->error);
}

void query_out_of_memory(struct query *query)
{
	if (query->ok)
		text_printf(query->error, "%s: out of memory",
		            query->store->path);
	query->ok = false;
}

bool query_take_null(struct query *query)
{
	if (!query->ok ||
	    sqlite3_column_type(query->statement, query->taken) != SQLITE_NULL)
		return false;
	query->taken++;
	return true;
}

/* Is there a value of this type to take? */
static bool holds(struct query *query, int type)
{
	if (query->ok &&
	    sqlite3_column_type(query->statement, query->taken) != type)
		query_damaged(query, "a value of the wrong type");
	return query->ok;
}

int64_t query_take_int(struct query *query, int64_t min, int64_t max)
{
	int64_t value;

	if (!holds(query, SQLITE_INTEGER))
		return 0;
	value = sqlite3_column_int64(query->statement, query->taken++);
	if (value >= min && value <= max)
		return value;
	query_damaged(query, "a number that is out of range");
	return 0;
}

uint64_t query_take_count(struct query *query)
{
	return (uint64_t)query_take_int(query, 0, INT64_MAX);
}

const char *query_take_bytes(struct query *query, size_t *len)
{
	const char *bytes;

	*len = 0;
	if (!holds(query, SQLITE_BLOB))
		return "";
	bytes = sqlite3_column_blob(query->statement, query->taken);
	*len = (size_t)sqlite3_column_bytes(query->statement, query->taken++);
	if (*len > 0 && bytes == NULL)
		query_out_of_memory(query);
	return query->ok && *len > 0 ? bytes : "";
}

const char *query_take_string(struct query *query)
{
	const char *string;
	size_t len;

	if (!holds(query, SQLITE_TEXT))
		return "";
	string = (const char *)sqlite3_column_text(query->statement,
	                                           query->taken);
	len = (size_t)sqlite3_column_bytes(query->statement, query->taken++);
	if (string == NULL)
		query_out_of_memory(query);
	else if (strlen(string) != len)
		query_damaged(query, "a text with a NUL in it");
	return query->ok ? string : "";
}

char *query_take_copy(struct query *query)
{
	char *copy = strdup(query_take_string(query));

	if (copy == NULL)
		query_out_of_memory(query);
	return copy;
}

int query_take_word(struct query *query, const struct store_words *words)
{
	int value = store_words_find(words, query_take_string(query));

	if (value < 0)
		query_damaged(query, words->what);
	return value < 0 ? 0 : value;
}

struct address query_take_address(struct query *query)
{
	struct address address = { .version = 4 };

	if (!address_parse(query_take_string(query), &address))
		query_damaged(query, "what is no address");
	return address;
}

enum protocol query_take_protocol(struct query *query)
{
	return (enum protocol)query_take_word(query, &store_words_protocol);
}
