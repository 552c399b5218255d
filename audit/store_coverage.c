// SPDX-License-Identifier: Apache-2.0
#include "audit/coverage_words.h"
#include "audit/store_query.h"
#include "audit/store_state.h"

#include "base/grow.h"

#include <stdlib.h>
#include <string.h>

/*
 * Most of what one run asked, the next asks with the same outcome: a line of
 * coverage_format() is stored once, with the runs in which it holds.  Lines may
 * come in any order, but for the one about all that is not listed.
 */
struct line {
	const char *at;
	size_t len;
	int64_t id; /* of what is stored */
};

struct lines {
	struct line *items;
	size_t count, room;
	struct text text; /* what they are in */
};

static void release(struct lines *lines)
{
	free(lines->items);
	text_release(&lines->text);
}

static bool push(struct lines *lines, size_t len, int64_t id)
{
	struct line *items =
		grow(lines->items, &lines->room, lines->count, sizeof(*items));

	if (items == NULL)
		return false;
	lines->items = items;
	items[lines->count++] = (struct line){ .len = len, .id = id };
	return true;
}

static int compare(const void *a, const void *b)
{
	const struct line *left = a, *right = b;
	size_t len = left->len < right->len ? left->len : right->len;
	int order = memcmp(left->at, right->at, len);

	if (order != 0)
		return order;
	return (left->len > right->len) - (left->len < right->len);
}

/* The text stands where it will stay. */
static void sort(struct lines *lines)
{
	const char *at = lines->text.data;

	for (size_t i = 0; i < lines->count; i++) {
		lines->items[i].at = at;
		at += lines->items[i].len;
	}
	if (lines->count > 0)
		qsort(lines->items, lines->count, sizeof(*lines->items),
		      compare);
}

static bool split(struct lines *lines, struct coverage *coverage)
{
	const char *at, *end;

	if (coverage != NULL)
		coverage_format(coverage, &lines->text);
	if (lines->text.failed)
		return false;
	at = lines->text.data;
	end = at + lines->text.len;
	while (at < end) {
		const char *next = memchr(at, '\n', (size_t)(end - at));

		next = next != NULL ? next + 1 : end;
		if (!push(lines, (size_t)(next - at), 0))
			return false;
		at = next;
	}
	sort(lines);
	return true;
}

/* Lines that hold until now. */
static bool read_lasting(struct store *store, struct lines *lines,
                         struct text *error)
{
	struct query query;
	const char *bytes;
	int64_t id;
	size_t len;

	query_open(&query, store,
	           "SELECT id, line FROM coverage WHERE last_run IS NULL",
	           error);
	while (query_next(&query)) {
		id = query_take_int(&query, INT64_MIN, INT64_MAX);
		bytes = query_take_bytes(&query, &len);
		text_append(&lines->text, bytes, len);
		if (lines->text.failed || !push(lines, len, id))
			query_out_of_memory(&query);
	}
	sort(lines);
	return query_close(&query);
}

/* Of the next line of both, of which one may be at its end. */
static int which_is_first(const struct lines *old, size_t i,
                          const struct lines *new, size_t j)
{
	if (i == old->count)
		return 1;
	if (j == new->count)
		return -1;
	return compare(&old->items[i], &new->items[j]);
}

/* A walk along both, which are sorted. */
static bool follow(struct store *store, const struct run *run,
                   const struct run *before, const struct lines *old,
                   const struct lines *new, struct text *error)
{
	struct query end, begin;
	size_t i = 0, j = 0;
	bool ended;

	query_open(&end, store, "UPDATE coverage SET last_run = ? WHERE id = ?",
	           error);
	query_open(&begin, store,
	           "INSERT INTO coverage (first_run, line) VALUES (?, ?)",
	           error);
	while (end.ok && begin.ok && (i < old->count || j < new->count)) {
		int order = which_is_first(old, i, new, j);

		if (order < 0) {
			query_give_int(&end, before->id);
			query_give_int(&end, old->items[i].id);
			query_run(&end);
		} else if (order > 0) {
			query_give_int(&begin, run->id);
			query_give_bytes(&begin, new->items[j].at,
			                 new->items[j].len);
			query_run(&begin);
		}
		i += order <= 0;
		j += order >= 0;
	}
	ended = query_close(&end);
	return query_close(&begin) && ended;
}

bool store_put_coverage(struct store *store, const struct run *run,
                        const struct run *before, struct coverage *coverage,
                        struct text *error)
{
	struct lines old = { 0 }, new = { 0 };
	bool done = false;

	text_init(&old.text);
	text_init(&new.text);
	if (!split(&new, coverage))
		text_printf(error, "%s: out of memory", store->path);
	else
		done = read_lasting(store, &old, error) &&
		       follow(store, run, before, &old, &new, error);
	release(&old);
	release(&new);
	return done;
}

static struct coverage *parse(struct store *store, const struct text *text,
                              struct text *error)
{
	struct coverage *coverage;
	struct text why;

	text_init(&why);
	coverage = coverage_parse(text->data, text->len, &why);
	if (coverage == NULL)
		store_damaged(store, why.data, error);
	text_release(&why);
	return coverage;
}

struct coverage *store_get_coverage(struct store *store, int64_t run,
                                    struct text *error)
{
	struct coverage *coverage = NULL;
	struct query query;
	struct text text;
	const char *bytes;
	size_t len;

	text_init(&text);
	query_open(&query, store,
	           "SELECT line FROM coverage WHERE first_run <= ?1"
	           " AND ifnull(last_run, ?1) >= ?1"
	           " ORDER BY line <> CAST(?2 AS BLOB)",
	           error);
	query_give_int(&query, run);
	query_give_string(&query, COVERAGE_ELSE_UNKNOWN "\n");
	while (query_next(&query)) {
		bytes = query_take_bytes(&query, &len);
		text_append(&text, bytes, len);
	}
	if (text.failed)
		query_out_of_memory(&query);
	if (query_close(&query))
		coverage = parse(store, &text, error);
	text_release(&text);
	return coverage;
}
