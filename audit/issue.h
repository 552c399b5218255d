// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_ISSUE_H
#define PORTSCAN_AUDIT_ISSUE_H

#include "audit/policy.h"
#include "audit/snapshot.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What somebody has to account for, with an identity that outlives a run: one
 * of an audit for each address, port, protocol and kind.
 */
enum issue_kind {
	ISSUE_OPEN_PORT,    /* its verdict is `investigate` */
	ISSUE_MUST_BE_OPEN, /* the policy wants it open, and it is not, or
	                     * something else answers */
};

enum issue_state {
	ISSUE_NEW,      /* first seen in this run, or back, or no longer what
	                 * was approved: nobody has seen this yet */
	ISSUE_OPEN,     /* seen in an earlier run, and not accounted for */
	ISSUE_APPROVED, /* covered by the policy, which has owner and end */
	ISSUE_RESOLVED, /* asked again, and not there any more; or the policy
	                 * no longer wants it */
};

enum { ISSUE_ID_SIZE = 13 }; /* twelve hexadecimal digits and a NUL */

struct issue {
	char id[ISSUE_ID_SIZE];
	enum issue_kind kind;
	enum issue_state state;
	struct address address;
	enum protocol protocol;
	uint16_t port;
	int64_t first_run, last_run; /* that saw it; ids of the store */
	int64_t resolved_run;        /* 0: not */
	/* Of an open port what the policy says of it.  Of one that must be open
	 * `differs` when something else answers, else `none`. */
	enum standing standing;
	const struct sighting *sighting; /* of this run; borrowed, or NULL */
	const struct policy_rule *rule;  /* that `standing` is of; borrowed */
	/* This run did not ask, or could not, or did not recognise who answers:
	 * the state is that of an earlier run, but approved only while a rule
	 * approves it. */
	bool not_seen_again;
};

struct issue_list {
	struct issue *items; /* by state (new, open, approved, resolved), then
	                      * protocol, port, address */
	size_t count;
};

/* First digits of SHA-256 over all that identifies it; "" when out of memory.
 */
void issue_identify(const char *audit, enum issue_kind kind,
                    const struct address *address, enum protocol protocol,
                    uint16_t port, char id[ISSUE_ID_SIZE]);

/*
 * The issues of run `run`, which saw `snapshot`, after those of the run before
 * (`earlier`: resolved ones are forgotten, unless they come back, and then
 * first_run is what it was).  An open port is resolved when it is known not to
 * be open, be it by a firewall that says so, or when one is recognised that
 * gives no reason to investigate.  False when out of memory.
 */
bool issue_list_make(struct issue_list *issues, const char *audit, int64_t run,
                     const struct snapshot *snapshot,
                     const struct policy *policy, const char *today,
                     const struct issue_list *earlier);
void issue_list_release(struct issue_list *issues);

/* New or open: nobody has accounted for it. */
bool issue_needs_person(const struct issue *issue);
size_t issue_list_count(const struct issue_list *issues,
                        enum issue_state state);

/* Do both say the same of different hosts, so that people read one line? */
bool issue_is_same_on_another_host(const struct issue *a,
                                   const struct issue *b);

/* With STANDING_DIFFERS, in words: "not what was approved", or that it is not
 * known. */
const char *issue_mismatch(const struct issue *issue);

const char *issue_kind_name(enum issue_kind kind);    /* "open-port" */
const char *issue_state_name(enum issue_state state); /* "new" */

#endif
