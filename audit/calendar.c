// SPDX-License-Identifier: Apache-2.0
#include "audit/calendar.h"

#include "base/count.h"

#include <string.h>

static const char weekday_names[][4] = {
	"sun", "mon", "tue", "wed", "thu", "fri", "sat",
};

const char *calendar_weekday_name(int weekday)
{
	return weekday_names[weekday];
}

/* Where `c` is first in `word`, or `len`. */
static size_t find(const char *word, size_t len, char c)
{
	const char *at = memchr(word, c, len);

	return at != NULL ? (size_t)(at - word) : len;
}

/* 0 to 6, or -1. */
static int weekday_of(const char *word, size_t len)
{
	for (int i = 0; i < (int)COUNT(weekday_names); i++)
		if (len == 3 && memcmp(word, weekday_names[i], 3) == 0)
			return i;
	return -1;
}

/* "mon" or "mon-fri"; a range may go on over the end of the week. */
static bool add_weekdays(const char *word, size_t len, unsigned *weekdays)
{
	size_t dash = find(word, len, '-');
	int first = weekday_of(word, dash);
	int last = dash == len ? first
	                       : weekday_of(word + dash + 1, len - dash - 1);

	if (first < 0 || last < 0)
		return false;
	for (int day = first;; day = (day + 1) % 7) {
		*weekdays |= 1U << day;
		if (day == last)
			return true;
	}
}

bool calendar_weekdays(const char *word, size_t len, unsigned *weekdays)
{
	unsigned found = 0;

	if (len == 5 && memcmp(word, "daily", 5) == 0) {
		*weekdays = EVERY_WEEKDAY;
		return true;
	}
	for (;;) {
		size_t comma = find(word, len, ',');

		if (!add_weekdays(word, comma, &found))
			return false;
		if (comma == len)
			break;
		word += comma + 1;
		len -= comma + 1;
	}
	*weekdays = found;
	return true;
}

/* Exactly `len` digits. */
static bool read_digits(const char *digits, size_t len, int *number)
{
	*number = 0;
	for (size_t i = 0; i < len; i++) {
		if (digits[i] < '0' || digits[i] > '9')
			return false;
		*number = 10 * *number + (digits[i] - '0');
	}
	return true;
}

bool calendar_clock(const char *word, size_t len, int *minutes)
{
	int hour, minute;

	if (len != 5 || word[2] != ':' || !read_digits(word, 2, &hour) ||
	    !read_digits(word + 3, 2, &minute) || minute > 59 ||
	    60 * hour + minute > MINUTES_A_DAY)
		return false;
	*minutes = 60 * hour + minute;
	return true;
}

static int days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30,
		                    31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

bool calendar_date(const char *word, size_t len, int *date)
{
	int year, month, day;

	if (len != 10 || word[4] != '-' || word[7] != '-' ||
	    !read_digits(word, 4, &year) || !read_digits(word + 5, 2, &month) ||
	    !read_digits(word + 8, 2, &day) || month < 1 || month > 12 ||
	    day < 1 || day > days_in(year, month))
		return false;
	*date = 10000 * year + 100 * month + day;
	return true;
}
