// SPDX-License-Identifier: Apache-2.0
#include "report/units.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
	int64_t us;
	const char *expected;
} times[] = {
	{ 0, "1970-01-01T00:00:00.000Z" },
	{ 1999, "1970-01-01T00:00:00.001Z" },
	{ INT64_C(951782400000000), "2000-02-29T00:00:00.000Z" },
	{ INT64_C(1795449907250999), "2026-11-23T16:05:07.250Z" },
};

Test(units, time_is_rfc_3339_in_utc)
{
	struct text text;

	text_init(&text);
	for (size_t i = 0; i < COUNT(times); i++) {
		text_clear(&text);
		units_append_time(&text, times[i].us);
		cr_expect(eq(str, text.data, (char *)times[i].expected));
	}
	text_release(&text);
}

static const struct {
	uint32_t us;
	const char *expected;
} periods[] = {
	{ 0, "0" },          { 1, "0.001" },
	{ 310, "0.31" },     { 1000, "1" },
	{ 1001, "1.001" },   { 12050, "12.05" },
	{ 1500000, "1500" }, { UINT32_MAX, "4294967.295" },
};

Test(units, milliseconds_are_exact_and_short)
{
	struct text text;

	text_init(&text);
	for (size_t i = 0; i < COUNT(periods); i++) {
		text_clear(&text);
		units_append_ms(&text, periods[i].us);
		cr_expect(eq(str, text.data, (char *)periods[i].expected));
	}
	text_release(&text);
}

static const struct {
	uint64_t ms;
	const char *expected;
} durations[] = {
	{ 0, "0.0 s" },
	{ 49, "0.0 s" },
	{ 1300, "1.3 s" },
	{ 59949, "59.9 s" },
	{ 59950, "1 min 0 s" },
	{ 125400, "2 min 5 s" },
	{ 3599499, "59 min 59 s" },
	{ 3599500, "1 h 0 min" },
	{ 12000000, "3 h 20 min" },
};

Test(units, durations_suit_their_size)
{
	struct text text;

	text_init(&text);
	for (size_t i = 0; i < COUNT(durations); i++) {
		text_clear(&text);
		units_append_duration(&text, durations[i].ms);
		cr_expect(eq(str, text.data, (char *)durations[i].expected));
	}
	text_release(&text);
}
