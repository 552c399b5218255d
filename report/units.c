// SPDX-License-Identifier: Apache-2.0
#include "report/units.h"

#include <inttypes.h>
#include <time.h>

void units_append_time(struct text *text, int64_t time_us)
{
	time_t seconds = (time_t)(time_us / 1000000);
	int ms = (int)(time_us % 1000000 / 1000);
	struct tm tm = { 0 };

	gmtime_r(&seconds, &tm);
	text_printf(text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
	            tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
	            tm.tm_min, tm.tm_sec, ms);
}

/* By hand, for printf's decimal point follows the locale. */
void units_append_ms(struct text *text, uint32_t us)
{
	uint32_t fraction = us % 1000;
	int digits = 3;

	text_printf(text, "%" PRIu32, us / 1000);
	if (fraction == 0)
		return;
	for (; fraction % 10 == 0; fraction /= 10)
		digits--;
	text_printf(text, ".%0*" PRIu32, digits, fraction);
}

void units_append_duration(struct text *text, uint64_t ms)
{
	uint64_t tenths = (ms + 50) / 100, seconds = (ms + 500) / 1000;
	uint64_t minutes = (seconds + 30) / 60;

	if (tenths < 600)
		text_printf(text, "%" PRIu64 ".%" PRIu64 " s", tenths / 10,
		            tenths % 10);
	else if (seconds < 3600)
		text_printf(text, "%" PRIu64 " min %" PRIu64 " s", seconds / 60,
		            seconds % 60);
	else
		text_printf(text, "%" PRIu64 " h %" PRIu64 " min", minutes / 60,
		            minutes % 60);
}
