// SPDX-License-Identifier: Apache-2.0
#include "audit/blackout.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

static void in_berlin(void)
{
	setenv("TZ", "Europe/Berlin", 1);
	tzset();
}

/* "2026-11-25 13:00" as clocks in this zone show it. */
static struct tm local(const char *shown)
{
	struct tm tm = { .tm_isdst = -1 };

	cr_assert(strptime(shown, "%Y-%m-%d %H:%M", &tm) != NULL, "%s", shown);
	mktime(&tm);
	return tm;
}

static time_t utc(const char *shown)
{
	struct tm tm = { 0 };

	cr_assert(strptime(shown, "%Y-%m-%d %H:%M:%S", &tm) != NULL, "%s",
	          shown);
	return timegm(&tm);
}

static struct blackout blackout(const char *words)
{
	struct blackout parsed = { 0 };
	struct text error;

	text_init(&error);
	cr_assert(blackout_parse(words, &parsed, &error), "%s: %s", words,
	          error.data);
	text_release(&error);
	return parsed;
}

/* 2026-11-25 is a Wednesday. */
Test(blackout, covers_its_times, .init = in_berlin)
{
	static const struct {
		const char *words, *at;
		bool covered;
	} rows[] = {
		{ "mon-fri 08:00-18:00", "2026-11-25 07:59", false },
		{ "mon-fri 08:00-18:00", "2026-11-25 08:00", true },
		{ "mon-fri 08:00-18:00", "2026-11-25 17:59", true },
		{ "mon-fri 08:00-18:00", "2026-11-25 18:00", false },
		{ "mon-fri 08:00-18:00", "2026-11-28 12:00", false },
		{ "daily 23:30-01:00", "2026-11-25 23:29", false },
		{ "daily 23:30-01:00", "2026-11-25 23:30", true },
		{ "daily 23:30-01:00", "2026-11-26 00:59", true },
		{ "daily 23:30-01:00", "2026-11-26 01:00", false },
		{ "fri 22:00-06:00", "2026-11-27 05:00", false },
		{ "fri 22:00-06:00", "2026-11-27 23:00", true },
		{ "fri 22:00-06:00", "2026-11-28 05:59", true },
		{ "fri 22:00-06:00", "2026-11-28 22:00", false },
		{ "sat 12:00-12:00", "2026-11-28 11:59", false },
		{ "sat 12:00-12:00", "2026-11-28 12:00", true },
		{ "sat 12:00-12:00", "2026-11-29 11:59", true },
		{ "sat 12:00-12:00", "2026-11-29 12:00", false },
		{ "sat,sun", "2026-11-27 23:59", false },
		{ "sat,sun", "2026-11-28 00:00", true },
		{ "sat,sun", "2026-11-29 23:59", true },
		{ "sat,sun", "2026-11-30 00:00", false },
		{ "daily", "2026-11-30 00:00", true },
		{ "sun 20:00-24:00", "2026-11-29 23:59", true },
		{ "sun 20:00-24:00", "2026-11-30 00:00", false },
		{ "2026-12-24..2026-12-26", "2026-12-23 23:59", false },
		{ "2026-12-24..2026-12-26", "2026-12-24 00:00", true },
		{ "2026-12-24..2026-12-26", "2026-12-26 23:59", true },
		{ "2026-12-24..2026-12-26", "2026-12-27 00:00", false },
		{ "2026-12-31 22:00-04:00", "2027-01-01 03:59", true },
		{ "2026-12-31 22:00-04:00", "2027-01-01 04:00", false },
		{ "2026-12-31 22:00-04:00", "2026-12-31 03:00", false },
		{ "2028-02-29", "2028-02-29 12:00", true },
		{ "2028-02-29 23:00-01:00", "2028-03-01 00:30", true },
		{ "mon-fri\t08:00-18:00", "2026-11-25 12:00", true },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct blackout parsed = blackout(rows[i].words);
		struct tm at = local(rows[i].at);

		cr_expect(eq(int, blackout_covers(&parsed, 1, &at),
		             rows[i].covered),
		          "row %zu: %s, %s", i, rows[i].words, rows[i].at);
	}
}

Test(blackout, that_is_wrong_is_told_by_its_word)
{
	static const struct {
		const char *words, *error;
	} rows[] = {
		{ "", ": neither days nor a date like 2026-12-24" },
		{ "mo-fr 08:00-18:00",
		  "mo-fr: neither days nor a date like 2026-12-24" },
		{ "daily 8-18", "8-18: not times like 08:00-18:00" },
		{ "daily 24:00-01:00",
		  "24:00-01:00: not times like 08:00-18:00" },
		{ "daily 08:00-18:00 sun", "sun: one blackout a line" },
		{ "2026-12-24..", ": not a date" },
		{ "2026-12-26..2026-12-24",
		  "2026-12-26..2026-12-24: ends before it begins" },
		{ "2026-02-30",
		  "2026-02-30: neither days nor a date like 2026-12-24" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct blackout parsed = { .from = 42 };
		struct text error;

		text_init(&error);
		cr_expect(not(blackout_parse(rows[i].words, &parsed, &error)),
		          "row %zu", i);
		cr_expect(eq(str, error.data, (char *)rows[i].error), "row %zu",
		          i);
		cr_expect(eq(int, parsed.from, 42), "row %zu", i);
		text_release(&error);
	}
}

/* Clocks are put forward on 2026-03-29 at 01:00 UTC and back on 2026-10-25 at
 * 01:00 UTC. */
Test(blackout, ends_when_clocks_say_so, .init = in_berlin)
{
	static const struct {
		const char *first, *second, *now, *end;
	} rows[] = {
		{ "mon-fri 08:00-18:00", NULL, "2026-11-25 12:00:30",
		  "2026-11-25 17:00:00" },
		{ "mon-fri 08:00-18:00", NULL, "2026-11-25 20:00:30",
		  "2026-11-25 20:00:30" },
		/* one takes over from the other */
		{ "daily 08:00-18:00", "daily 17:00-20:00",
		  "2026-11-25 12:00:00", "2026-11-25 19:00:00" },
		{ "sat", "sun", "2026-11-28 12:00:00", "2026-11-29 23:00:00" },
		/* until 03:00, an hour early; and within the hour left out */
		{ "daily 01:00-03:00", NULL, "2026-03-29 00:30:00",
		  "2026-03-29 01:00:00" },
		{ "daily 01:00-02:30", NULL, "2026-03-29 00:30:00",
		  "2026-03-29 01:00:00" },
		/* until the second 03:00, through the hour that is twice */
		{ "daily 01:00-03:00", NULL, "2026-10-24 23:30:00",
		  "2026-10-25 02:00:00" },
		/* 02:30 comes, and then 02:00 again */
		{ "daily 01:00-02:30", NULL, "2026-10-24 23:30:00",
		  "2026-10-25 00:30:00" },
		{ "daily 01:00-02:30", NULL, "2026-10-25 01:10:00",
		  "2026-10-25 01:30:00" },
		{ "2026-12-24..2027-01-06", NULL, "2026-12-24 12:00:00",
		  "2027-01-06 23:00:00" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct blackout both[2] = { blackout(rows[i].first) };
		size_t count = 1;

		if (rows[i].second != NULL)
			both[count++] = blackout(rows[i].second);
		cr_expect(eq(i64, blackout_end(both, count, utc(rows[i].now)),
		             utc(rows[i].end)),
		          "row %zu", i);
	}
}

Test(blackout, that_never_ends_is_said_to, .init = in_berlin)
{
	struct blackout always = blackout("daily");

	cr_expect(eq(i64, blackout_end(&always, 1, utc("2026-11-25 12:00:00")),
	             -1));
}
