// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_NOTICE_H
#define PORTSCAN_AUDIT_NOTICE_H

#include "audit/account.h"
#include "base/text.h"

/* How much of an account to say. */
enum notice_extent {
	NOTICE_NEWS,    /* what is new: for whoever is told of a run */
	NOTICE_CHANGES, /* what changed since the earlier run */
	NOTICE_WHOLE,   /* all of it */
};

/*
 * Append what a run came to for people, in lines of plain text: the headline,
 * how the run ended where that was not well, issues, changes, and what of the
 * policy needs a person.  The same on many hosts is one line, and what is
 * beyond some fifty lines (a thousand of a whole account) is counted.  What
 * remote hosts sent is escaped.
 */
void notice_append(const struct account *account, enum notice_extent extent,
                   struct text *text);

#endif
