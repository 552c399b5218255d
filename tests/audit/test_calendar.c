// SPDX-License-Identifier: Apache-2.0
#include "audit/calendar.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

enum { SUN = 1, MON = 2, TUE = 4, WED = 8, THU = 16, FRI = 32, SAT = 64 };

Test(calendar, reads_weekdays)
{
	static const struct {
		const char *word;
		unsigned weekdays;
	} rows[] = {
		{ "daily", EVERY_WEEKDAY },
		{ "sun", SUN },
		{ "sat,sun", SAT | SUN },
		{ "mon-fri", MON | TUE | WED | THU | FRI },
		{ "fri-mon", FRI | SAT | SUN | MON },
		{ "mon,wed-thu", MON | WED | THU },
		{ "tue-tue", TUE },
		{ "mon-sun", EVERY_WEEKDAY },
		{ "", 0 },
		{ "mond", 0 },
		{ "mo", 0 },
		{ "mon,", 0 },
		{ ",mon", 0 },
		{ "mon-", 0 },
		{ "-mon", 0 },
		{ "mon-tue-wed", 0 },
		{ "Mon", 0 },
		{ "daily,mon", 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		unsigned weekdays = 0;
		bool read = calendar_weekdays(rows[i].word,
		                              strlen(rows[i].word), &weekdays);

		cr_expect(eq(uint, weekdays, rows[i].weekdays), "row %zu", i);
		cr_expect(eq(int, read, rows[i].weekdays != 0), "row %zu", i);
	}
}

Test(calendar, reads_times)
{
	static const struct {
		const char *word;
		int minutes; /* -1: none */
	} rows[] = {
		{ "00:00", 0 },     { "08:30", 510 }, { "23:59", 1439 },
		{ "24:00", 1440 },  { "24:01", -1 },  { "8:30", -1 },
		{ "08:60", -1 },    { "08-30", -1 },  { "", -1 },
		{ "08:30:00", -1 }, { "0a:30", -1 },  { "-1:30", -1 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		int minutes = -1;
		bool read = calendar_clock(rows[i].word, strlen(rows[i].word),
		                           &minutes);

		cr_expect(eq(int, minutes, rows[i].minutes), "row %zu", i);
		cr_expect(eq(int, read, rows[i].minutes >= 0), "row %zu", i);
	}
}

Test(calendar, reads_days_there_are)
{
	static const struct {
		const char *word;
		int date; /* 0: none */
	} rows[] = {
		{ "2026-12-24", 20261224 }, { "2024-02-29", 20240229 },
		{ "2000-02-29", 20000229 }, { "2026-02-29", 0 },
		{ "2100-02-29", 0 },        { "2026-04-31", 0 },
		{ "2026-13-01", 0 },        { "2026-00-01", 0 },
		{ "2026-01-00", 0 },        { "2026-1-1", 0 },
		{ "2026/01/01", 0 },        { "", 0 },
		{ "2026-12-24x", 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		int date = 0;
		bool read = calendar_date(rows[i].word, strlen(rows[i].word),
		                          &date);

		cr_expect(eq(int, date, rows[i].date), "row %zu", i);
		cr_expect(eq(int, read, rows[i].date != 0), "row %zu", i);
	}
}
