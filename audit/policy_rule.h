// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_POLICY_RULE_H
#define PORTSCAN_AUDIT_POLICY_RULE_H

#include "audit/policy.h"
#include "audit/policy_words.h"

/* What the policy's files share; nobody else includes it. */

/*
 * Read the words of one line as a rule; its strings are kept by `policy`, which
 * it is not added to.  False with "WORD: what" in `error`, and the rule holds
 * nothing.
 */
bool policy_rule_read(struct policy *policy, const struct policy_words *words,
                      struct policy_rule *rule, struct text *error);
void policy_rule_release(struct policy_rule *rule);

/* Why a rule cannot have this as its owner or reason; NULL: it can. */
const char *policy_prose_refused(const char *prose);

/* A word of the grammar and the member of struct policy_rule, a string, that it
 * sets. */
struct policy_key {
	const char *name;
	size_t offset;
	/* What is wrong with a value, or NULL; may change its spelling. */
	const char *(*refuse)(char *value);
	bool approve_needs;
};

enum { POLICY_KEY_COUNT = 6 };

extern const struct policy_key policy_keys[POLICY_KEY_COUNT];

/* "approve" */
const char *policy_kind_name(enum policy_kind kind);

/* Its ports, of all protocols. */
uint32_t policy_rule_ports(const struct policy_rule *rule);

bool policy_rule_covers(const struct policy_rule *rule,
                        const struct address *address, enum protocol protocol,
                        uint16_t port);

/* Is `today` not behind its last day? */
bool policy_rule_holds(const struct policy_rule *rule, const char *today);

/*
 * The text of a policy as if it stood in the file at `path`: with its includes.
 */
bool policy_read_text(const char *path, const char *text, size_t len,
                      struct policy *policy, struct text *error);

enum { POLICY_BYTES_MAX = 1 << 20 };

/* As service: nothing that was recognised. */
#define POLICY_UNRECOGNISED "-"

#endif
