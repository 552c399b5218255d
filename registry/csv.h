// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REGISTRY_CSV_H
#define PORTSCAN_REGISTRY_CSV_H

#include "base/text.h"

#include <stddef.h>

/*
 * Comma-separated values after RFC 4180, read in place: a reader cuts the
 * bytes it is given into C strings, so it allocates nothing and the bytes are
 * its own until the last row has been used.  Lines may end in CRLF or LF, and
 * empty lines are passed over.
 */
struct csv {
	char *at;
	char *end;
	size_t line; /* of the next row, counted from 1 */
};

enum { CSV_MAX_FIELDS = 32 };

/* The fields point into the reader's bytes and stay valid as long as those. */
struct csv_row {
	char *fields[CSV_MAX_FIELDS];
	size_t count;
	size_t line; /* where the row starts */
};

enum csv_result {
	CSV_OK = 0,
	CSV_END = 1,         /* no more rows; `row` is as it was */
	CSV_OPEN_QUOTE = -1, /* a quoted field is never closed */
	CSV_STRAY_QUOTE =
		-2,        /* a quote inside a bare field, or text after one */
	CSV_TOO_WIDE = -3, /* more than CSV_MAX_FIELDS fields */
};

/* Read `bytes`, which must be followed by a NUL and hold none. */
void csv_init(struct csv *csv, char *bytes, size_t len);

/* Read the next row.  After a failure, `row->line` says where it is. */
enum csv_result csv_next(struct csv *csv, struct csv_row *row);

const char *csv_strerror(enum csv_result result);

/* Append one field, in quotes where it needs them. */
void csv_append_field(struct text *text, const char *field);

#endif
