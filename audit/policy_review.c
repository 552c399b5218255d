// SPDX-License-Identifier: Apache-2.0
#include "audit/policy_date.h"
#include "audit/policy_rule.h"

#include "base/grow.h"

#include <stdlib.h>

enum {
	SOON_DAYS = 30,
	/* Of a rule with more questions it is not found out whether all were
	 * asked: it is broad, which is said. */
	QUESTIONS_MAX = 1 << 16,
};

struct reviewer {
	struct policy_review *review;
	size_t room;
	const struct snapshot *snapshot;
	const char *today;
};

static bool remark(struct reviewer *reviewer, const struct policy_rule *rule,
                   enum policy_remark_kind kind)
{
	struct policy_review *review = reviewer->review;
	struct policy_remark *remarks = grow(review->remarks, &reviewer->room,
	                                     review->count, sizeof(*remarks));

	if (remarks == NULL)
		return false;
	review->remarks = remarks;
	remarks[review->count++] = (struct policy_remark){ kind, rule };
	return true;
}

static bool is_used(const struct policy_rule *rule,
                    const struct snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->count; i++) {
		const struct sighting *sighting = &snapshot->sightings[i];

		if (policy_rule_covers(rule, &sighting->address,
		                       sighting->protocol, sighting->port))
			return true;
	}
	return false;
}

/* An address that was silent to discovery was asked. */
static bool was_asked(const struct answer *answer)
{
	switch (answer->asked) {
	case ASKED_NOT:
	case ASKED_UNKNOWN:
	case ASKED_DOUBTFUL: return false;
	case ASKED_SHUT: return true;
	case ASKED_KNOWN: break;
	}
	return answer->outcome.state != PORT_UNTESTED ||
	       answer->outcome.reason == REASON_NOT_DISCOVERED;
}

static bool address_was_asked(const struct policy_rule *rule,
                              const struct coverage *coverage,
                              const struct address *address)
{
	for (int i = 0; i < PROTOCOL_COUNT; i++) {
		const struct port_set *ports = &rule->ports.of[i];

		for (uint32_t port = 0; port <= UINT16_MAX; port++) {
			struct answer answer;

			if (!port_set_has(ports, (uint16_t)port))
				continue;
			answer =
				coverage_find(coverage, address,
			                      (enum protocol)i, (uint16_t)port);
			if (!was_asked(&answer))
				return false;
		}
	}
	return true;
}

static bool all_was_asked(const struct policy_rule *rule,
                          const struct coverage *coverage)
{
	if (coverage == NULL ||
	    rule->targets.count * policy_rule_ports(rule) > QUESTIONS_MAX)
		return false;
	for (uint64_t i = 0; i < rule->targets.count; i++) {
		struct address address = target_set_at(&rule->targets, i);

		if (!address_was_asked(rule, coverage, &address))
			return false;
	}
	return true;
}

static bool ends_soon(const struct policy_rule *rule, const char *today)
{
	return rule->until[0] != '\0' &&
	       policy_date_days(today, rule->until) <= SOON_DAYS;
}

static bool is_unused(const struct policy_rule *rule,
                      const struct snapshot *snapshot)
{
	return rule->kind == POLICY_APPROVE && !is_used(rule, snapshot) &&
	       all_was_asked(rule, snapshot->coverage);
}

static bool review_rule(struct reviewer *reviewer,
                        const struct policy_rule *rule)
{
	if (!policy_rule_holds(rule, reviewer->today))
		return remark(reviewer, rule, REMARK_EXPIRED);
	return (!ends_soon(rule, reviewer->today) ||
	        remark(reviewer, rule, REMARK_EXPIRES_SOON)) &&
	       (!is_unused(rule, reviewer->snapshot) ||
	        remark(reviewer, rule, REMARK_UNUSED)) &&
	       (!rule->broad || remark(reviewer, rule, REMARK_BROAD));
}

bool policy_review_make(struct policy_review *review,
                        const struct policy *policy,
                        const struct snapshot *snapshot, const char *today)
{
	struct reviewer reviewer = { .review = review,
		                     .snapshot = snapshot,
		                     .today = today };

	*review = (struct policy_review){ 0 };
	for (size_t i = 0; i < policy->count; i++) {
		if (!review_rule(&reviewer, &policy->rules[i])) {
			policy_review_release(review);
			return false;
		}
	}
	return true;
}

void policy_review_release(struct policy_review *review)
{
	free(review->remarks);
	*review = (struct policy_review){ 0 };
}

const char *policy_remark_name(enum policy_remark_kind kind)
{
	switch (kind) {
	case REMARK_EXPIRED: return "expired";
	case REMARK_EXPIRES_SOON: return "expires-soon";
	case REMARK_UNUSED: return "unused";
	case REMARK_BROAD: return "broad";
	}
	return "unknown";
}
