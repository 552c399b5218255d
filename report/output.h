// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_OUTPUT_H
#define PORTSCAN_REPORT_OUTPUT_H

#include "base/text.h"

/*
 * Where the bytes of a report go: a file or stdout.  Opened before the scan,
 * so that a path that cannot be written is found early; what an old file holds
 * stays until output_begin().
 *
 * The first errno sticks, and from then on nothing more is written; the last
 * write that failed is taken back where the file allows it, so that what is
 * there ends with a whole record.  EPIPE reaches us as an errno only where the
 * program ignores SIGPIPE, and EFBIG where it ignores SIGXFSZ.
 */
struct output;

/*
 * `path` is "-" for stdout.  NULL on failure, with "PATH: why" appended to
 * `error`.
 */
struct output *output_open(const char *path, struct text *error);

/* Close, losing what was not written; a file just created stays, empty. */
void output_free(struct output *output);

/* The scan begins: empty the file. */
void output_begin(struct output *output);

/*
 * Append a record to this text, then commit it.  Committed bytes are kept
 * until there are enough of them, until flush or until end.
 */
struct text *output_text(struct output *output);
void output_commit(struct output *output);
void output_flush(struct output *output);

/*
 * From the next write on, end what is there with `tail` (borrowed; NULL for
 * none) and let later bytes overwrite it: a file is whole between writes, so
 * also if the program is killed.  Only SIGKILL in the microseconds of a write
 * can tear it, for the kernel heeds it from page to page.  Only a regular file
 * that is not stderr's too can be overwritten; elsewhere the tail is not
 * written at all.
 */
void output_set_tail(struct output *output, const char *tail);

/* Write the rest, without a tail, make it durable and close.  Return the first
 * errno, 0 when all is safe. */
int output_end(struct output *output);

#endif
