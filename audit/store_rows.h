// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_STORE_ROWS_H
#define PORTSCAN_AUDIT_STORE_ROWS_H

#include "audit/store_state.h"

/*
 * How what one run saw goes on from what the run before saw: what stayed as it
 * was is one row, that lasts; other rows end, and new ones begin.
 */
struct store_rows {
	bool *last;     /* by item of this run: its row is there already */
	int64_t *ended; /* ids of rows of which this run saw nothing */
	size_t count, room;
};

/* For a run with `items` items; false when out of memory. */
bool store_rows_init(struct store_rows *rows, size_t items);
void store_rows_release(struct store_rows *rows);

/* One more row has ended; false when out of memory. */
bool store_rows_end(struct store_rows *rows, int64_t id);

/* Let the rows end with the run `before`, by an UPDATE with its id and that of
 * a row as parameters. */
bool store_rows_write(struct store *store, const struct store_rows *rows,
                      const struct run *before, const char *update,
                      struct text *error);

#endif
