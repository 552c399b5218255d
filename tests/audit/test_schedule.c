// SPDX-License-Identifier: Apache-2.0
#include "audit/schedule.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void in_berlin(void)
{
	setenv("TZ", "Europe/Berlin", 1);
	tzset();
}

static time_t utc(const char *shown)
{
	struct tm tm = { 0 };

	cr_assert(strptime(shown, "%Y-%m-%d %H:%M:%S", &tm) != NULL, "%s",
	          shown);
	return timegm(&tm);
}

static struct schedule schedule(const char *words)
{
	struct schedule parsed = { 0 };
	struct text error;

	text_init(&error);
	cr_assert(schedule_parse(words, &parsed, &error), "%s: %s", words,
	          error.data);
	text_release(&error);
	return parsed;
}

Test(schedule, is_written_for_systemd_and_for_cron)
{
	static const struct {
		const char *words, *calendar, *cron;
	} rows[] = {
		{ "daily 02:00", "*-*-* 02:00:00", "0 2 * * *" },
		{ "  daily \t 23:59 ", "*-*-* 23:59:00", "59 23 * * *" },
		{ "mon-fri 02:05", "Mon,Tue,Wed,Thu,Fri *-*-* 02:05:00",
		  "5 2 * * 1,2,3,4,5" },
		{ "sat,sun 04:30", "Sun,Sat *-*-* 04:30:00", "30 4 * * 0,6" },
		{ "weekly sun 03:30", "Sun *-*-* 03:30:00", "30 3 * * 0" },
		{ "sun 03:30", "Sun *-*-* 03:30:00", "30 3 * * 0" },
		{ "hourly", "*-*-* 00/1:00:00", "0 * * * *" },
		{ "every 1h", "*-*-* 00/1:00:00", "0 * * * *" },
		{ "every 6h", "*-*-* 00/6:00:00", "0 */6 * * *" },
		{ "every 30m", "*-*-* *:00/30:00", "*/30 * * * *" },
		{ "every 1m", "*-*-* *:00/1:00", "*/1 * * * *" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct schedule parsed = schedule(rows[i].words);
		struct text calendar, cron;

		text_init(&calendar);
		text_init(&cron);
		schedule_put_calendar(&parsed, &calendar);
		schedule_put_cron(&parsed, &cron);
		cr_expect(eq(str, calendar.data, (char *)rows[i].calendar),
		          "row %zu", i);
		cr_expect(eq(str, cron.data, (char *)rows[i].cron), "row %zu",
		          i);
		text_release(&calendar);
		text_release(&cron);
	}
}

Test(schedule, that_is_wrong_is_told_by_its_word)
{
	static const struct {
		const char *words, *error;
	} rows[] = {
		{ "", "when? like \"daily 02:00\"" },
		{ " ", "when? like \"daily 02:00\"" },
		{ "nightly 02:00",
		  "nightly: none of daily, hourly, weekly, every, or days "
		  "like mon-fri" },
		{ "daily", "daily: at what time? like 02:00" },
		{ "daily 2:00", "2:00: not a time like 02:00" },
		{ "daily 24:00", "24:00: not a time like 02:00" },
		{ "daily 02:00 03:00", "03:00: one word too many" },
		{ "hourly 02:00", "02:00: one word too many" },
		{ "weekly",
		  "weekly: on which day, at what time? like sun 03:30" },
		{ "weekly sun", "sun: at what time? like 02:00" },
		{ "weekly sat,sun 02:00", "sat,sun: more than one day a week" },
		{ "weekly sun 02:00 x", "x: one word too many" },
		{ "weekly sun 02:00 x y", "x: one word too many" },
		{ "every", "every: how often? like 6h" },
		{ "every day", "day: not hours like 6h" },
		{ "every h", "h: not hours like 6h" },
		{ "every 0h", "0h: not hours like 6h" },
		{ "every 7h", "7h: takes 1, 2, 3, 4, 6, 8 or 12 hours" },
		{ "every 24h", "24h: takes 1, 2, 3, 4, 6, 8 or 12 hours" },
		{ "every 60m", "60m: takes a number of minutes that an hour "
		               "can be divided by" },
		{ "every 99999999999999999999h",
		  "99999999999999999999h: not hours like 6h" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct schedule parsed = { .at = 42 };
		struct text error;

		text_init(&error);
		cr_expect(not(schedule_parse(rows[i].words, &parsed, &error)),
		          "row %zu", i);
		cr_expect(eq(str, error.data, (char *)rows[i].error), "row %zu",
		          i);
		cr_expect(eq(int, parsed.at, 42), "row %zu", i);
		text_release(&error);
	}
}

/* Clocks are put forward on 2026-03-29 at 01:00 UTC and back on 2026-10-25 at
 * 01:00 UTC. */
Test(schedule, tells_when_it_is_due_next, .init = in_berlin)
{
	static const struct {
		const char *words, *now, *next;
	} rows[] = {
		{ "daily 02:00", "2026-11-25 12:00:30", "2026-11-26 01:00:00" },
		{ "daily 02:00", "2026-11-26 01:00:00", "2026-11-27 01:00:00" },
		{ "daily 02:00", "2026-11-26 00:59:59", "2026-11-26 01:00:00" },
		{ "mon-fri 02:00", "2026-11-27 12:00:00",
		  "2026-11-30 01:00:00" },
		{ "weekly wed 13:00", "2026-11-25 12:00:00",
		  "2026-12-02 12:00:00" },
		{ "hourly", "2026-11-25 12:00:00", "2026-11-25 13:00:00" },
		{ "every 6h", "2026-11-25 12:00:00", "2026-11-25 17:00:00" },
		{ "every 30m", "2026-11-25 23:45:00", "2026-11-26 00:00:00" },
		{ "daily 02:30", "2026-03-28 12:00:00", "2026-03-30 00:30:00" },
		{ "sun 02:30", "2026-03-22 12:00:00", "2026-04-05 00:30:00" },
		{ "daily 02:30", "2026-10-24 12:00:00", "2026-10-25 00:30:00" },
		{ "daily 02:30", "2026-10-25 00:30:00", "2026-10-26 01:30:00" },
		{ "hourly", "2026-10-25 00:00:00", "2026-10-25 02:00:00" },
		{ "every 30m", "2026-03-29 00:30:00", "2026-03-29 01:00:00" },
		{ "daily 02:00", "2028-02-28 12:00:00", "2028-02-29 01:00:00" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct schedule parsed = schedule(rows[i].words);

		cr_expect(eq(i64, schedule_next(&parsed, utc(rows[i].now)),
		             utc(rows[i].next)),
		          "row %zu", i);
	}
}

/* What systemd-analyze says comes next after `now`; -1 when it is not there. */
static time_t next_of_systemd(const struct schedule *schedule, time_t now)
{
	static const char label[] = "(in UTC): ";
	char command[256], line[256];
	struct tm next = { 0 };
	struct text calendar;
	time_t found = -1;
	FILE *output;

	text_init(&calendar);
	schedule_put_calendar(schedule, &calendar);
	sprintf(command, "systemd-analyze calendar --base-time=@%lld '%s' 2>&1",
	        (long long)now, calendar.data);
	output = popen(command, "r");
	cr_assert(output != NULL);
	while (fgets(line, sizeof(line), output) != NULL) {
		const char *value = strstr(line, label);

		if (value != NULL &&
		    strptime(value + strlen(label), "%a %Y-%m-%d %H:%M:%S UTC",
		             &next) != NULL)
			found = timegm(&next);
	}
	pclose(output);
	text_release(&calendar);
	return found;
}

/* On days like others, and on those on which clocks are changed; but not from
 * within the hour that is there twice, where systemd, asked so, sees a second
 * time due that its timers leave out. */
Test(schedule, agrees_with_systemd, .init = in_berlin)
{
	static const char *const words[] = {
		"daily 02:00",   "daily 02:30",      "daily 03:00",
		"mon-fri 02:30", "weekly sun 02:00", "sat,sun 23:30",
		"hourly",        "every 2h",         "every 6h",
		"every 30m",     "every 20m",
	};
	static const char *const starts[] = {
		"2026-11-25 12:00:00", "2026-03-28 22:10:00",
		"2026-03-29 00:30:00", "2026-03-29 00:59:59",
		"2026-03-29 01:00:00", "2026-10-24 22:10:00",
		"2026-10-25 00:00:00", "2026-10-25 00:30:00",
		"2026-10-25 02:00:00", "2026-12-31 22:59:59",
	};

	if (system("command -v systemd-analyze >/dev/null") != 0)
		cr_skip_test("no systemd-analyze");
	for (size_t i = 0; i < COUNT(words); i++)
		for (size_t j = 0; j < COUNT(starts); j++) {
			struct schedule parsed = schedule(words[i]);
			time_t now = utc(starts[j]);

			cr_expect(eq(i64, schedule_next(&parsed, now),
			             next_of_systemd(&parsed, now)),
			          "%s after %s", words[i], starts[j]);
		}
}
