// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_AUDIT_SUBJECT_H
#define PORTSCAN_CLI_AUDIT_SUBJECT_H

#include "audit/policy.h"
#include "audit/profile.h"
#include "audit/store.h"
#include "base/text.h"

#include <stdbool.h>

/* The audit that a command is about: its profile, its policy and its history.
 */
struct audit_subject {
	struct text name;
	struct text path;     /* of the profile, absolute */
	struct text database; /* the same */
	struct profile profile;
	struct policy policy;
	struct store *store;
	struct text error;
};

/*
 * Open what `word` names: a name or the path of a profile.  -1 when all is
 * there, else an exit code, having said why.  With STORE_READ an audit that
 * never ran is an error.  Close it either way.
 */
int audit_subject_open(struct audit_subject *subject, const char *word,
                       enum store_mode mode);
void audit_subject_close(struct audit_subject *subject);

/*
 * Read the number of a run as people write it: "17", "last", "baseline"; NULL
 * is `otherwise`.  False, having said why, when it is none.
 */
bool audit_subject_run_id(const char *word, int64_t otherwise, int64_t *id);

#endif
