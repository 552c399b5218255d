// SPDX-License-Identifier: Apache-2.0
#include "cli/audit_print.h"

#include "report/escape.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

void audit_print_account(const struct account *account,
                         enum notice_extent extent)
{
	struct text text;

	text_init(&text);
	notice_append(account, extent, &text);
	fwrite(text.data, 1, text.len, stdout);
	text_release(&text);
}

const char *audit_time(int64_t time_us, char text[AUDIT_TIME_SIZE])
{
	time_t seconds = (time_t)(time_us / 1000000);
	struct tm local;

	if (time_us == 0 || localtime_r(&seconds, &local) == NULL ||
	    strftime(text, AUDIT_TIME_SIZE, "%Y-%m-%d %H:%M", &local) == 0)
		return "-";
	return text;
}

void audit_print_run_titles(void)
{
	printf("%5s  %-16s  %-11s  %5s  %8s  %11s  %8s  %7s\n", "RUN", "BEGAN",
	       "ENDED", "OPEN", "APPROVED", "UNACCOUNTED", "CHANGES",
	       "SECONDS");
}

void audit_print_run(const struct run *run)
{
	char began[AUDIT_TIME_SIZE];
	int64_t took_us = run->finished_us - run->started_us;

	printf("%5" PRId64 "  %-16s  %-11s", run->id,
	       audit_time(run->started_us, began), run_end_name(run->end));
	if (run_was_seen(run))
		printf("  %5" PRIu64 "  %8" PRIu64 "  %11" PRIu64 "  %8" PRIu64
		       "  %7" PRId64,
		       run->open, run->approved, run->unaccounted, run->changes,
		       took_us / 1000000);
	printf("%s%s", run->baseline ? "  baseline" : "",
	       *run->note != '\0' ? "  " : "");
	audit_print_escaped(run->note);
	printf("\n");
}

void audit_print_escaped(const char *string)
{
	struct text text;

	text_init(&text);
	escape_terminal(&text, string, strlen(string));
	fputs(text.data, stdout);
	text_release(&text);
}
