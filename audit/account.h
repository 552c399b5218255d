// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_ACCOUNT_H
#define PORTSCAN_AUDIT_ACCOUNT_H

#include "audit/change.h"
#include "audit/issue.h"
#include "audit/policy.h"
#include "audit/store.h"

/* One run in a trend. */
struct trend_point {
	int64_t run;
	int64_t started_us;
	uint64_t open;
	uint64_t unaccounted;
	bool complete;
};

/*
 * All that one run of an audit came to: what notifiers and reports are made
 * from.  Everything is borrowed, and valid as long as what it points to.
 */
struct account {
	const char *audit; /* its name */
	const char *today; /* "2026-11-25": what expiry was judged by */
	const struct run *run;
	const struct run *previous; /* that `changes` are since; NULL: none */
	const struct run *baseline; /* that `drift` is since; NULL: none */
	const struct snapshot *snapshot;
	const struct change_list
		*changes; /* confirmed where it was looked twice */
	const struct change_list *drift; /* empty without a baseline */
	const struct issue_list *issues;
	const struct policy *policy;
	const struct policy_review *review;
	const struct trend_point *trend; /* oldest first, this run last */
	size_t trend_count;
};

/* Does anything in it need a person: a new issue, a change that is more than
 * `not comparable`, a must-be-open that is not, an expired approval, a run that
 * did not complete? */
bool account_needs_person(const struct account *account);

/* Changes but for those not comparable. */
size_t account_change_count(const struct account *account);

/*
 * What it says in one line, plain ASCII: "office: 2 new, 5 open, 1 change; run
 * 17 complete".
 */
void account_headline(const struct account *account, struct text *text);

#endif
