// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_CHANGE_JUDGE_H
#define PORTSCAN_AUDIT_CHANGE_JUDGE_H

#include "audit/change.h"

/* What a snapshot knows of the question that `port` is about. */
struct answer change_answer(const struct snapshot *snapshot,
                            const struct sighting *port);

/* Seen, and really open: files of others have what may be. */
static inline bool change_is_open(const struct sighting *sighting)
{
	return sighting != NULL && sighting->outcome.state == PORT_OPEN;
}

/* Does the answer say that the port was asked, and was not open?  If not, `why`
 * nothing can be said, INCOMPARABLE_NOT_ASKED_NOW for either snapshot. */
bool change_was_not_open(const struct answer *answer, enum incomparable *why);

#endif
