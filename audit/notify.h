// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_NOTIFY_H
#define PORTSCAN_AUDIT_NOTIFY_H

#include "audit/account.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Whom to tell of a run, and how.  NULL, 0 and false are "nobody", or where it
 * says so the usual.  Everything is borrowed.
 */
struct notify_plan {
	bool always; /* also when nothing needs a person */

	const char *const *webhooks; /* URLs, http or https */
	size_t webhook_count;
	const char *secret_file; /* what signs their bodies; NULL: unsigned */
	unsigned retry_ms; /* before the second try; 0: a second, as usual */
	unsigned try_ms;   /* what one try may take; 0: half a minute */

	bool syslog;         /* the journal, or else the system's log */
	const char *journal; /* its socket; NULL: the usual one */
	const char *log;     /* the log's socket; NULL: the usual one */

	const char *const *command; /* and its arguments; NULL ends them */
	unsigned command_ms;        /* its time limit; 0: a minute */

	const char *mail_to;   /* addresses, commas between them */
	const char *mail_from; /* NULL: whatever sendmail makes of it */
	const char *sendmail;  /* a program; NULL: the usual one */

	const char *metrics; /* a file for Prometheus' textfile collector: that
	                      * is written after every run */
};

/*
 * Tell of a run that is stored.  Blocks, for some minutes at the worst.  For
 * each target that could not be told, one line with its line feed is appended
 * to `problems`; the others are told all the same.
 */
void notify_run(const struct notify_plan *plan, const struct account *account,
                struct text *problems);

#endif
