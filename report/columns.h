// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_COLUMNS_H
#define PORTSCAN_REPORT_COLUMNS_H

#include "base/text.h"
#include "report/style.h"

#include <stddef.h>

/* The columns of the table for people. */
enum column {
	COLUMN_HOST, /* an address, then perhaps a blank and a name */
	COLUMN_PORT,
	COLUMN_STATE,
	COLUMN_SERVICE,
	COLUMN_VERDICT,
	COLUMN_WHY,
};

enum { COLUMN_COUNT = COLUMN_WHY + 1 };

/* Widths in terminal columns; WHY is the last and takes what is left. */
struct columns {
	size_t widths[COLUMN_COUNT];
	size_t widest_address;
};

/* Start from the titles; then measure every row. */
void columns_init(struct columns *columns);
void columns_measure(struct columns *columns,
                     const char *const cells[COLUMN_COUNT]);

/* Keep to `limit` terminal columns: names, then services give way, addresses
 * never. */
void columns_fit(struct columns *columns, size_t limit);

/*
 * Append a line.  Cells hold what remote hosts chose; the verdict gets the
 * color of `role`.  No line ends in blanks.
 */
void columns_append(struct text *text, const struct columns *columns,
                    const char *const cells[COLUMN_COUNT],
                    const struct style *style, enum style_role role);
void columns_append_titles(struct text *text, const struct columns *columns);

#endif
