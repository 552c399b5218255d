// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_BLACKOUT_H
#define PORTSCAN_AUDIT_BLACKOUT_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

/*
 * Times at which nothing is to be scanned, in local time:
 *
 *   DAYS [HH:MM-HH:MM]
 *
 * DAYS is `daily`, days of the week (`sat,sun`, `mon-fri`), one date
 * (`2026-12-24`) or a range of them (`2026-12-24..2026-12-26`).  Without times
 * it is all day.  Where the end is not after the beginning it is on the next
 * day, whatever day that is.
 */
struct blackout {
	unsigned weekdays; /* a bit each, 1 is Sunday; 0: dates */
	int first, last;   /* dates as numbers: 20261224 */
	int from, to;      /* minutes of the day; `to` is not in it */
};

/* False with what is wrong in `error`; `blackout` stays as it was. */
bool blackout_parse(const char *text, struct blackout *blackout,
                    struct text *error);

/* Is `local` in one of them? */
bool blackout_covers(const struct blackout *blackouts, size_t count,
                     const struct tm *local);

/*
 * The first full minute after `now` that is in none of them: `now` itself when
 * it is in none.  -1 when there is none within 400 days.
 */
time_t blackout_end(const struct blackout *blackouts, size_t count, time_t now);

#endif
