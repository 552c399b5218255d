// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_PROGRESS_LINE_H
#define PORTSCAN_CLI_PROGRESS_LINE_H

#include "base/text.h"

#include <stdbool.h>
#include <uv.h>

/* Append the line as it is now; nothing: there is none to show yet. */
typedef void (*progress_line_cb)(void *arg, struct text *line);

/*
 * Run `loop` until it has no more to do, and let `append` say meanwhile, now
 * and then, how far it has come: in one line on standard error, which is wiped
 * in the end.  No line unless it is `wanted` and that is a terminal.
 */
void progress_line_run(uv_loop_t *loop, bool wanted, progress_line_cb append,
                       void *arg);

#endif
