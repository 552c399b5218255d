// SPDX-License-Identifier: Apache-2.0
#include "report/units.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

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

typedef void (*append_fn)(struct text *text, double value);

static void append_millionths(struct text *text, double value)
{
	units_append_decimal(text, value, 6);
}

static const struct {
	append_fn append;
	double value;
	const char *expected;
} numbers[] = {
	{ append_millionths, 0, "0" },
	{ append_millionths, 0.0101564, "0.010156" },
	{ append_millionths, 0.0000005, "0.000001" },
	{ append_millionths, 0.9999999, "1" },
	{ append_millionths, 12.5, "12.5" },
	{ append_millionths, 1e12, "1000000000000" },
	{ units_append_estimate, 0, "under 0.01" },
	{ units_append_estimate, 0.0123, "0.01" },
	{ units_append_estimate, 0.996, "1" },
	{ units_append_estimate, 3.14, "3.1" },
	{ units_append_estimate, 9.96, "10" },
	{ units_append_estimate, 140.4, "140" },
	{ units_append_percent, 0, "under 0.1 %" },
	{ units_append_percent, 0.0101, "1 %" },
	{ units_append_percent, 0.0156, "1.6 %" },
	{ units_append_percent, 0.0997, "10 %" },
	{ units_append_percent, 0.334, "33 %" },
	{ units_append_percent, 1, "100 %" },
};

Test(units, estimates_have_no_more_digits_than_sense)
{
	struct text text;

	text_init(&text);
	for (size_t i = 0; i < COUNT(numbers); i++) {
		text_clear(&text);
		numbers[i].append(&text, numbers[i].value);
		cr_expect(eq(str, text.data, (char *)numbers[i].expected),
		          "row %zu", i);
	}
	text_release(&text);
}
