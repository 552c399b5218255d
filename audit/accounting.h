// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_ACCOUNTING_H
#define PORTSCAN_AUDIT_ACCOUNTING_H

#include "audit/account.h"
#include "audit/policy_date.h"

#include <stdbool.h>
#include <stdint.h>

/* The account of a stored run, and all that it borrows from. */
struct accounting {
	struct account account;
	char today[POLICY_DATE_SIZE];
	struct run run, previous, baseline;
	struct snapshot now, before, base;
	struct change_list changes, drift;
	struct issue_list issues, earlier;
	struct policy_review review;
	struct trend_point *trend;
	char **told; /* what was stored of changes that were not confirmed */
	size_t told_count;
};

/* Which run is held against which. */
struct accounting_choice {
	int64_t run;   /* 0: the newest that was seen */
	int64_t since; /* 0: the one before it; -1: the baseline */
};

/*
 * Load it: what the run saw, what changed since, and what `policy`, which
 * outlives it, says of it today.  `audit` is borrowed, too.  False with one
 * line in `error`; accounting_release() either way.
 */
bool accounting_load(struct accounting *accounting, struct store *store,
                     const char *audit, const struct accounting_choice *choice,
                     const struct policy *policy, struct text *error);
void accounting_release(struct accounting *accounting);

#endif
