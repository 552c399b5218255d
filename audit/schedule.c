// SPDX-License-Identifier: Apache-2.0
#include "audit/schedule.h"

#include "audit/calendar.h"

#include <ctype.h>
#include <string.h>

/* A schedule is of two words, or of three after "weekly". */
enum { WORDS_MAX = 3 };

/* Two weeks, when clocks were put forward over the first, and a day. */
enum { LONGEST_DAYS = 15 };

struct word {
	const char *start;
	int len;
};

static bool fail(struct text *error, struct word word, const char *why)
{
	text_printf(error, "%.*s: %s", word.len, word.start, why);
	return false;
}

static bool is(struct word word, const char *string)
{
	return strlen(string) == (size_t)word.len &&
	       memcmp(word.start, string, (size_t)word.len) == 0;
}

/* The words of `text`, up to `WORDS_MAX` and one more, and how many. */
static size_t split(const char *text, struct word *words)
{
	size_t count = 0;

	for (;;) {
		text += strspn(text, " \t");
		if (*text == '\0' || count > WORDS_MAX)
			return count;
		words[count++] = (struct word){
			text,
			(int)strcspn(text, " \t"),
		};
		text += words[count - 1].len;
	}
}

/* "6h", "30m": a part of a day, or of an hour. */
static bool parse_span(struct word word, struct schedule *schedule,
                       struct text *error)
{
	int digits = 0, number = 0, whole;
	char unit;

	while (digits < word.len && number < 100 &&
	       isdigit((unsigned char)word.start[digits]))
		number = 10 * number + (word.start[digits++] - '0');
	if (number == 0 || digits + 1 != word.len ||
	    strchr("hm", word.start[digits]) == NULL)
		return fail(error, word, "not hours like 6h");
	unit = word.start[digits];
	whole = unit == 'h' ? 24 : 60;
	if (number >= whole || whole % number != 0)
		return fail(error, word,
		            unit == 'h'
		                    ? "takes 1, 2, 3, 4, 6, 8 or 12 hours"
		                    : "takes a number of minutes that an hour "
		                      "can be divided by");
	schedule->every = unit == 'h' ? 60 * number : number;
	return true;
}

static bool parse_at(struct word word, struct schedule *schedule,
                     struct text *error)
{
	if (!calendar_clock(word.start, (size_t)word.len, &schedule->at) ||
	    schedule->at == MINUTES_A_DAY)
		return fail(error, word, "not a time like 02:00");
	return true;
}

/* "daily 02:00", "mon-fri 02:00" */
static bool parse_days(const struct word *words, size_t count,
                       struct schedule *schedule, struct text *error)
{
	if (!calendar_weekdays(words[0].start, (size_t)words[0].len,
	                       &schedule->weekdays))
		return fail(error, words[0],
		            "none of daily, hourly, weekly, every, or days "
		            "like mon-fri");
	if (count < 2)
		return fail(error, words[0], "at what time? like 02:00");
	return parse_at(words[1], schedule, error);
}

/* What follows "weekly". */
static bool parse_weekly(const struct word *words, size_t count,
                         struct schedule *schedule, struct text *error)
{
	if (count < 2)
		return fail(error, words[0],
		            "on which day, at what time? like sun 03:30");
	if (!parse_days(words + 1, count - 1, schedule, error))
		return false;
	if ((schedule->weekdays & (schedule->weekdays - 1)) != 0)
		return fail(error, words[1], "more than one day a week");
	return true;
}

/* How many words it took, or 0. */
static size_t parse(const struct word *words, size_t count,
                    struct schedule *schedule, struct text *error)
{
	if (is(words[0], "hourly")) {
		schedule->every = 60;
		return 1;
	}
	if (is(words[0], "every") && count < 2) {
		fail(error, words[0], "how often? like 6h");
		return 0;
	}
	if (is(words[0], "every"))
		return parse_span(words[1], schedule, error) ? 2 : 0;
	if (is(words[0], "weekly"))
		return parse_weekly(words, count, schedule, error) ? 3 : 0;
	return parse_days(words, count, schedule, error) ? 2 : 0;
}

bool schedule_parse(const char *text, struct schedule *schedule,
                    struct text *error)
{
	struct word words[WORDS_MAX + 1] = { { 0 } };
	struct schedule parsed = { .weekdays = EVERY_WEEKDAY };
	size_t count = split(text, words), taken;

	if (count == 0) {
		text_append_string(error, "when? like \"daily 02:00\"");
		return false;
	}
	taken = parse(words, count, &parsed, error);
	if (taken == 0)
		return false;
	if (taken < count)
		return fail(error, words[taken], "one word too many");
	*schedule = parsed;
	return true;
}

/* The days by name, as systemd has them, or by number, as cron does. */
static void put_weekdays(unsigned weekdays, bool named, struct text *text)
{
	const char *before = "";

	for (int day = 0; day < 7; day++) {
		const char *name = calendar_weekday_name(day);

		if ((weekdays >> day & 1) == 0)
			continue;
		if (named)
			text_printf(text, "%s%c%s", before, toupper(name[0]),
			            name + 1);
		else
			text_printf(text, "%s%d", before, day);
		before = ",";
	}
}

void schedule_put_calendar(const struct schedule *schedule, struct text *text)
{
	if (schedule->every >= 60)
		text_printf(text, "*-*-* 00/%d:00:00", schedule->every / 60);
	else if (schedule->every > 0)
		text_printf(text, "*-*-* *:00/%d:00", schedule->every);
	if (schedule->every > 0)
		return;
	if (schedule->weekdays != EVERY_WEEKDAY) {
		put_weekdays(schedule->weekdays, true, text);
		text_append_char(text, ' ');
	}
	text_printf(text, "*-*-* %02d:%02d:00", schedule->at / 60,
	            schedule->at % 60);
}

void schedule_put_cron(const struct schedule *schedule, struct text *text)
{
	if (schedule->every > 0) {
		if (schedule->every == 60)
			text_append_string(text, "0 * * * *");
		else if (schedule->every > 60)
			text_printf(text, "0 */%d * * *", schedule->every / 60);
		else
			text_printf(text, "*/%d * * * *", schedule->every);
		return;
	}
	text_printf(text, "%d %d * * ", schedule->at % 60, schedule->at / 60);
	if (schedule->weekdays == EVERY_WEEKDAY)
		text_append_char(text, '*');
	else
		put_weekdays(schedule->weekdays, false, text);
}

static bool fits(const struct schedule *schedule, const struct tm *local)
{
	int minute = 60 * local->tm_hour + local->tm_min;

	if (schedule->every > 0)
		return minute % schedule->every == 0;
	return (schedule->weekdays >> local->tm_wday & 1) != 0 &&
	       minute == schedule->at;
}

/* Did clocks tell the same as at `time` before they were put back? */
static bool is_repeated(time_t time, const struct tm *local)
{
	struct tm in_summer = *local, shown;
	time_t earlier;

	in_summer.tm_isdst = 1;
	earlier = mktime(&in_summer);
	return earlier < time && localtime_r(&earlier, &shown) != NULL &&
	       shown.tm_hour == local->tm_hour && shown.tm_min == local->tm_min;
}

/* A minute at a time, as systemd does it in effect. */
time_t schedule_next(const struct schedule *schedule, time_t now)
{
	time_t last = now + (time_t)LONGEST_DAYS * MINUTES_A_DAY * 60;

	for (time_t next = now + 60 - now % 60; next <= last; next += 60) {
		struct tm local;

		if (localtime_r(&next, &local) == NULL)
			return -1;
		if (fits(schedule, &local) && !is_repeated(next, &local))
			return next;
	}
	return -1;
}
