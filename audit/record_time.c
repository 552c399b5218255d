// SPDX-License-Identifier: Apache-2.0
#include "audit/record_time.h"

#include "report/units.h"

#include <string.h>
#include <time.h>

/* The number of exactly `len` digits; negative when they are none. */
static int digits(const char *text, size_t len)
{
	int number = 0;

	for (size_t i = 0; i < len; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		number = number * 10 + (text[i] - '0');
	}
	return number;
}

/* Only the canonical text of a time is one: that is all the checking. */
static bool is_text_of(int64_t time_us, const char *text)
{
	struct text canonical;
	bool same;

	text_init(&canonical);
	units_append_time(&canonical, time_us);
	same = strcmp(canonical.data, text) == 0;
	text_release(&canonical);
	return same;
}

bool record_time_parse(const char *text, int64_t *time_us)
{
	struct tm tm;
	int64_t us;

	if (strlen(text) != strlen("2026-11-23T16:05:07.250Z"))
		return false;
	tm = (struct tm){
		.tm_year = digits(text, 4) - 1900,
		.tm_mon = digits(text + 5, 2) - 1,
		.tm_mday = digits(text + 8, 2),
		.tm_hour = digits(text + 11, 2),
		.tm_min = digits(text + 14, 2),
		.tm_sec = digits(text + 17, 2),
	};
	us = (int64_t)timegm(&tm) * 1000000 +
	     (int64_t)digits(text + 20, 3) * 1000;
	if (!is_text_of(us, text))
		return false;
	*time_us = us;
	return true;
}
