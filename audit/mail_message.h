// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_MAIL_MESSAGE_H
#define PORTSCAN_AUDIT_MAIL_MESSAGE_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One message in plain text.  The strings but `body` may not be trusted to fit
 * a header: the addresses have to be asked for, the subject is encoded. */
struct mail_message {
	const char *from;      /* NULL: for the mail system to say */
	const char *const *to; /* at least one */
	size_t to_count;
	const char *subject;
	const char *body; /* lines of UTF-8, with line feeds */
	int64_t time_us;
};

/*
 * "ops@example.org", or "root" for one of this machine?  Those that mail
 * systems take unquoted, which RFC 5322 3.4.1 calls dot-atom, in ASCII.
 */
bool mail_address_is_valid(const char *address);

/* Append the message as sendmail reads it: RFC 5322 with line feeds, pure ASCII
 * in lines of at most 76 characters but for the addresses. */
void mail_message_append(const struct mail_message *message, struct text *text);

#endif
