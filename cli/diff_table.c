// SPDX-License-Identifier: Apache-2.0
#include "cli/diff_table.h"

#include "base/count.h"
#include "report/escape.h"

#include <stdio.h>
#include <string.h>

enum { COLUMNS = 3 }; /* before the words, which are the last */

enum { CELL_MAX = ADDRESS_TEXT_MAX };

static const char *const titles[COLUMNS] = { "CHANGE", "HOST", "PORT" };

/* A line of it; `kind` is a reason where nothing can be compared. */
struct row {
	char cells[COLUMNS][CELL_MAX];
};

static struct row row_of(const struct change *change)
{
	struct row row;
	char address[ADDRESS_TEXT_MAX];

	snprintf(row.cells[0], CELL_MAX, "%s",
	         change->kind == CHANGE_NOT_COMPARABLE
	                 ? incomparable_name(change->why)
	                 : change_kind_name(change->kind));
	snprintf(row.cells[1], CELL_MAX, "%s",
	         address_format(&change->address, address));
	row.cells[2][0] = '\0';
	if (!change->whole_host)
		snprintf(row.cells[2], CELL_MAX, "%u/%s", change->port,
		         protocol_name(change->protocol));
	return row;
}

static bool is_shown(const struct change *change, bool all)
{
	return all || change->kind != CHANGE_NOT_COMPARABLE;
}

static void widen(size_t widths[COLUMNS], const struct row *row)
{
	for (size_t i = 0; i < COLUMNS; i++)
		if (widths[i] < strlen(row->cells[i]))
			widths[i] = strlen(row->cells[i]);
}

static void append_line(struct text *text, const size_t widths[COLUMNS],
                        const char *const cells[COLUMNS], const char *words,
                        size_t len)
{
	for (size_t i = 0; i < COLUMNS; i++)
		text_printf(text, "%-*s  ", (int)widths[i], cells[i]);
	escape_terminal(text, words, len);
	text_append_char(text, '\n');
}

static void append_change(struct text *text, const size_t widths[COLUMNS],
                          const struct change *change)
{
	struct row row = row_of(change);
	const char *const cells[COLUMNS] = { row.cells[0], row.cells[1],
		                             row.cells[2] };
	struct text words;

	text_init(&words);
	change_explain(change, &words);
	append_line(text, widths, cells, words.data, words.len);
	text->failed |= words.failed;
	text_release(&words);
}

static void append_rows(struct text *text, const struct change_list *changes,
                        bool all)
{
	size_t widths[COLUMNS], shown = 0;

	for (size_t i = 0; i < COLUMNS; i++)
		widths[i] = strlen(titles[i]);
	for (size_t i = 0; i < changes->count; i++) {
		struct row row = row_of(&changes->items[i]);

		if (!is_shown(&changes->items[i], all))
			continue;
		widen(widths, &row);
		shown++;
	}
	if (shown == 0)
		return;
	append_line(text, widths, titles, "WHAT", strlen("WHAT"));
	for (size_t i = 0; i < changes->count; i++)
		if (is_shown(&changes->items[i], all))
			append_change(text, widths, &changes->items[i]);
	text_append_char(text, '\n');
}

/* "not comparable: 2 untested, 10 less-known (--all lists them)" */
static void append_incomparable(struct text *text,
                                const struct change_list *changes, bool all)
{
	size_t counts[INCOMPARABLE_COUNT] = { 0 };
	const char *separator = "";

	if (change_list_count(changes, CHANGE_NOT_COMPARABLE) == 0)
		return;
	for (size_t i = 0; i < changes->count; i++)
		if (changes->items[i].kind == CHANGE_NOT_COMPARABLE)
			counts[changes->items[i].why]++;
	text_append_string(text, "not comparable: ");
	for (int i = 0; i < INCOMPARABLE_COUNT; i++) {
		if (counts[i] == 0)
			continue;
		text_printf(text, "%s%zu %s", separator, counts[i],
		            incomparable_name((enum incomparable)i));
		separator = ", ";
	}
	text_append_string(text, all ? "\n" : " (--all lists them)\n");
}

/* "1 opened, 2 closed" */
static void append_counts(struct text *text, const struct change_list *changes)
{
	const char *separator = "";

	for (int i = 0; i < CHANGE_NOT_COMPARABLE; i++) {
		enum change_kind kind = (enum change_kind)i;
		size_t count = change_list_count(changes, kind);

		if (count == 0)
			continue;
		text_printf(text, "%s%zu %s", separator, count,
		            change_kind_name(kind));
		separator = ", ";
	}
	if (*separator != '\0')
		return;
	text_append_string(text, "no change");
	if (changes->count > 0)
		text_append_string(text, " in what can be compared");
}

void diff_table_append(struct text *text, const struct diff *diff, bool all)
{
	append_rows(text, diff->changes, all);
	append_incomparable(text, diff->changes, all);
	append_counts(text, diff->changes);
	text_printf(text, " \xc2\xb7 %zu open then, %zu now\n",
	            diff->before->count, diff->after->count);
}
