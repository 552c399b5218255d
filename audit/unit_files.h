// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_UNIT_FILES_H
#define PORTSCAN_AUDIT_UNIT_FILES_H

#include "audit/units.h"
#include "base/text.h"

#include <stdbool.h>
#include <time.h>

/*
 * The units of audits as files, and the manager that minds them: systemd of
 * the machine (/etc/systemd/system) or of the user
 * ($XDG_CONFIG_HOME/systemd/user, or else ~/.config/systemd/user).
 */
enum unit_outcome {
	UNITS_DONE,
	UNITS_UNMINDED, /* the files are as asked, but no systemd runs that
	                 * would mind them: `message` says what to do */
	UNITS_NONE,     /* to be removed, and were not there */
	UNITS_FAILED,   /* `message` says why */
};

/* Write both, or replace them, and have the timer run from now on.  All that
 * the plan names has to be there. */
enum unit_outcome unit_files_install(const struct unit_plan *plan,
                                     struct text *message);

/* Stop the timer and remove both. */
enum unit_outcome unit_files_remove(const char *name, bool user,
                                    struct text *message);

/* What is known of an audit's timer.  When it last ran is the history's to
 * tell: systemd counts from when the timer was first started. */
struct unit_times {
	struct text schedule; /* as it was asked for; "": none */
	bool minded;          /* by a systemd that runs */
	time_t next;          /* 0: it does not run */
};

/* False when there are no units of that name. */
bool unit_files_times(const char *name, bool user, time_t now,
                      struct unit_times *times);
void unit_times_release(struct unit_times *times);

#endif
