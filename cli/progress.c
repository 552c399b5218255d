// SPDX-License-Identifier: Apache-2.0
#include "cli/progress.h"

#include <inttypes.h>

/* Before this much is known an ETA would be a guess. */
enum { ETA_AFTER_MS = 1000 };

static void append_duration(struct text *text, uint64_t seconds)
{
	if (seconds >= 3600)
		text_printf(text, "%" PRIu64 ":%02u:%02u", seconds / 3600,
		            (unsigned)(seconds / 60 % 60),
		            (unsigned)(seconds % 60));
	else
		text_printf(text, "%u:%02u", (unsigned)(seconds / 60),
		            (unsigned)(seconds % 60));
}

void progress_format(const struct scan_progress *progress, uint64_t elapsed_ms,
                     struct text *text)
{
	double part = progress->count > 0 ? (double)progress->settled /
	                                            (double)progress->count
	                                  : 1;

	text_printf(
		text, "%.1f %%  %" PRIu64 " of %" PRIu64 "  %" PRIu64 " open",
		100 * part, progress->settled, progress->count, progress->open);
	if (progress->short_of_something) {
		text_append_string(text, "  waiting for local resources");
	} else if (elapsed_ms >= ETA_AFTER_MS && progress->settled > 0) {
		double left_ms = (double)elapsed_ms * (1 - part) / part;

		text_append_string(text, "  ETA ");
		append_duration(text, (uint64_t)(left_ms / 1000 + 0.5));
	}
}

void progress_format_discovery(const struct discovery_progress *progress,
                               uint64_t addresses, struct text *text)
{
	double part = progress->count > 0
	                      ? (double)progress->done / (double)progress->count
	                      : 1;

	text_printf(text,
	            "looking for hosts: %s %.1f %%  %" PRIu64 " of %" PRIu64
	            " found",
	            progress->pinging ? "ping" : "connect", 100 * part,
	            progress->kept, addresses);
}
