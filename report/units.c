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

/* `value` / `scale`, where `scale` is 10 to the power of `digits`. */
static void append_scaled(struct text *text, uint64_t value, uint64_t scale,
                          int digits)
{
	uint64_t fraction = value % scale;

	text_printf(text, "%" PRIu64, value / scale);
	if (fraction == 0)
		return;
	for (; fraction % 10 == 0; fraction /= 10)
		digits--;
	text_printf(text, ".%0*" PRIu64, digits, fraction);
}

void units_append_ms(struct text *text, uint32_t us)
{
	append_scaled(text, us, 1000, 3);
}

void units_append_decimal(struct text *text, double value, int digits)
{
	uint64_t scale = 1;

	for (int i = 0; i < digits; i++)
		scale *= 10;
	append_scaled(text, (uint64_t)(value * (double)scale + 0.5), scale,
	              digits);
}

/* Few digits, and none that pretend to more than is known. */
static int digits_for(double value)
{
	if (value >= 9.95)
		return 0;
	return value >= 0.995 ? 1 : 2;
}

void units_append_estimate(struct text *text, double value)
{
	if (value < 0.01)
		text_append_string(text, "under 0.01");
	else
		units_append_decimal(text, value, digits_for(value));
}

void units_append_percent(struct text *text, double share)
{
	double percent = share * 100;

	if (percent < 0.1)
		text_append_string(text, "under 0.1");
	else
		units_append_decimal(text, percent, percent < 9.95 ? 1 : 0);
	text_append_string(text, " %");
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
