// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_UNITS_H
#define PORTSCAN_AUDIT_UNITS_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/* What the systemd units of one audit are made from.  Paths are absolute. */
struct unit_plan {
	const char *name;      /* of the audit */
	const char *binary;    /* portscan */
	const char *profile;   /* its path */
	const char *schedule;  /* as schedule_parse() takes it */
	bool user;             /* for a user's manager, not the system's */
	const char *home;      /* HOME, where it is set, … */
	const char *data_home; /* … and XDG_DATA_HOME; else NULL */
	/* A run starts a command or sendmail: it needs more freedom. */
	bool starts_programs;
	const char *const *writable; /* folders that a run writes to */
	size_t writable_count;
};

/* Append "portscan-audit-NAME.service" and "….timer". */
void units_service_name(const char *name, struct text *text);
void units_timer_name(const char *name, struct text *text);

/*
 * Append the text of the service.  A run that ends with 1, having found what
 * --fail-on names, did what it is there for; one that is incomplete (3), or
 * that could not run, fails the unit, which `systemctl --failed` and whatever
 * is put in OnFailure= tell of.
 */
void units_service(const struct unit_plan *plan, struct text *text);

/* Append the text of the timer.  False when `schedule` is none. */
bool units_timer(const struct unit_plan *plan, struct text *text);

/* The schedule that a timer's text tells, appended to `schedule`; false when
 * it tells none. */
bool units_schedule_of(const struct text *timer, struct text *schedule);

/* Append a line for a crontab that does the same.  False when `schedule` is
 * none, or a path cannot stand in a crontab. */
bool units_cron_line(const struct unit_plan *plan, struct text *text);

#endif
