// SPDX-License-Identifier: Apache-2.0
#include "audit/look.h"

#include "audit/policy_rule.h"

/* Silence of UDP where an answer used to come is as good as that of TCP. */
static bool is_shut(struct outcome outcome)
{
	if (outcome.state == PORT_CLOSED)
		return true;
	switch (outcome.reason) {
	case REASON_NO_RESPONSE:
	case REASON_PORT_UNREACHABLE: return true;
	case REASON_SYN_ACK:
	case REASON_UDP_RESPONSE:
	case REASON_CONN_REFUSED:
	case REASON_HOST_UNREACHABLE:
	case REASON_NET_UNREACHABLE:
	case REASON_PROTO_UNREACHABLE:
	case REASON_ADMIN_PROHIBITED:
	case REASON_ICMP_ERROR:
	case REASON_LOCAL_EMFILE:
	case REASON_LOCAL_EADDRNOTAVAIL:
	case REASON_LOCAL_ENOBUFS:
	case REASON_LOCAL_NO_ROUTE:
	case REASON_LOCAL_DENIED:
	case REASON_LOCAL_ERROR:
	case REASON_CANCELLED:
	case REASON_NOT_ASKED:
	case REASON_NOT_DISCOVERED: break;
	}
	return false;
}

struct look look_at(const struct snapshot *snapshot,
                    const struct address *address, enum protocol protocol,
                    uint16_t port)
{
	struct look look = { .address = *address,
		             .protocol = protocol,
		             .port = port,
		             .depth = snapshot->depth };

	look.sighting = snapshot_find(snapshot, address, protocol, port);
	if (look.sighting != NULL &&
	    look.sighting->outcome.state == PORT_OPEN) {
		look.known = KNOWN_OPEN;
		return look;
	}
	if (snapshot->coverage != NULL)
		look.answer = coverage_find(snapshot->coverage, address,
		                            protocol, port);
	if (look.answer.asked == ASKED_KNOWN && is_shut(look.answer.outcome))
		look.known = KNOWN_SHUT;
	return look;
}

bool look_is_wish(const struct policy_rule *rule, const char *today)
{
	return rule->kind == POLICY_MUST_BE_OPEN &&
	       policy_rule_holds(rule, today);
}

/* Whatever is on the way, and whatever state is not recorded: not open.  Nor is
 * what hides from discovery as open as it must be. */
static bool is_not_open(const struct answer *answer)
{
	return answer->asked == ASKED_SHUT ||
	       (answer->asked == ASKED_KNOWN &&
	        (answer->outcome.state != PORT_UNTESTED ||
	         answer->outcome.reason == REASON_NOT_DISCOVERED));
}

enum wish look_for(const struct look *look, const struct policy_rule *rule)
{
	switch (look->known) {
	case KNOWN_OPEN:
		if (policy_rule_fits(rule, look->sighting))
			return WISH_GRANTED;
		/* Where nobody looked who answers, nothing differs. */
		return look->depth == DEPTH_REACH ? WISH_UNKNOWN : WISH_DENIED;
	case KNOWN_SHUT: return WISH_DENIED;
	case KNOWN_NOT: break;
	}
	return is_not_open(&look->answer) ? WISH_DENIED : WISH_UNKNOWN;
}

enum wish look_for_all(const struct look *look, const struct policy *policy,
                       const char *today, const struct policy_rule **rule)
{
	enum wish worst = WISH_NONE;

	*rule = NULL;
	for (size_t i = 0; i < policy->count; i++) {
		const struct policy_rule *each = &policy->rules[i];
		enum wish wish;

		if (!look_is_wish(each, today) ||
		    !policy_rule_covers(each, &look->address, look->protocol,
		                        look->port))
			continue;
		wish = look_for(look, each);
		if (wish <= worst)
			continue;
		worst = wish;
		*rule = each;
	}
	return worst;
}
