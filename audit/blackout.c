// SPDX-License-Identifier: Apache-2.0
#include "audit/blackout.h"

#include "audit/calendar.h"

#include <string.h>

/* A year, and some more for one that is not quite over. */
enum { LONGEST_DAYS = 400 };

static bool fail(struct text *error, const char *word, size_t len,
                 const char *why)
{
	text_printf(error, "%.*s: %s", (int)len, word, why);
	return false;
}

/* "2026-12-24" or "2026-12-24..2026-12-26" */
static bool parse_dates(const char *word, size_t len, struct blackout *blackout,
                        struct text *error)
{
	const char *dots = memmem(word, len, "..", 2);
	size_t first = dots != NULL ? (size_t)(dots - word) : len;

	if (!calendar_date(word, first, &blackout->first))
		return fail(error, word, first,
		            "neither days nor a date like 2026-12-24");
	blackout->last = blackout->first;
	if (dots != NULL &&
	    !calendar_date(dots + 2, len - first - 2, &blackout->last))
		return fail(error, dots + 2, len - first - 2, "not a date");
	if (blackout->last < blackout->first)
		return fail(error, word, len, "ends before it begins");
	return true;
}

/* "08:00-18:00" */
static bool parse_times(const char *word, size_t len, struct blackout *blackout,
                        struct text *error)
{
	if (len == 11 && word[5] == '-' &&
	    calendar_clock(word, 5, &blackout->from) &&
	    calendar_clock(word + 6, 5, &blackout->to) &&
	    blackout->from < MINUTES_A_DAY)
		return true;
	return fail(error, word, len, "not times like 08:00-18:00");
}

bool blackout_parse(const char *text, struct blackout *blackout,
                    struct text *error)
{
	struct blackout parsed = { .to = MINUTES_A_DAY };
	size_t days = strcspn(text, " \t");
	const char *times = text + days + strspn(text + days, " \t");
	size_t times_len = strcspn(times, " \t");

	if (!calendar_weekdays(text, days, &parsed.weekdays) &&
	    !parse_dates(text, days, &parsed, error))
		return false;
	if (times_len > 0 && !parse_times(times, times_len, &parsed, error))
		return false;
	if (times[times_len] != '\0')
		return fail(error, times + times_len + 1,
		            strlen(times + times_len + 1),
		            "one blackout a line");
	*blackout = parsed;
	return true;
}

static int date_of(const struct tm *day)
{
	return 10000 * (day->tm_year + 1900) + 100 * (day->tm_mon + 1) +
	       day->tm_mday;
}

static bool is_of(const struct blackout *blackout, const struct tm *day)
{
	int date = date_of(day);

	if (blackout->weekdays != 0)
		return (blackout->weekdays >> day->tm_wday & 1) != 0;
	return blackout->first <= date && date <= blackout->last;
}

/* Counted in UTC, where every day is as long as another. */
static struct tm day_before(const struct tm *day)
{
	struct tm before = *day;

	before.tm_mday--;
	timegm(&before);
	return before;
}

static bool covers(const struct blackout *blackout, const struct tm *local)
{
	int minute = 60 * local->tm_hour + local->tm_min;
	struct tm before = day_before(local);

	if (blackout->from < blackout->to)
		return is_of(blackout, local) && blackout->from <= minute &&
		       minute < blackout->to;
	return (is_of(blackout, local) && blackout->from <= minute) ||
	       (is_of(blackout, &before) && minute < blackout->to);
}

bool blackout_covers(const struct blackout *blackouts, size_t count,
                     const struct tm *local)
{
	for (size_t i = 0; i < count; i++)
		if (covers(&blackouts[i], local))
			return true;
	return false;
}

/* A minute at a time: what a clock that is put forward or back does to a
 * blackout needs no thought. */
time_t blackout_end(const struct blackout *blackouts, size_t count, time_t now)
{
	time_t last = now + (time_t)LONGEST_DAYS * MINUTES_A_DAY * 60;

	for (time_t end = now; end <= last; end += 60 - end % 60) {
		struct tm local;

		if (localtime_r(&end, &local) == NULL)
			return -1;
		if (!blackout_covers(blackouts, count, &local))
			return end;
	}
	return -1;
}
