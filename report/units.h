// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_UNITS_H
#define PORTSCAN_REPORT_UNITS_H

#include "base/text.h"

#include <stdint.h>

/* Append a time since the epoch as "2026-11-23T16:05:07.250Z" (RFC 3339). */
void units_append_time(struct text *text, int64_t time_us);

/* Append microseconds as milliseconds, "0.31", in as few digits as are exact.
 */
void units_append_ms(struct text *text, uint32_t us);

/*
 * Append a number that is not negative, rounded to at most `digits` <= 9
 * decimals, without zeros at their end: "0.02", "3".  By hand, for printf's
 * decimal point follows the locale.
 */
void units_append_decimal(struct text *text, double value, int digits);

/* Append an estimate for people, in two digits where it is small: "0.02",
 * "3.1", "140"; "under 0.01" for less. */
void units_append_estimate(struct text *text, double value);

/* Append a share of one in percent: "1.2 %", "12 %"; "under 0.1 %". */
void units_append_percent(struct text *text, double share);

/* Append a duration for people: "1.3 s", "2 min 5 s", "3 h 20 min". */
void units_append_duration(struct text *text, uint64_t ms);

#endif
