// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_AUDIT_SAMPLE_ACCOUNT_H
#define PORTSCAN_TESTS_AUDIT_SAMPLE_ACCOUNT_H

#include "audit/account.h"

/* Accounts to try reports on. */
enum sample_account_kind {
	ACCOUNT_QUIET,   /* the first run, of which nothing is to be said */
	ACCOUNT_OFFICE,  /* some of everything */
	ACCOUNT_HOSTILE, /* every string of it would rather be markup */
	ACCOUNT_LARGE, /* more hosts, ports and runs than a page has room for */
};

enum { SAMPLE_RUNS_MAX = 90, SAMPLE_CHANGES_MAX = 16 };

struct sample_account {
	struct account account;
	struct run run, previous, baseline;
	struct snapshot before, now;
	struct policy policy;
	struct policy_review review;
	struct issue_list earlier, issues;
	struct change change_items[SAMPLE_CHANGES_MAX];
	struct change_list changes, drift;
	struct trend_point trend[SAMPLE_RUNS_MAX];
};

/* Make one, or the program is over.  `sample` must not move. */
void sample_account_fill(struct sample_account *sample,
                         enum sample_account_kind kind);
void sample_account_release(struct sample_account *sample);

/* Markup, quotes, ends of every context, controls and what turns text. */
extern const char sample_account_hostile[];

#endif
