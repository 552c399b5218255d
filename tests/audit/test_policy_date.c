// SPDX-License-Identifier: Apache-2.0
#include "audit/policy_date.h"

#include "audit/policy.h"
#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

Test(policy_date, knows_the_calendar)
{
	static const struct {
		const char *date;
		bool valid;
	} rows[] = {
		{ "2027-06-30", true },   { "2027-06-31", false },
		{ "2027-02-28", true },   { "2027-02-29", false },
		{ "2028-02-29", true },   { "2100-02-29", false },
		{ "2000-02-29", true },   { "2027-12-31", true },
		{ "2027-13-01", false },  { "2027-00-01", false },
		{ "2027-01-00", false },  { "0000-01-01", false },
		{ "9999-12-31", true },   { "2027-6-30", false },
		{ "2027-06-30 ", false }, { "27-06-30", false },
		{ "2027/06/30", false },  { "", false },
		{ "2027-06-3x", false },  { "+027-06-30", false },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect(eq(int, policy_date_is_valid(rows[i].date),
		             rows[i].valid),
		          "row %zu: %s", i, rows[i].date);
}

Test(policy_date, counts_days)
{
	static const struct {
		const char *from, *to;
		int64_t days;
	} rows[] = {
		{ "2026-11-25", "2026-11-25", 0 },
		{ "2026-11-25", "2026-12-25", 30 },
		{ "2026-11-25", "2026-11-24", -1 },
		{ "2026-12-31", "2027-01-01", 1 },
		{ "2028-02-28", "2028-03-01", 2 },
		{ "2100-02-28", "2100-03-01", 1 },
		{ "2000-01-01", "2001-01-01", 366 },
		{ "0001-01-01", "1970-01-01", 719162 },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect(eq(i64, policy_date_days(rows[i].from, rows[i].to),
		             rows[i].days),
		          "row %zu", i);
}

Test(policy_date, today_is_a_date)
{
	char today[POLICY_DATE_SIZE];

	policy_date_today(today);
	cr_expect(policy_date_is_valid(today));
}
