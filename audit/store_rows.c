// SPDX-License-Identifier: Apache-2.0
#include "audit/store_rows.h"

#include "audit/store_query.h"
#include "base/grow.h"

#include <stdlib.h>

bool store_rows_init(struct store_rows *rows, size_t items)
{
	*rows = (struct store_rows){ .last = calloc(items + 1, sizeof(bool)) };
	return rows->last != NULL;
}

void store_rows_release(struct store_rows *rows)
{
	free(rows->last);
	free(rows->ended);
	*rows = (struct store_rows){ 0 };
}

bool store_rows_end(struct store_rows *rows, int64_t id)
{
	int64_t *ended =
		grow(rows->ended, &rows->room, rows->count, sizeof(*ended));

	if (ended == NULL)
		return false;
	rows->ended = ended;
	ended[rows->count++] = id;
	return true;
}

bool store_rows_write(struct store *store, const struct store_rows *rows,
                      const struct run *before, const char *update,
                      struct text *error)
{
	struct query query;

	query_open(&query, store, update, error);
	for (size_t i = 0; i < rows->count && query.ok; i++) {
		query_give_int(&query, before->id);
		query_give_int(&query, rows->ended[i]);
		query_run(&query);
	}
	return query_close(&query);
}
