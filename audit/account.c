// SPDX-License-Identifier: Apache-2.0
#include "audit/account.h"

#include <inttypes.h>

static size_t count_of_people(const struct account *account)
{
	size_t count = 0;

	for (size_t i = 0; i < account->issues->count; i++)
		count += issue_needs_person(&account->issues->items[i]);
	return count;
}

size_t account_change_count(const struct account *account)
{
	return account->changes->count -
	       change_list_count(account->changes, CHANGE_NOT_COMPARABLE);
}

static bool has_expired(const struct policy_review *review)
{
	for (size_t i = 0; i < review->count; i++)
		if (review->remarks[i].kind == REMARK_EXPIRED)
			return true;
	return false;
}

/* An old issue was told of when it was new. */
static bool has_news(const struct issue_list *issues)
{
	for (size_t i = 0; i < issues->count; i++) {
		const struct issue *issue = &issues->items[i];

		if (issue->state == ISSUE_NEW)
			return true;
		if (issue_needs_person(issue) &&
		    issue->kind == ISSUE_MUST_BE_OPEN)
			return true;
	}
	return false;
}

bool account_needs_person(const struct account *account)
{
	return account->run->end != RUN_COMPLETE || has_news(account->issues) ||
	       account_change_count(account) > 0 ||
	       has_expired(account->review);
}

void account_headline(const struct account *account, struct text *text)
{
	size_t new = issue_list_count(account->issues, ISSUE_NEW);
	size_t changes = account_change_count(account);

	text_printf(text,
	            "%s: %zu new, %zu open, %zu change%s; run %" PRId64 " %s",
	            account->audit, new, count_of_people(account) - new,
	            changes, changes == 1 ? "" : "s", account->run->id,
	            run_end_name(account->run->end));
}
