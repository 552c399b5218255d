// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_SCHEDULE_H
#define PORTSCAN_AUDIT_SCHEDULE_H

#include "base/text.h"

#include <stdbool.h>
#include <time.h>

/*
 * When an audit runs, in local time:
 *
 *   daily 02:00       mon-fri 02:00       sat,sun 04:30
 *   weekly sun 03:30  hourly              every 6h, every 30m
 *
 * `every` counts from midnight, so it takes what a day or an hour can be
 * divided by.
 */
struct schedule {
	unsigned weekdays; /* a bit each, 1 is Sunday */
	int every;         /* minutes; 0: once on each of its days, … */
	int at;            /* … at this minute of the day */
};

/* False with what is wrong in `error`, which names the word that is;
 * `schedule` stays as it was. */
bool schedule_parse(const char *text, struct schedule *schedule,
                    struct text *error);

/* Append it as OnCalendar= of a systemd timer has it. */
void schedule_put_calendar(const struct schedule *schedule, struct text *text);

/* Append it as the five fields of a crontab's line. */
void schedule_put_cron(const struct schedule *schedule, struct text *text);

/*
 * The first time after `now` at which it is due, as systemd has it: a time
 * that clocks are put forward over is left out, and one that they show twice
 * is the first of both.  -1: none, for a clock beyond all bounds.
 */
time_t schedule_next(const struct schedule *schedule, time_t now);

#endif
