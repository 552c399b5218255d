// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_CHECKPOINT_FILE_H
#define PORTSCAN_CLI_CHECKPOINT_FILE_H

#include "base/text.h"
#include "scan/checkpoint.h"
#include "scan/checkpoint_parse.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Read the checkpoint at `path`; it points into `bytes`, which the caller
 * releases after it.  False with "PATH:LINE: why" in `error`; both are to be
 * released either way.
 */
bool checkpoint_file_read(const char *path, struct text *bytes,
                          struct checkpoint *checkpoint, struct text *error);

/*
 * The file that a running scan keeps its checkpoint in.  What each worker
 * told last is kept here, and written now and then, always as a whole: whatever
 * kills the scan, the file holds what was told at some time.
 */
struct checkpoint_file;

/*
 * `started_us` is when the first run of the scan began.  `before` is the
 * checkpoint of as many workers that the scan goes on from, or NULL: nothing
 * was done yet.  Nothing that is passed has to outlive the call.
 *
 * The file is written once, so that a path that cannot be is found early: NULL
 * with "PATH: why" in `error`.
 */
struct checkpoint_file *
checkpoint_file_open(const char *path,
                     const struct checkpoint_identity *identity,
                     int64_t started_us, uint32_t workers,
                     const struct checkpoint *before, struct text *error);

/* The file stays. */
void checkpoint_file_free(struct checkpoint_file *file);

/* Discovery is over; `lines` say so (scan/checkpoint.h). */
void checkpoint_file_discovered(struct checkpoint_file *file,
                                const struct text *lines);

/*
 * `worker` has come so far, as for scan_keep_cb (scan/scan.h): all of its log,
 * which only ever grows, and its snapshot.  Until every worker of a scan that
 * goes on has told, the file stays at what was before.
 */
void checkpoint_file_note(struct checkpoint_file *file, uint32_t worker,
                          const struct text *log, const struct text *snapshot);

/*
 * Write the file if something was told and it is time again: after a second,
 * or more when writing takes long.  `now_ms` is of any clock, `elapsed_ms` what
 * all runs of the scan took together.  0 or an errno, after which the file is
 * as it was; what was told stays to be written.
 */
int checkpoint_file_tick(struct checkpoint_file *file, uint64_t now_ms,
                         uint64_t elapsed_ms);

/* Write the file now. */
int checkpoint_file_write(struct checkpoint_file *file, uint64_t elapsed_ms);

/* How long to wait after a write that took so long. */
uint64_t checkpoint_file_pause_ms(uint64_t wrote_ms);

#endif
