// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_CALENDAR_H
#define PORTSCAN_AUDIT_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>

/* Words for days and times, in schedules and in blackouts. */

enum {
	EVERY_WEEKDAY = 0x7f,
	MINUTES_A_DAY = 24 * 60,
};

/* "sun", for a day as struct tm counts them. */
const char *calendar_weekday_name(int weekday);

/* "daily", "sat,sun", "mon-fri", "fri-mon,wed": a bit each, 1 is Sunday. */
bool calendar_weekdays(const char *word, size_t len, unsigned *weekdays);

/* "08:30", as minutes of the day; up to "24:00". */
bool calendar_clock(const char *word, size_t len, int *minutes);

/* "2026-12-24", a day there is, as the number 20261224. */
bool calendar_date(const char *word, size_t len, int *date);

#endif
