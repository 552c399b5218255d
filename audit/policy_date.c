// SPDX-License-Identifier: Apache-2.0
#include "audit/policy_date.h"

#include "audit/policy.h"

#include <string.h>
#include <time.h>

enum { FEBRUARY = 2, MONTHS = 12 };

static bool is_leap(unsigned year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static unsigned days_in(unsigned year, unsigned month)
{
	static const unsigned char days[] = { 31, 28, 31, 30, 31, 30,
		                              31, 31, 30, 31, 30, 31 };

	return days[month - 1] + (month == FEBRUARY && is_leap(year) ? 1u : 0u);
}

static unsigned number_at(const char *digits, size_t count)
{
	unsigned number = 0;

	for (size_t i = 0; i < count; i++)
		number = 10 * number + (unsigned)(digits[i] - '0');
	return number;
}

static bool has_shape(const char *date)
{
	static const char shape[] = "dddd-dd-dd";

	if (strlen(date) != strlen(shape))
		return false;
	for (size_t i = 0; shape[i] != '\0'; i++)
		if (shape[i] == 'd' ? date[i] < '0' || date[i] > '9'
		                    : date[i] != shape[i])
			return false;
	return true;
}

bool policy_date_is_valid(const char *date)
{
	unsigned year, month, day;

	if (!has_shape(date))
		return false;
	year = number_at(date, 4);
	month = number_at(date + 5, 2);
	day = number_at(date + 8, 2);
	return year >= 1 && month >= 1 && month <= MONTHS && day >= 1 &&
	       day <= days_in(year, month);
}

/* Since the day before 0001-01-01. */
static int64_t day_number(const char *date)
{
	unsigned year = number_at(date, 4);
	unsigned month = number_at(date + 5, 2);
	unsigned before = year - 1;
	unsigned days = 365 * before + before / 4 - before / 100 + before / 400;

	for (unsigned earlier = 1; earlier < month; earlier++)
		days += days_in(year, earlier);
	return days + number_at(date + 8, 2);
}

int64_t policy_date_days(const char *from, const char *to)
{
	return day_number(to) - day_number(from);
}

void policy_date_today(char today[POLICY_DATE_SIZE])
{
	time_t now = time(NULL);
	struct tm local;

	localtime_r(&now, &local);
	strftime(today, POLICY_DATE_SIZE, "%Y-%m-%d", &local);
}
