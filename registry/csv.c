// SPDX-License-Identifier: Apache-2.0
#include "registry/csv.h"

#include <stdbool.h>
#include <string.h>

void csv_init(struct csv *csv, char *bytes, size_t len)
{
	*csv = (struct csv){ .at = bytes, .end = bytes + len, .line = 1 };
}

/* Where the bytes end, their NUL is no line end. */
static size_t line_end_length(const char *p)
{
	if (*p == '\n')
		return 1;
	return p[0] == '\r' && p[1] == '\n' ? 2 : 0;
}

static enum csv_result read_bare(struct csv *csv, char **field)
{
	*field = csv->at;
	for (;; csv->at++) {
		csv->at += strcspn(csv->at, ",\"\r\n");
		if (*csv->at == '"')
			return CSV_STRAY_QUOTE;
		if (*csv->at != '\r' || line_end_length(csv->at) > 0)
			return CSV_OK;
	}
}

/* Close the gaps that doubled quotes leave; `csv->at` is past the opening. */
static enum csv_result read_quoted(struct csv *csv, char **field)
{
	char *to = csv->at;

	*field = to;
	for (;;) {
		size_t len = strcspn(csv->at, "\"\n");

		memmove(to, csv->at, len);
		to += len;
		csv->at += len;
		if (csv->at == csv->end)
			return CSV_OPEN_QUOTE;
		if (*csv->at == '\n')
			csv->line++;
		else if (*++csv->at != '"')
			break;
		*to++ = *csv->at++;
	}
	*to = '\0';
	return CSV_OK;
}

/* Cut at the delimiter at hand and step past it; say if the row goes on. */
static enum csv_result end_field(struct csv *csv, bool *more)
{
	char delimiter = *csv->at;
	size_t line_end = line_end_length(csv->at);

	if (delimiter != ',' && line_end == 0 && csv->at != csv->end)
		return CSV_STRAY_QUOTE;
	*csv->at = '\0';
	*more = delimiter == ',';
	csv->at += *more ? 1 : line_end;
	csv->line += line_end > 0;
	return CSV_OK;
}

static void skip_empty_lines(struct csv *csv)
{
	size_t len;

	while ((len = line_end_length(csv->at)) > 0) {
		csv->at += len;
		csv->line++;
	}
}

enum csv_result csv_next(struct csv *csv, struct csv_row *row)
{
	enum csv_result result = CSV_OK;
	bool more = true;

	skip_empty_lines(csv);
	if (csv->at == csv->end)
		return CSV_END;
	row->count = 0;
	row->line = csv->line;
	while (more && result == CSV_OK) {
		char **field = &row->fields[row->count];

		if (row->count == CSV_MAX_FIELDS)
			return CSV_TOO_WIDE;
		if (*csv->at == '"') {
			csv->at++;
			result = read_quoted(csv, field);
		} else {
			result = read_bare(csv, field);
		}
		if (result == CSV_OK)
			result = end_field(csv, &more);
		row->count++;
	}
	return result;
}

const char *csv_strerror(enum csv_result result)
{
	switch (result) {
	case CSV_OK: return "ok";
	case CSV_END: return "no more rows";
	case CSV_OPEN_QUOTE: return "a quoted field is never closed";
	case CSV_STRAY_QUOTE: return "a quote where none may stand";
	case CSV_TOO_WIDE: return "too many columns";
	}
	return "unknown error";
}

void csv_append_field(struct text *text, const char *field)
{
	if (field[strcspn(field, ",\"\r\n")] == '\0') {
		text_append_string(text, field);
		return;
	}
	text_append_char(text, '"');
	for (const char *p = field; *p != '\0'; p++) {
		if (*p == '"')
			text_append_char(text, '"');
		text_append_char(text, *p);
	}
	text_append_char(text, '"');
}
