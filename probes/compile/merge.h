// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_COMPILE_MERGE_H
#define PORTSCAN_PROBES_COMPILE_MERGE_H

#include "base/text.h"
#include "identify/bytes.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Makes one service database out of several files.  In each a probe may be
 * gone on with that another began, by the same Probe line: its patterns then
 * stand with those that came before.  Comments and empty lines are left out.
 * What all of it means is not looked at.
 */
struct merge_line {
	struct bytes text; /* of the file */
	size_t file;       /* of those that were added, from 0 */
	size_t number;     /* in the file, from 1 */
};

/* A Probe line and those below it; the first has those above every probe. */
struct merge_section {
	struct merge_line *lines;
	size_t count, room;
};

/* Zero-initialised, there is nothing. */
struct merge {
	struct merge_section *sections;
	size_t count, room;
	size_t file_count;
};

/* Add a file, whose text is not copied.  False when out of memory. */
bool merge_add(struct merge *merge, struct bytes text);
void merge_release(struct merge *merge);

/* Append the database to `text`. */
void merge_write(const struct merge *merge, struct text *text);

/* Where a line of what was written came from, counted from 1; NULL if there is
 * no such line. */
const struct merge_line *merge_find(const struct merge *merge, size_t line);

#endif
