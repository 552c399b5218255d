// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_PROFILE_H
#define PORTSCAN_AUDIT_PROFILE_H

#include "audit/blackout.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * An audit as its owner describes it: an INI file; see profile_template().
 *
 * A line is KEY = VALUE, [SECTION], or a comment that begins with `#` or `;`;
 * what follows ` ;` in a line is one, too.  Blanks at both ends of a line mean
 * nothing, so that no value goes on in the next line.
 */

/* One line of [scan]: an option of portscan scan, whatever those are. */
struct profile_setting {
	char *key; /* without dashes */
	char *value;
	unsigned line;
};

/* How to tell of a run.  NULL, false and 0 where nobody is to be told so. */
struct profile_notify {
	bool always; /* not only when something needs a person */
	char **webhooks;
	size_t webhook_count;
	char *webhook_secret_file; /* absolute, as are all paths here */
	bool syslog;
	char **command; /* a program and its arguments; NULL ends them */
	char *mail_to;  /* addresses, commas between them */
	char *mail_from;
	char *metrics; /* ends in ".prom" */
};

/* Everything is owned by the profile. */
struct profile {
	char *path;   /* that errors name */
	char *folder; /* that paths are relative to */

	struct profile_setting *scan; /* in order; keys may be there twice */
	size_t scan_count;

	char *database; /* NULL: places_database() */
	char *policy;   /* NULL: nothing is documented */
	unsigned recheck_delay_ms;
	size_t keep_runs;   /* 0: all */
	unsigned keep_days; /* 0: for ever */

	struct blackout *blackouts;
	size_t blackout_count;
	bool waits_in_blackout; /* or ends */

	struct profile_notify notify;
};

/*
 * Read the file at `path`, which is absolute.  False with "FILE:LINE: KEY:
 * what" in `error`, and nothing in `profile`, when any of it is wrong.
 */
bool profile_read(const char *path, struct profile *profile,
                  struct text *error);

/* The same of text in memory, which stands for the file at `path`. */
bool profile_parse(const char *text, size_t len, const char *path,
                   struct profile *profile, struct text *error);
void profile_release(struct profile *profile);

/* A key that [scan] knows, for profile_template(). */
struct profile_option {
	const char *key;
	const char *value; /* or what stands for one: "N", "yes" */
	const char *help;  /* one line without line feed; NULL: none */
	bool given;        /* else it is commented out */
};

/*
 * Append a commented profile of the audit `name`, which goes with the policy
 * NAME.policy beside it.  False, with one line in `error`, when a value that is
 * given cannot be written in such a file.
 */
bool profile_template(const char *name, const struct profile_option *options,
                      size_t count, struct text *text, struct text *error);

/* Append a commented policy that documents nothing. */
void policy_template(const char *name, struct text *text);

#endif
