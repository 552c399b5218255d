// SPDX-License-Identifier: Apache-2.0
#include "audit/policy_rule.h"

#include "audit/string_pool.h"
#include "base/count.h"
#include "targets/port_spec.h"
#include "targets/target_spec.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
	SERVICE_MAX = 63,
	CERTIFICATE_DIGITS = 64,
	CERTIFICATE_PAIRS = CERTIFICATE_DIGITS / 2,
	HOST_KEY_DIGITS = 43, /* base64 of 32 bytes, without its padding */
	/* What one rule may be: see policy.h. */
	BROAD_QUESTIONS = 1 << 16,
	BROAD_PORTS = UINT16_MAX,
	BROAD_UNPINNED = 16,
	MUST_BE_OPEN_MAX = POLICY_MUST_BE_OPEN_MAX,
	RANGES_MAX = 1 << 16,
};

#define HEX_DIGITS "0123456789abcdefABCDEF"
#define BASE64_DIGITS                                                          \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
/* What the last digit of 32 bytes can be: two bits of it are always zero. */
#define BASE64_LAST "AEIMQUYcgkosw048"

static const struct {
	const char *name;
	enum policy_kind kind;
} kinds[] = {
	{ "approve", POLICY_APPROVE },
	{ "must-be-open", POLICY_MUST_BE_OPEN },
};

const char *policy_kind_name(enum policy_kind kind)
{
	return kinds[kind].name;
}

static const char *refuse_service(char *value)
{
	size_t len = strlen(value);

	for (size_t i = 0; i < len; i++)
		if (value[i] <= ' ' || value[i] > '~')
			return "not a service as portscan names it";
	return len == 0 || len > SERVICE_MAX
	               ? "not a service as portscan names it"
	               : NULL;
}

/* "ab:CD:…" to "abcd…"; false, and nothing done, when it has another shape. */
static bool drop_colons(char *value)
{
	if (strlen(value) != CERTIFICATE_DIGITS + CERTIFICATE_PAIRS - 1)
		return false;
	for (size_t i = 1; i < CERTIFICATE_PAIRS; i++)
		if (value[3 * i - 1] != ':')
			return false;
	for (size_t i = 0; i < CERTIFICATE_PAIRS; i++)
		memmove(value + 2 * i, value + 3 * i, 2);
	value[CERTIFICATE_DIGITS] = '\0';
	return true;
}

static const char *refuse_certificate(char *value)
{
	drop_colons(value);
	if (strlen(value) != CERTIFICATE_DIGITS ||
	    strspn(value, HEX_DIGITS) != CERTIFICATE_DIGITS)
		return "not a SHA-256 fingerprint (64 hexadecimal digits)";
	for (; *value != '\0'; value++)
		if (*value >= 'A' && *value <= 'F')
			*value = (char)(*value - 'A' + 'a');
	return NULL;
}

static const char *refuse_host_key(char *value)
{
	static const char prefix[] = "SHA256:";
	const char *digits = value + strlen(prefix);

	if (strncmp(value, prefix, strlen(prefix)) != 0 ||
	    strlen(digits) != HOST_KEY_DIGITS ||
	    strspn(digits, BASE64_DIGITS) != HOST_KEY_DIGITS ||
	    strchr(BASE64_LAST, digits[HOST_KEY_DIGITS - 1]) == NULL)
		return "not a fingerprint as ssh-keygen -l shows it "
		       "(SHA256:...)";
	return NULL;
}

const char *policy_prose_refused(const char *prose)
{
	if (prose[strspn(prose, " ")] == '\0')
		return "empty";
	return policy_words_are_visible(prose, strlen(prose))
	               ? NULL
	               : "a control or hidden character, or no UTF-8";
}

static const char *refuse_prose(char *value)
{
	return policy_prose_refused(value);
}

static const char *refuse_date(char *value)
{
	return policy_date_is_valid(value)
	               ? NULL
	               : "no date of the calendar (YYYY-MM-DD)";
}

#define MEMBER(name) offsetof(struct policy_rule, name)

/* In the order that a rule is written in. */
const struct policy_key policy_keys[POLICY_KEY_COUNT] = {
	{ "service", MEMBER(service), refuse_service, false },
	{ "certificate", MEMBER(certificate), refuse_certificate, false },
	{ "host-key", MEMBER(host_key), refuse_host_key, false },
	{ "owner", MEMBER(owner), refuse_prose, true },
	{ "reason", MEMBER(reason), refuse_prose, true },
	{ "until", MEMBER(until), refuse_date, true },
};

static const char **member(struct policy_rule *rule,
                           const struct policy_key *key)
{
	return (const char **)((char *)rule + key->offset);
}

void policy_rule_release(struct policy_rule *rule)
{
	target_set_release(&rule->targets);
	*rule = (struct policy_rule){ 0 };
}

void policy_release(struct policy *policy)
{
	for (size_t i = 0; i < policy->count; i++)
		policy_rule_release(&policy->rules[i]);
	free(policy->rules);
	string_pool_free(policy->strings);
	*policy = (struct policy){ 0 };
}

static bool read_kind(const char *word, struct policy_rule *rule,
                      struct text *error)
{
	for (size_t i = 0; i < COUNT(kinds); i++) {
		if (strcmp(word, kinds[i].name) == 0) {
			rule->kind = kinds[i].kind;
			return true;
		}
	}
	return policy_complain(error, word,
	                       "not approve, must-be-open or include");
}

/* Of what target_spec_strerror() says, what is about the command line. */
static const char *target_refused(enum target_spec_error error)
{
	return error == TARGET_SPEC_NUMBER || error == TARGET_SPEC_WITH_PORT
	               ? "not an address; ports stand behind it (tcp/22)"
	               : target_spec_strerror(error);
}

static bool read_target(const char *item, struct policy_rule *rule,
                        struct text *error)
{
	bool is_name;
	size_t error_at;
	enum target_spec_error status =
		target_spec_parse(item, &rule->targets, &is_name, &error_at);

	if (status != TARGET_SPEC_OK)
		return policy_complain(error, item, target_refused(status));
	if (is_name)
		return policy_complain(error, item,
		                       "a name: give its addresses, so that "
		                       "the policy does not change with DNS");
	if (rule->targets.range_count > RANGES_MAX)
		return policy_complain(error, item, "too many ranges");
	return true;
}

static bool read_targets(char *word, struct policy_rule *rule,
                         struct text *error)
{
	char *comma;

	for (char *item = word; item != NULL;
	     item = comma != NULL ? comma + 1 : NULL) {
		comma = strchr(item, ',');
		if (comma != NULL)
			*comma = '\0';
		if (!read_target(item, rule, error))
			return false;
	}

	switch (target_set_seal(&rule->targets, NULL)) {
	case TARGET_SET_OK: return true;
	case TARGET_SET_NO_MEMORY:
		return policy_complain(error, word, "out of memory");
	case TARGET_SET_TOO_LARGE: break;
	}
	return policy_complain(error, word, "too many addresses for one rule");
}

/* "tcp/22": the protocol, and what stands behind the slash; NULL: it is no such
 * word. */
static const char *ports_behind(const char *word, enum protocol *protocol)
{
	for (int i = 0; i < PROTOCOL_COUNT; i++) {
		const char *name = protocol_name((enum protocol)i);
		size_t len = strlen(name);

		if (strncmp(word, name, len) != 0 || word[len] != '/')
			continue;
		*protocol = (enum protocol)i;
		return word + len + 1;
	}
	return NULL;
}

/* What a name stands for may change, a policy may not. */
static bool no_names(void *arg, enum protocol protocol, const char *name,
                     struct port_set *set)
{
	(void)arg;
	(void)protocol;
	(void)name;
	(void)set;
	return false;
}

static bool read_ports(const char *word, const char *spec,
                       enum protocol protocol, struct policy_rule *rule,
                       struct text *error)
{
	enum port_spec_error status;
	size_t error_at;

	if (port_set_count(&rule->ports.of[protocol]) > 0)
		return policy_complain(error, word,
		                       "one list for each protocol, with "
		                       "commas");
	if (strchr(spec, ':') != NULL)
		return policy_complain(error, word, "not a list of ports");
	status = port_spec_parse(spec, 1u << protocol, no_names, NULL,
	                         &rule->ports, &error_at);
	if (status != PORT_SPEC_OK)
		return policy_complain(error, word, port_spec_strerror(status));
	return true;
}

static bool read_value(struct policy *policy, const struct policy_key *key,
                       char *value, struct policy_rule *rule,
                       struct text *error)
{
	const char **string = member(rule, key);
	const char *wrong;

	if (*string != NULL)
		return policy_complain(error, key->name, "said twice");
	wrong = key->refuse(value);
	if (wrong == NULL) {
		*string =
			string_pool_add(&policy->strings, value, strlen(value));
		wrong = *string == NULL ? "out of memory" : NULL;
	}
	if (wrong == NULL)
		return true;
	text_printf(error, "%s ", key->name);
	return policy_complain(error, value, wrong);
}

/* A key and the value behind it. */
static bool read_setting(struct policy *policy, const char *word, char *value,
                         struct policy_rule *rule, struct text *error)
{
	for (size_t i = 0; i < POLICY_KEY_COUNT; i++) {
		if (strcmp(word, policy_keys[i].name) != 0)
			continue;
		if (value == NULL)
			return policy_complain(error, word,
			                       "nothing stands behind it");
		return read_value(policy, &policy_keys[i], value, rule, error);
	}
	return policy_complain(error, word, "unknown word");
}

static bool read_words(struct policy *policy, const struct policy_words *words,
                       struct policy_rule *rule, struct text *error)
{
	enum protocol protocol;
	const char *spec;

	if (!read_kind(words->items[0], rule, error))
		return false;
	if (words->count < 2 ||
	    ports_behind(words->items[1], &protocol) != NULL)
		return policy_complain(error, words->items[0],
		                       "no addresses stand behind it");
	if (!read_targets(words->items[1], rule, error))
		return false;

	for (size_t i = 2; i < words->count; i++) {
		char *word = words->items[i];

		spec = ports_behind(word, &protocol);
		if (spec != NULL) {
			if (!read_ports(word, spec, protocol, rule, error))
				return false;
			continue;
		}
		if (!read_setting(policy, word,
		                  ++i < words->count ? words->items[i] : NULL,
		                  rule, error))
			return false;
	}
	return true;
}

uint32_t policy_rule_ports(const struct policy_rule *rule)
{
	uint32_t count = 0;

	for (int i = 0; i < PROTOCOL_COUNT; i++)
		count += port_set_count(&rule->ports.of[i]);
	return count;
}

static bool is_pinned(const struct policy_rule *rule)
{
	return rule->service[0] != '\0' || rule->certificate[0] != '\0' ||
	       rule->host_key[0] != '\0';
}

static bool is_broad(const struct policy_rule *rule)
{
	uint64_t addresses = rule->targets.count;
	uint32_t ports = policy_rule_ports(rule);

	for (int i = 0; i < PROTOCOL_COUNT; i++)
		if (port_set_count(&rule->ports.of[i]) >= BROAD_PORTS)
			return true;
	return addresses * ports > BROAD_QUESTIONS ||
	       (!is_pinned(rule) &&
	        (addresses > BROAD_UNPINNED || ports > BROAD_UNPINNED));
}

/* What is not said becomes "". */
static bool is_whole(struct policy_rule *rule, struct text *error)
{
	const char *kind = policy_kind_name(rule->kind);

	for (size_t i = 0; i < POLICY_KEY_COUNT; i++) {
		const struct policy_key *key = &policy_keys[i];
		const char **string = member(rule, key);

		if (*string == NULL && key->approve_needs &&
		    rule->kind == POLICY_APPROVE) {
			text_printf(error, "%s: %s is missing", kind,
			            key->name);
			return false;
		}
		if (*string == NULL)
			*string = "";
	}
	if (policy_rule_ports(rule) == 0)
		return policy_complain(error, kind, "no ports (tcp/22)");
	if (rule->kind == POLICY_MUST_BE_OPEN &&
	    rule->targets.count * policy_rule_ports(rule) > MUST_BE_OPEN_MAX) {
		text_printf(error, "%s: over %d addresses times ports", kind,
		            MUST_BE_OPEN_MAX);
		return false;
	}
	rule->broad = rule->kind == POLICY_APPROVE && is_broad(rule);
	return true;
}

bool policy_rule_read(struct policy *policy, const struct policy_words *words,
                      struct policy_rule *rule, struct text *error)
{
	*rule = (struct policy_rule){ 0 };
	if (read_words(policy, words, rule, error) && is_whole(rule, error))
		return true;
	policy_rule_release(rule);
	return false;
}
