// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_AUDIT_NOTIFY_SAMPLE_H
#define PORTSCAN_TESTS_AUDIT_NOTIFY_SAMPLE_H

#include "audit/account.h"

/*
 * A run of an audit "office" with something of everything, for tests to tell
 * of: new issues (one port on five hosts, one with a hostile product), one that
 * was open before, a must-be-open that is not, changes, an approval that
 * expired.  All of it is constant but for what tests set in `account` and
 * `run`.
 */
struct notify_sample {
	struct account account; /* points to the following */
	struct run run, previous;
	struct snapshot snapshot;
	struct sighting sightings[7];
	struct issue issue_items[9];
	struct issue_list issues;
	struct change change_items[4];
	struct change_list changes, drift;
	struct policy_rule rules[2];
	struct policy policy;
	struct policy_remark remarks[2];
	struct policy_review review;
	struct trend_point trend[3];
};

void notify_sample_init(struct notify_sample *sample);

/* Nothing in it needs a person any more. */
void notify_sample_calm(struct notify_sample *sample);

#endif
