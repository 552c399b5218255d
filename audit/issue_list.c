// SPDX-License-Identifier: Apache-2.0
#include "audit/issue.h"

#include "audit/look.h"
#include "audit/policy_rule.h"
#include "base/grow.h"
#include "registry/verdict.h"

#include <stdlib.h>
#include <string.h>

/* How a list is made: what this run saw, then what the policy wants and this
 * run did not see, then what earlier runs saw and this one does not settle. */
struct maker {
	struct issue_list *issues;
	size_t room;
	const char *audit;
	int64_t run;
	const struct snapshot *snapshot;
	const struct policy *policy;
	const char *today;
	const struct issue **earlier; /* by id */
	size_t earlier_count;
};

static int compare_ids(const void *a, const void *b)
{
	const struct issue *left = *(const struct issue *const *)a;
	const struct issue *right = *(const struct issue *const *)b;

	return strcmp(left->id, right->id);
}

static bool index_earlier(struct maker *maker, const struct issue_list *earlier)
{
	maker->earlier = calloc(earlier->count + 1, sizeof(*maker->earlier));
	if (maker->earlier == NULL)
		return false;
	for (size_t i = 0; i < earlier->count; i++)
		maker->earlier[i] = &earlier->items[i];
	maker->earlier_count = earlier->count;
	qsort(maker->earlier, earlier->count, sizeof(*maker->earlier),
	      compare_ids);
	return true;
}

static const struct issue *find_earlier(const struct maker *maker,
                                        const struct issue *issue)
{
	const struct issue **found =
		bsearch(&issue, maker->earlier, maker->earlier_count,
	                sizeof(*maker->earlier), compare_ids);

	return found != NULL ? *found : NULL;
}

static struct issue *add(struct maker *maker, const struct issue *issue)
{
	struct issue_list *issues = maker->issues;
	struct issue *items = grow(issues->items, &maker->room, issues->count,
	                           sizeof(*items));

	if (items == NULL)
		return NULL;
	issues->items = items;
	items[issues->count] = *issue;
	return &items[issues->count++];
}

/* What came back, or answers otherwise than what was approved, is news. */
static enum issue_state state_after(const struct issue *earlier,
                                    const struct issue *seen)
{
	if (seen->standing == STANDING_APPROVED)
		return ISSUE_APPROVED;
	if (earlier == NULL || earlier->state == ISSUE_RESOLVED)
		return ISSUE_NEW;
	if (earlier->state == ISSUE_APPROVED &&
	    seen->standing == STANDING_DIFFERS &&
	    policy_rule_is_contradicted(seen->rule, seen->sighting))
		return ISSUE_NEW;
	return ISSUE_OPEN;
}

/* Seen in this run: of `seen` all is set but what earlier runs decide. */
static bool add_seen(struct maker *maker, const struct issue *seen)
{
	struct issue *issue = add(maker, seen);
	const struct issue *earlier;

	if (issue == NULL)
		return false;
	issue_identify(maker->audit, issue->kind, &issue->address,
	               issue->protocol, issue->port, issue->id);
	if (issue->id[0] == '\0')
		return false;
	earlier = find_earlier(maker, issue);
	issue->state = state_after(earlier, seen);
	issue->first_run = earlier != NULL ? earlier->first_run : maker->run;
	issue->last_run = maker->run;
	return true;
}

static bool is_to_investigate(const struct sighting *sighting)
{
	return strcmp(sighting->verdict,
	              verdict_label_name(VERDICT_INVESTIGATE)) == 0;
}

static bool add_open_ports(struct maker *maker)
{
	for (size_t i = 0; i < maker->snapshot->count; i++) {
		const struct sighting *sighting =
			&maker->snapshot->sightings[i];
		struct issue seen = { .kind = ISSUE_OPEN_PORT,
			              .address = sighting->address,
			              .protocol = sighting->protocol,
			              .port = sighting->port,
			              .sighting = sighting };

		if (!is_to_investigate(sighting))
			continue;
		seen.standing = policy_standing(maker->policy, sighting,
		                                maker->today, &seen.rule);
		if (!add_seen(maker, &seen))
			return false;
	}
	return true;
}

static bool want(struct maker *maker, const struct policy_rule *rule,
                 const struct address *address, enum protocol protocol,
                 uint16_t port)
{
	struct issue seen = { .kind = ISSUE_MUST_BE_OPEN,
		              .address = *address,
		              .protocol = protocol,
		              .port = port };
	struct look look = look_at(maker->snapshot, address, protocol, port);

	if (look_for(&look, rule) != WISH_DENIED ||
	    look_for_all(&look, maker->policy, maker->today, &seen.rule) !=
	            WISH_DENIED ||
	    seen.rule != rule)
		return true; /* granted, or said by another rule */
	seen.sighting = look.sighting;
	seen.standing =
		look.known == KNOWN_OPEN ? STANDING_DIFFERS : STANDING_NONE;
	return add_seen(maker, &seen);
}

static bool want_ports(struct maker *maker, const struct policy_rule *rule,
                       enum protocol protocol, uint16_t port)
{
	for (uint64_t i = 0; i < rule->targets.count; i++) {
		struct address address = target_set_at(&rule->targets, i);

		if (!want(maker, rule, &address, protocol, port))
			return false;
	}
	return true;
}

static bool add_wanted_by(struct maker *maker, const struct policy_rule *rule)
{
	for (int i = 0; i < PROTOCOL_COUNT; i++)
		for (uint32_t port = 0; port <= UINT16_MAX; port++)
			if (port_set_has(&rule->ports.of[i], (uint16_t)port) &&
			    !want_ports(maker, rule, (enum protocol)i,
			                (uint16_t)port))
				return false;
	return true;
}

static bool add_wanted(struct maker *maker)
{
	for (size_t i = 0; i < maker->policy->count; i++) {
		const struct policy_rule *rule = &maker->policy->rules[i];

		if (look_is_wish(rule, maker->today) &&
		    !add_wanted_by(maker, rule))
			return false;
	}
	return true;
}

/* Not there any more: not open, or by somebody known who gives no reason to
 * investigate.  That this run recognised nobody settles nothing. */
static bool is_open_port_settled(const struct look *look)
{
	return look->known == KNOWN_SHUT ||
	       (look->known == KNOWN_OPEN &&
	        look->sighting->service[0] != '\0');
}

/* Nobody wants it open any more, or all who do have their way. */
static bool is_wish_settled(enum wish wish)
{
	return wish == WISH_NONE || wish == WISH_GRANTED;
}

/* An approval that covers it still, for it cannot be told whether it fits. */
static const struct policy_rule *approval_of(const struct maker *maker,
                                             const struct issue *issue)
{
	for (size_t i = 0; i < maker->policy->count; i++) {
		const struct policy_rule *rule = &maker->policy->rules[i];

		if (rule->kind == POLICY_APPROVE &&
		    policy_rule_holds(rule, maker->today) &&
		    policy_rule_covers(rule, &issue->address, issue->protocol,
		                       issue->port))
			return rule;
	}
	return NULL;
}

static void settle(const struct maker *maker, struct issue *issue)
{
	issue->state = ISSUE_RESOLVED;
	issue->resolved_run = maker->run;
}

static void carry_open_port(const struct maker *maker, struct issue *issue,
                            const struct look *look)
{
	bool was_approved = issue->state == ISSUE_APPROVED;

	if (is_open_port_settled(look)) {
		settle(maker, issue);
		return;
	}
	issue->not_seen_again = true;
	issue->rule = was_approved ? approval_of(maker, issue) : NULL;
	issue->state = issue->rule != NULL ? ISSUE_APPROVED : ISSUE_OPEN;
	if (issue->rule != NULL)
		issue->standing = STANDING_APPROVED;
}

static void carry_wish(const struct maker *maker, struct issue *issue,
                       const struct look *look)
{
	enum wish wish =
		look_for_all(look, maker->policy, maker->today, &issue->rule);

	if (is_wish_settled(wish)) {
		settle(maker, issue);
		return;
	}
	issue->not_seen_again = true;
	issue->state = ISSUE_OPEN;
}

static bool carry_on(struct maker *maker, const struct issue *earlier)
{
	struct issue *issue = add(maker, earlier);
	struct look look;

	if (issue == NULL)
		return false;
	issue->sighting = NULL;
	issue->rule = NULL;
	issue->standing = STANDING_NONE;
	issue->not_seen_again = false;
	look = look_at(maker->snapshot, &issue->address, issue->protocol,
	               issue->port);
	switch (issue->kind) {
	case ISSUE_OPEN_PORT: carry_open_port(maker, issue, &look); break;
	case ISSUE_MUST_BE_OPEN: carry_wish(maker, issue, &look); break;
	}
	return true;
}

/* By id, those that were seen in this run, which are the first `count`. */
static bool was_seen(const struct issue_list *issues, size_t count,
                     const struct issue *earlier)
{
	size_t low = 0;
	size_t high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(issues->items[middle].id, earlier->id);

		if (order == 0)
			return true;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

static int compare_by_id(const void *a, const void *b)
{
	return strcmp(((const struct issue *)a)->id,
	              ((const struct issue *)b)->id);
}

static bool add_earlier(struct maker *maker)
{
	struct issue_list *issues = maker->issues;
	size_t seen = issues->count;

	if (seen > 0)
		qsort(issues->items, seen, sizeof(*issues->items),
		      compare_by_id);
	for (size_t i = 0; i < maker->earlier_count; i++) {
		const struct issue *earlier = maker->earlier[i];

		if (earlier->state != ISSUE_RESOLVED &&
		    !was_seen(issues, seen, earlier) &&
		    !carry_on(maker, earlier))
			return false;
	}
	return true;
}

/* By state, protocol, port, address and kind. */
static int compare_issues(const void *a, const void *b)
{
	const struct issue *left = a, *right = b;
	int order = (int)left->state - (int)right->state;

	if (order == 0)
		order = (int)left->protocol - (int)right->protocol;
	if (order == 0)
		order = (int)left->port - (int)right->port;
	if (order == 0)
		order = address_compare(&left->address, &right->address);
	return order != 0 ? order : (int)left->kind - (int)right->kind;
}

bool issue_list_make(struct issue_list *issues, const char *audit, int64_t run,
                     const struct snapshot *snapshot,
                     const struct policy *policy, const char *today,
                     const struct issue_list *earlier)
{
	struct maker maker = { .issues = issues,
		               .audit = audit,
		               .run = run,
		               .snapshot = snapshot,
		               .policy = policy,
		               .today = today };
	bool made;

	*issues = (struct issue_list){ 0 };
	made = index_earlier(&maker, earlier) && add_open_ports(&maker) &&
	       add_wanted(&maker) && add_earlier(&maker);
	free(maker.earlier);
	if (!made)
		issue_list_release(issues);
	else if (issues->count > 0)
		qsort(issues->items, issues->count, sizeof(*issues->items),
		      compare_issues);
	return made;
}
