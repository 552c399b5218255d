// SPDX-License-Identifier: Apache-2.0
#include "report/columns.h"

#include "report/escape.h"

#include <stdint.h>
#include <string.h>

enum { GAP = 2, WHY_MIN = 24, HOST_MIN = 15, SERVICE_MIN = 17 };

static const char *const titles[COLUMN_COUNT] = {
	[COLUMN_HOST] = "HOST",       [COLUMN_PORT] = "PORT",
	[COLUMN_STATE] = "STATE",     [COLUMN_SERVICE] = "SERVICE",
	[COLUMN_VERDICT] = "VERDICT", [COLUMN_WHY] = "WHY",
};

/* So that one odd name does not push all else out of sight. */
static const size_t most[COLUMN_COUNT] = {
	[COLUMN_HOST] = 72,          [COLUMN_PORT] = SIZE_MAX,
	[COLUMN_STATE] = SIZE_MAX,   [COLUMN_SERVICE] = 40,
	[COLUMN_VERDICT] = SIZE_MAX, [COLUMN_WHY] = SIZE_MAX,
};

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

void columns_init(struct columns *columns)
{
	columns->widest_address = 0;
	for (int i = 0; i < COLUMN_COUNT; i++)
		columns->widths[i] = strlen(titles[i]);
}

void columns_measure(struct columns *columns,
                     const char *const cells[COLUMN_COUNT])
{
	for (int i = 0; i < COLUMN_COUNT; i++) {
		size_t width =
			escape_terminal_columns(cells[i], strlen(cells[i]));

		columns->widths[i] =
			larger(columns->widths[i], smaller(width, most[i]));
	}
	columns->widest_address = larger(columns->widest_address,
	                                 strcspn(cells[COLUMN_HOST], " "));
}

static size_t start_of(const struct columns *columns, int column)
{
	size_t start = 0;

	for (int i = 0; i < column; i++)
		start += columns->widths[i] + GAP;
	return start;
}

/* Take from `column`, down to `min`, what WHY lacks of its least width. */
static void shrink(struct columns *columns, enum column column, size_t min,
                   size_t limit)
{
	size_t need = start_of(columns, COLUMN_WHY) + WHY_MIN;
	size_t *width = &columns->widths[column];

	if (need > limit && *width > min)
		*width -= smaller(need - limit, *width - min);
}

void columns_fit(struct columns *columns, size_t limit)
{
	size_t start;

	shrink(columns, COLUMN_HOST, larger(HOST_MIN, columns->widest_address),
	       limit);
	shrink(columns, COLUMN_SERVICE, SERVICE_MIN, limit);
	start = start_of(columns, COLUMN_WHY);
	columns->widths[COLUMN_WHY] = limit > start ? limit - start : 0;
}

static size_t append_cell(struct text *text, const char *cell, size_t width)
{
	return escape_terminal_cut(text, cell, strlen(cell), width);
}

void columns_append(struct text *text, const struct columns *columns,
                    const char *const cells[COLUMN_COUNT],
                    const struct style *style, enum style_role role)
{
	size_t at = 0;

	for (int i = 0; i < COLUMN_COUNT; i++) {
		size_t start = start_of(columns, i);

		if (cells[i][0] == '\0' || columns->widths[i] == 0)
			continue;
		for (; at < start; at++)
			text_append_char(text, ' ');
		if (i == COLUMN_VERDICT)
			style_begin(text, style, role);
		at += append_cell(text, cells[i], columns->widths[i]);
		if (i == COLUMN_VERDICT)
			style_end(text, style, role);
	}
	text_append_char(text, '\n');
}

void columns_append_titles(struct text *text, const struct columns *columns)
{
	columns_append(text, columns, titles, &(struct style){ 0 },
	               STYLE_PLAIN);
}
