// SPDX-License-Identifier: Apache-2.0
#include "audit/policy_rule.h"
#include "registry/verdict.h"

#include <string.h>

bool policy_rule_covers(const struct policy_rule *rule,
                        const struct address *address, enum protocol protocol,
                        uint16_t port)
{
	return port_set_has(&rule->ports.of[protocol], port) &&
	       target_set_has(&rule->targets, address);
}

bool policy_rule_holds(const struct policy_rule *rule, const char *today)
{
	return rule->until[0] == '\0' || strcmp(today, rule->until) <= 0;
}

/* Is it the fingerprint of one of "TYPE SHA256:…, TYPE SHA256:…"? */
static bool has_host_key(const char *host_keys, const char *key)
{
	size_t len = strlen(key);

	for (const char *at = strstr(host_keys, key); at != NULL;
	     at = strstr(at + len, key))
		if ((at == host_keys || at[-1] == ' ') &&
		    (at[len] == '\0' || at[len] == ','))
			return true;
	return false;
}

static bool has_why(const struct sighting *sighting, enum verdict_why why)
{
	const char *code = verdict_why_code(why);
	const char *at = strstr(sighting->why, code);

	return at != NULL && (at == sighting->why || at[-1] == ';') &&
	       (at[strlen(code)] == '\0' || at[strlen(code)] == ';');
}

/* That nothing was recognised says something only where somebody looked. */
static bool service_fits(const char *wanted, const struct sighting *sighting)
{
	if (strcmp(wanted, POLICY_UNRECOGNISED) == 0)
		return sighting->service[0] == '\0' &&
		       !has_why(sighting, WHY_NOT_ASKED);
	return wanted[0] == '\0' || strcmp(wanted, sighting->service) == 0;
}

bool policy_rule_fits(const struct policy_rule *rule,
                      const struct sighting *sighting)
{
	return service_fits(rule->service, sighting) &&
	       (rule->certificate[0] == '\0' ||
	        strcmp(rule->certificate, sighting->certificate) == 0) &&
	       (rule->host_key[0] == '\0' ||
	        has_host_key(sighting->host_keys, rule->host_key));
}

bool policy_rule_is_contradicted(const struct policy_rule *rule,
                                 const struct sighting *sighting)
{
	return (rule->service[0] != '\0' && sighting->service[0] != '\0' &&
	        !service_fits(rule->service, sighting)) ||
	       (rule->certificate[0] != '\0' &&
	        sighting->certificate[0] != '\0' &&
	        strcmp(rule->certificate, sighting->certificate) != 0) ||
	       (rule->host_key[0] != '\0' && sighting->host_keys[0] != '\0' &&
	        !has_host_key(sighting->host_keys, rule->host_key));
}

static enum standing judge(const struct policy_rule *rule,
                           const struct sighting *sighting, const char *today)
{
	if (rule->kind != POLICY_APPROVE ||
	    !policy_rule_covers(rule, &sighting->address, sighting->protocol,
	                        sighting->port))
		return STANDING_NONE;
	if (!policy_rule_fits(rule, sighting))
		return STANDING_DIFFERS;
	return policy_rule_holds(rule, today) ? STANDING_APPROVED
	                                      : STANDING_EXPIRED;
}

/* The higher, the more favourable. */
static int favour(enum standing standing)
{
	switch (standing) {
	case STANDING_NONE: return 0;
	case STANDING_DIFFERS: return 1;
	case STANDING_EXPIRED: return 2;
	case STANDING_APPROVED: return 3;
	}
	return 0;
}

enum standing policy_standing(const struct policy *policy,
                              const struct sighting *sighting,
                              const char *today,
                              const struct policy_rule **rule)
{
	enum standing best = STANDING_NONE;

	*rule = NULL;
	for (size_t i = 0; i < policy->count && best != STANDING_APPROVED;
	     i++) {
		enum standing standing =
			judge(&policy->rules[i], sighting, today);

		if (favour(standing) <= favour(best))
			continue;
		best = standing;
		*rule = &policy->rules[i];
	}
	return best;
}

const char *standing_name(enum standing standing)
{
	switch (standing) {
	case STANDING_NONE: return "none";
	case STANDING_APPROVED: return "approved";
	case STANDING_EXPIRED: return "expired";
	case STANDING_DIFFERS: return "differs";
	}
	return "unknown";
}
