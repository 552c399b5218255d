// SPDX-License-Identifier: Apache-2.0
#include "audit/issue.h"

#include "registry/digest.h"

#include <stdlib.h>
#include <string.h>

void issue_identify(const char *audit, enum issue_kind kind,
                    const struct address *address, enum protocol protocol,
                    uint16_t port, char id[ISSUE_ID_SIZE])
{
	char buffer[ADDRESS_TEXT_MAX];
	char digest[DIGEST_HEX_SIZE];
	struct text text;

	text_init(&text);
	text_printf(&text, "%s\n%s\n%s\n%s\n%u\n", audit, issue_kind_name(kind),
	            address_format(address, buffer), protocol_name(protocol),
	            port);
	memset(id, 0, ISSUE_ID_SIZE);
	if (!text.failed && digest_sha256(text.data, text.len, digest))
		memcpy(id, digest, ISSUE_ID_SIZE - 1);
	text_release(&text);
}

void issue_list_release(struct issue_list *issues)
{
	free(issues->items);
	*issues = (struct issue_list){ 0 };
}

bool issue_needs_person(const struct issue *issue)
{
	return issue->state == ISSUE_NEW || issue->state == ISSUE_OPEN;
}

size_t issue_list_count(const struct issue_list *issues, enum issue_state state)
{
	size_t count = 0;

	for (size_t i = 0; i < issues->count; i++)
		count += issues->items[i].state == state;
	return count;
}

/* What people would be told of who answers. */
static bool answers_alike(const struct sighting *a, const struct sighting *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a->service, b->service) == 0 &&
	       strcmp(a->product, b->product) == 0 &&
	       strcmp(a->version, b->version) == 0 &&
	       strcmp(a->why, b->why) == 0;
}

/* The same rule, or one that says the same of another host. */
static bool rules_alike(const struct policy_rule *a,
                        const struct policy_rule *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return a->kind == b->kind && strcmp(a->owner, b->owner) == 0 &&
	       strcmp(a->reason, b->reason) == 0 &&
	       strcmp(a->until, b->until) == 0;
}

bool issue_is_same_on_another_host(const struct issue *a, const struct issue *b)
{
	return a->kind == b->kind && a->state == b->state &&
	       a->protocol == b->protocol && a->port == b->port &&
	       a->standing == b->standing &&
	       a->not_seen_again == b->not_seen_again &&
	       answers_alike(a->sighting, b->sighting) &&
	       rules_alike(a->rule, b->rule);
}

const char *issue_mismatch(const struct issue *issue)
{
	if (!policy_rule_is_contradicted(issue->rule, issue->sighting))
		return "who answers was not found out";
	return issue->kind == ISSUE_MUST_BE_OPEN ? "not what must answer"
	                                         : "not what was approved";
}

const char *issue_kind_name(enum issue_kind kind)
{
	switch (kind) {
	case ISSUE_OPEN_PORT: return "open-port";
	case ISSUE_MUST_BE_OPEN: return "must-be-open";
	}
	return "unknown";
}

const char *issue_state_name(enum issue_state state)
{
	switch (state) {
	case ISSUE_NEW: return "new";
	case ISSUE_OPEN: return "open";
	case ISSUE_APPROVED: return "approved";
	case ISSUE_RESOLVED: return "resolved";
	}
	return "unknown";
}
