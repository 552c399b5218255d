// SPDX-License-Identifier: Apache-2.0
#include "cli/progress.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

Test(progress, says_what_is_done_what_was_found_and_how_long_it_takes)
{
	static const struct {
		struct scan_progress progress;
		uint64_t elapsed_ms;
		const char *line;
	} rows[] = {
		{ { .settled = 0, .count = 256 },
		  5000,
		  "0.0 %  0 of 256  0 open" },
		{ { .settled = 128, .count = 256, .open = 3 },
		  900,
		  "50.0 %  128 of 256  3 open" },
		{ { .settled = 128, .count = 256, .open = 3 },
		  10000,
		  "50.0 %  128 of 256  3 open  ETA 0:10" },
		{ { .settled = 1, .count = 1000, .open = 0 },
		  10000,
		  "0.1 %  1 of 1000  0 open  ETA 2:46:30" },
		{ { .settled = 128,
		    .count = 256,
		    .open = 3,
		    .short_of_something = true },
		  10000,
		  "50.0 %  128 of 256  3 open  waiting for local resources" },
		{ { 0 }, 0, "100.0 %  0 of 0  0 open" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct text line;

		text_init(&line);
		progress_format(&rows[i].progress, rows[i].elapsed_ms, &line);
		cr_expect(eq(str, line.data, (char *)rows[i].line), "row %zu",
		          i);
		text_release(&line);
	}
}

Test(progress, says_how_the_search_for_hosts_goes)
{
	static const struct {
		struct discovery_progress progress;
		const char *line;
	} rows[] = {
		{ { .pinging = true, .done = 102, .count = 768, .kept = 12 },
		  "looking for hosts: ping 13.3 %  12 of 256 found" },
		{ { .done = 1, .count = 1, .kept = 256 },
		  "looking for hosts: connect 100.0 %  256 of 256 found" },
		{ { .pinging = true },
		  "looking for hosts: ping 100.0 %  0 of 256 found" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct text line;

		text_init(&line);
		progress_format_discovery(&rows[i].progress, 256, &line);
		cr_expect(eq(str, line.data, (char *)rows[i].line), "row %zu",
		          i);
		text_release(&line);
	}
}
