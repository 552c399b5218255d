// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_LOOK_H
#define PORTSCAN_AUDIT_LOOK_H

#include "audit/policy.h"
#include "audit/snapshot.h"

/* What a run knows of one port. */
enum known {
	KNOWN_NOT,  /* it did not ask, or could not, or cannot tell */
	KNOWN_OPEN, /* `sighting` */
	/* Closed, silent, or behind a firewall that says so; an ICMP error from
	 * the way tells nothing of it. */
	KNOWN_SHUT,
};

/* Borrows from the snapshot. */
struct look {
	struct address address;
	enum protocol protocol;
	uint16_t port;
	enum known known;
	enum depth depth;
	const struct sighting *sighting; /* NULL: not open */
	struct answer answer;            /* when not open */
};

struct look look_at(const struct snapshot *snapshot,
                    const struct address *address, enum protocol protocol,
                    uint16_t port);

/* What became of the wish that a port be open, by `must-be-open`. */
enum wish {
	WISH_NONE, /* nobody has it */
	WISH_GRANTED,
	WISH_UNKNOWN,
	WISH_DENIED, /* it is not open, or something else answers */
};

/* Does this rule wish anything on that day? */
bool look_is_wish(const struct policy_rule *rule, const char *today);

/* Of such a rule, which covers the port. */
enum wish look_for(const struct look *look, const struct policy_rule *rule);

/* Of all rules the worst, and the first that came to it; NULL with WISH_NONE.
 */
enum wish look_for_all(const struct look *look, const struct policy *policy,
                       const char *today, const struct policy_rule **rule);

#endif
