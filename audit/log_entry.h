// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_LOG_ENTRY_H
#define PORTSCAN_AUDIT_LOG_ENTRY_H

#include "audit/account.h"
#include "base/text.h"

#include <stdint.h>

/*
 * What a run came to as one datagram for a log.  The severity is that of a
 * warning where something needs a person, and else informational.
 */

/* For systemd's journal, in its native protocol: the message is the whole
 * notice (audit/notice.h), and its numbers are fields. */
void log_entry_for_journal(const struct account *account, struct text *entry);

/* Where and when a message comes from. */
struct log_origin {
	const char *host;
	int64_t time_us;
	int64_t pid;
};

/* RFC 5424, of the headline; its numbers are structured data. */
void log_entry_for_syslog(const struct account *account,
                          const struct log_origin *origin, struct text *entry);

#endif
