// SPDX-License-Identifier: Apache-2.0
#include "cli/progress_line.h"

#include <stdio.h>
#include <unistd.h>

enum { EVERY_MS = 200 };

/* Return to the first column, and erase what is behind the cursor. */
#define TO_START "\r"
#define ERASE_REST "\x1b[K"

struct progress_line {
	uv_timer_t timer;
	progress_line_cb append;
	void *arg;
};

static void on_time(uv_timer_t *timer)
{
	struct progress_line *line = timer->data;
	struct text text;

	text_init(&text);
	line->append(line->arg, &text);
	if (text.len > 0) {
		fprintf(stderr, TO_START "%s" ERASE_REST, text.data);
		fflush(stderr);
	}
	text_release(&text);
}

/* Leave an empty line where it was, before anything else is printed. */
static void wipe(void)
{
	fputs(TO_START ERASE_REST, stderr);
	fflush(stderr);
}

void progress_line_run(uv_loop_t *loop, bool wanted, progress_line_cb append,
                       void *arg)
{
	struct progress_line line = { .append = append, .arg = arg };

	if (!wanted || !isatty(STDERR_FILENO)) {
		uv_run(loop, UV_RUN_DEFAULT);
		return;
	}
	uv_timer_init(loop, &line.timer);
	line.timer.data = &line;
	uv_unref((uv_handle_t *)&line.timer);
	uv_timer_start(&line.timer, on_time, EVERY_MS, EVERY_MS);
	uv_run(loop, UV_RUN_DEFAULT);
	uv_close((uv_handle_t *)&line.timer, NULL);
	uv_run(loop, UV_RUN_DEFAULT);
	wipe();
}
