// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_STORE_QUERY_H
#define PORTSCAN_AUDIT_STORE_QUERY_H

#include "audit/store_state.h"
#include "audit/store_words.h"

/*
 * One SQL statement: parameters are given in their order, and the columns of a
 * row taken in theirs.  A database may hold anything, so each value is held
 * against what it can be.  The first failure is written to `error`; after it
 * nothing more happens, and query_close() says so: give, step and take, then
 * ask once.
 */
struct query {
	struct store *store;
	struct text *error;
	sqlite3_stmt *statement;
	int given, taken;
	bool ok;
};

void query_open(struct query *query, struct store *store, const char *sql,
                struct text *error);
bool query_close(struct query *query);

/* What is given has to stay until the next step. */
void query_give_null(struct query *query);
void query_give_int(struct query *query, int64_t value);
void query_give_count(struct query *query, uint64_t value);
void query_give_string(struct query *query, const char *string);
void query_give_bytes(struct query *query, const void *bytes, size_t len);
void query_give_address(struct query *query, const struct address *address);
void query_give_protocol(struct query *query, enum protocol protocol);

/* The next row; false when there is none, or something failed. */
bool query_next(struct query *query);

/* Run what gives no rows, and be ready for the next parameters. */
void query_run(struct query *query);

/* Is the column that would be taken next NULL?  Then it counts as taken. */
bool query_take_null(struct query *query);

/* 0, "", and nothing once anything failed. */
int64_t query_take_int(struct query *query, int64_t min, int64_t max);
uint64_t query_take_count(struct query *query);
const char *query_take_string(struct query *query);
const char *query_take_bytes(struct query *query, size_t *len);
char *query_take_copy(struct query *query);
int query_take_word(struct query *query, const struct store_words *words);
struct address query_take_address(struct query *query);
enum protocol query_take_protocol(struct query *query);

/* The row says what cannot be. */
void query_damaged(struct query *query, const char *what);
void query_out_of_memory(struct query *query);

#endif
