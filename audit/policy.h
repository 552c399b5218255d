// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_POLICY_H
#define PORTSCAN_AUDIT_POLICY_H

#include "audit/snapshot.h"
#include "base/text.h"
#include "targets/address.h"
#include "targets/port_set.h"
#include "targets/target_set.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct string_pool;

/*
 * What a site has documented: text with one rule a line, made for git; see
 * docs/policy.md.
 *
 *   approve 10.0.0.5 tcp/2076 service ssh host-key SHA256:… owner ops
 *           reason "inventory agent" until 2027-06-30      (on one line)
 *   must-be-open 10.0.0.1 tcp/443 certificate 3f… owner web reason "shop"
 *   include "shared.policy"
 */
enum policy_kind {
	POLICY_APPROVE,
	/* Approves nothing: what is open there is judged like any other. */
	POLICY_MUST_BE_OPEN,
};

/* A rule of that kind has at most so many addresses times ports. */
enum { POLICY_MUST_BE_OPEN_MAX = 4096 };

/* Strings are owned by the policy; "" where the rule says nothing of it. */
struct policy_rule {
	enum policy_kind kind;
	struct target_set targets; /* sealed */
	struct port_plan ports;
	/* What has to answer. "-" as service: nothing that was recognised. */
	const char *service;
	const char *certificate; /* SHA-256, lower-case hexadecimal */
	const char *host_key;    /* "SHA256:…", one of the server's */
	const char *owner, *reason;
	const char *until; /* "2027-06-30", the last day it holds; "": for ever,
	                    * which only must-be-open may */
	const char *file;  /* where it stands */
	uint32_t line;
	/* An approval that covers more than one decision should: over 65,536
	 * addresses times ports, or all ports of a protocol; or over 16
	 * addresses or 16 ports whatever answers there. */
	bool broad;
};

struct policy {
	struct policy_rule *rules;
	size_t count;
	struct string_pool *strings;
};

/*
 * Read the file at `path` and what it includes, by paths relative to the file
 * that says so.  False with "FILE:LINE: what" in `error`, and no rule at all,
 * when any of it cannot be read or does not parse: a policy never widens by
 * accident.  An empty file approves nothing.
 */
bool policy_read(const char *path, struct policy *policy, struct text *error);

/* The same of text in memory, which stands for `name`, without includes. */
bool policy_parse(const char *text, size_t len, const char *name,
                  struct policy *policy, struct text *error);
void policy_release(struct policy *policy);

/* What a policy says of one open port. */
enum standing {
	STANDING_NONE,     /* no rule covers it */
	STANDING_APPROVED, /* one does, and what answers is what was approved */
	STANDING_EXPIRED,  /* one would, but its last day is over */
	STANDING_DIFFERS,  /* one would, but something else answers now */
};

/*
 * `rule`: the approval that decided; NULL with STANDING_NONE.  `today` is a
 * date as `until` is.  Of several the most favourable decides: approved, else
 * expired, else differs.
 */
enum standing policy_standing(const struct policy *policy,
                              const struct sighting *sighting,
                              const char *today,
                              const struct policy_rule **rule);

const char *standing_name(enum standing standing); /* "approved" */

/* Does what answers fit what the rule asks for?  What is not known does not,
 * so an approval never covers more than was seen when it was given. */
bool policy_rule_fits(const struct policy_rule *rule,
                      const struct sighting *sighting);

/* Is what answers known, and not what the rule asks for?  Where it was not
 * found out the rule does not fit, and is not contradicted. */
bool policy_rule_is_contradicted(const struct policy_rule *rule,
                                 const struct sighting *sighting);

/* What of a policy needs a person, held against one run. */
struct policy_remark {
	enum policy_remark_kind {
		REMARK_EXPIRED,
		REMARK_EXPIRES_SOON, /* within 30 days */
		REMARK_UNUSED,       /* an approval of nothing that is open */
		REMARK_BROAD,
	} kind;
	const struct policy_rule *rule;
};

struct policy_review {
	struct policy_remark *remarks; /* in the policy's order */
	size_t count;
};

/* Unused is said only of rules all of whose questions the run asked, and of
 * one that has expired nothing else is said. */
bool policy_review_make(struct policy_review *review,
                        const struct policy *policy,
                        const struct snapshot *snapshot, const char *today);
void policy_review_release(struct policy_review *review);
const char *policy_remark_name(enum policy_remark_kind kind); /* "unused" */

/*
 * Append one rule as a line of such text, without its line feed, quoted as
 * needed.  False, and nothing appended, where a string of it has line breaks or
 * other controls.
 */
bool policy_format_rule(const struct policy_rule *rule, struct text *text);

/*
 * Add an approval of exactly this open port, as it answers now, to the file at
 * `path`, in one step (base/replace_file.h); what is there stays as it is.
 * `until` must not be over yet.  The result is read back before it replaces
 * anything: where the file does not parse, nothing is added.
 */
bool policy_approve(const char *path, const struct sighting *sighting,
                    const char *owner, const char *reason, const char *until,
                    struct text *error);

/* "2027-06-30" that exists in the calendar? */
bool policy_date_is_valid(const char *date);

#endif
