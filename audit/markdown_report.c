// SPDX-License-Identifier: Apache-2.0
#include "audit/markdown_report.h"

#include "base/count.h"
#include "report/escape.h"
#include "report/units.h"

#include <inttypes.h>
#include <string.h>

enum {
	COLUMNS_MAX = 160, /* of one piece of text that others wrote */
	HOSTS_SHOWN = 10,
};

/* Inside a code span a backslash is itself, so what cannot stand there is \xNN
 * as escape_terminal() has it; nothing for nothing. */
static void append_code(struct text *text, const char *string)
{
	struct text line;

	if (string[0] == '\0')
		return;
	text_init(&line);
	escape_terminal_cut(&line, string, strlen(string), COLUMNS_MAX);
	text_append_char(text, '`');
	for (size_t i = 0; i < line.len; i++) {
		if (line.data[i] == '`' || line.data[i] == '|')
			text_printf(text, "\\x%02x",
			            (unsigned char)line.data[i]);
		else
			text_append_char(text, line.data[i]);
	}
	text_append_char(text, '`');
	text_release(&line);
}

static void append_address(struct text *text, const struct address *address)
{
	char buffer[ADDRESS_TEXT_MAX];

	append_code(text, address_format(address, buffer));
}

/* "ssh OpenSSH 9.2p1" */
static void append_service(struct text *text, const struct sighting *sighting)
{
	const char *parts[] = { sighting->service, sighting->product,
		                sighting->version };
	struct text words;

	text_init(&words);
	for (size_t i = 0; i < COUNT(parts); i++) {
		if (parts[i][0] == '\0')
			continue;
		if (words.len > 0)
			text_append_char(&words, ' ');
		text_append_string(&words, parts[i]);
	}
	append_code(text, words.data);
	text_release(&words);
}

static void append_host(struct text *text, const struct issue *issue)
{
	append_address(text, &issue->address);
	if (issue->sighting == NULL || issue->sighting->hostname[0] == '\0')
		return;
	text_append_char(text, ' ');
	append_code(text, issue->sighting->hostname);
}

/* Issues with the same port and state stand together in the list. */
static bool is_near(const struct issue *a, const struct issue *b)
{
	return a->state == b->state && a->protocol == b->protocol &&
	       a->port == b->port;
}

static bool is_said_already(const struct issue_list *issues, size_t place)
{
	const struct issue *issue = &issues->items[place];

	for (size_t i = place; i > 0; i--) {
		const struct issue *before = &issues->items[i - 1];

		if (!is_near(before, issue))
			return false;
		if (issue_is_same_on_another_host(before, issue))
			return true;
	}
	return false;
}

/* This host, and all behind it in the list of which the same is said. */
static void append_hosts(struct text *text, const struct issue_list *issues,
                         size_t place)
{
	const struct issue *issue = &issues->items[place];
	size_t count = 0;

	for (size_t i = place; i < issues->count; i++) {
		const struct issue *other = &issues->items[i];

		if (!is_near(other, issue))
			break;
		if (!issue_is_same_on_another_host(other, issue))
			continue;
		if (++count > HOSTS_SHOWN)
			continue;
		if (count > 1)
			text_append_string(text, ", ");
		append_host(text, other);
	}
	if (count > HOSTS_SHOWN)
		text_printf(text, " and %zu more, %zu hosts in all",
		            count - HOSTS_SHOWN, count);
}

/* "number-dormant, service-differs" */
static void append_codes(struct text *text, const char *codes)
{
	struct text spaced;

	text_init(&spaced);
	for (; *codes != '\0'; codes++) {
		if (*codes == ';')
			text_append_string(&spaced, ", ");
		else
			text_append_char(&spaced, *codes);
	}
	append_code(text, spaced.data);
	text_release(&spaced);
}

static void append_why(struct text *text, const struct issue *issue)
{
	if (issue->not_seen_again)
		text_printf(text, "seen last in run %" PRId64, issue->last_run);
	else if (issue->kind == ISSUE_OPEN_PORT && issue->sighting != NULL)
		append_codes(text, issue->sighting->why);
	else if (issue->kind == ISSUE_MUST_BE_OPEN)
		text_append_string(text, issue->standing == STANDING_DIFFERS
		                                 ? "must be open, and another "
		                                   "answers"
		                                 : "must be open, and is not");
}

/* What the rule is to the issue. */
static const char *words_of(const struct issue *issue)
{
	if (issue->kind == ISSUE_MUST_BE_OPEN)
		return "wanted";
	switch (issue->standing) {
	case STANDING_NONE: return "";
	case STANDING_APPROVED: return "approved";
	case STANDING_EXPIRED: return "no longer approved";
	case STANDING_DIFFERS: return issue_mismatch(issue);
	}
	return "";
}

static void append_policy(struct text *text, const struct issue *issue)
{
	const struct policy_rule *rule = issue->rule;

	if (rule == NULL)
		return;
	text_append_string(text, words_of(issue));
	if (rule->owner[0] != '\0')
		text_append_string(text, " by ");
	append_code(text, rule->owner);
	if (rule->until[0] != '\0')
		text_printf(text, " until %s", rule->until);
	if (rule->reason[0] != '\0')
		text_append_string(text, ": ");
	append_code(text, rule->reason);
}

static void append_issue(struct text *text, const struct issue_list *issues,
                         size_t place)
{
	const struct issue *issue = &issues->items[place];

	text_printf(text, "| %s | %u/%s | ", issue_state_name(issue->state),
	            issue->port, protocol_name(issue->protocol));
	append_hosts(text, issues, place);
	text_append_string(text, " | ");
	if (issue->sighting != NULL)
		append_service(text, issue->sighting);
	text_append_string(text, " | ");
	append_why(text, issue);
	text_append_string(text, " | ");
	append_policy(text, issue);
	text_append_string(text, " |\n");
}

static bool is_resolved(const struct issue *issue)
{
	return issue->state == ISSUE_RESOLVED;
}

static void append_issues(struct text *text, const struct issue_list *issues,
                          const char *heading,
                          bool (*belongs)(const struct issue *issue))
{
	bool begun = false;

	for (size_t i = 0; i < issues->count; i++) {
		if (!belongs(&issues->items[i]) || is_said_already(issues, i))
			continue;
		if (!begun)
			text_printf(text,
			            "\n## %s\n\n"
			            "| | port | hosts | answers | why | policy "
			            "|\n|---|---|---|---|---|---|\n",
			            heading);
		begun = true;
		append_issue(text, issues, i);
	}
}

static void append_change(struct text *text, const struct change *change)
{
	struct text words;

	text_init(&words);
	change_explain(change, &words);
	text_printf(text, "| %s | ", change_kind_name(change->kind));
	append_address(text, &change->address);
	text_append_string(text, " | ");
	if (!change->whole_host)
		text_printf(text, "%u/%s", change->port,
		            protocol_name(change->protocol));
	text_append_string(text, " | ");
	append_code(text, words.data);
	text_append_string(text, " |\n");
	text_release(&words);
}

/* "Not comparable: 3 not-asked-before, 2 untested" */
static void append_incomparable(struct text *text,
                                const struct change_list *changes)
{
	size_t counts[INCOMPARABLE_COUNT] = { 0 };
	const char *before = "\nNot comparable: ";
	const char *after = "";

	for (size_t i = 0; i < changes->count; i++)
		if (changes->items[i].kind == CHANGE_NOT_COMPARABLE)
			counts[changes->items[i].why]++;
	for (int i = 0; i < INCOMPARABLE_COUNT; i++) {
		if (counts[i] == 0)
			continue;
		text_printf(text, "%s%zu %s", before, counts[i],
		            incomparable_name((enum incomparable)i));
		before = ", ";
		after = "\n";
	}
	text_append_string(text, after);
}

static void append_changes(struct text *text, const struct account *account)
{
	const struct change_list *changes = account->changes;

	if (account->previous == NULL || changes->count == 0)
		return;
	text_printf(text, "\n## Changes since run %" PRId64 "\n",
	            account->previous->id);
	if (account_change_count(account) > 0)
		text_append_string(text, "\n| | host | port | what |\n"
		                         "|---|---|---|---|\n");
	for (size_t i = 0; i < changes->count; i++)
		if (changes->items[i].kind != CHANGE_NOT_COMPARABLE)
			append_change(text, &changes->items[i]);
	append_incomparable(text, changes);
}

static void append_remark(struct text *text, const struct policy_remark *remark)
{
	const struct policy_rule *rule = remark->rule;
	struct text place;

	text_init(&place);
	text_printf(&place, "%s:%" PRIu32, rule->file, rule->line);
	text_printf(text, "| %s | ", policy_remark_name(remark->kind));
	append_code(text, place.data);
	text_printf(text, " | %s | ", rule->until);
	append_code(text, rule->owner);
	text_append_string(text, " | ");
	append_code(text, rule->reason);
	text_append_string(text, " |\n");
	text_release(&place);
}

static void append_remarks(struct text *text,
                           const struct policy_review *review)
{
	if (review->count == 0)
		return;
	text_append_string(text, "\n## Policy\n\n"
	                         "| | rule | until | owner | reason |\n"
	                         "|---|---|---|---|---|\n");
	for (size_t i = 0; i < review->count; i++)
		append_remark(text, &review->remarks[i]);
}

static void append_head(struct text *text, const struct account *account)
{
	const struct run *run = account->run;
	struct text headline;

	text_init(&headline);
	account_headline(account, &headline);
	text_append_string(text, "# Audit ");
	append_code(text, account->audit);
	text_printf(text, ", run %" PRId64 "\n\n", run->id);
	append_code(text, headline.data);
	text_append_string(text, "\n\nBegun ");
	units_append_time(text, run->started_us);
	text_printf(text, "; open ports: %" PRIu64 "; approved: %zu\n",
	            run->open,
	            issue_list_count(account->issues, ISSUE_APPROVED));
	if (run->end != RUN_COMPLETE)
		text_printf(text, "\n**The run is %s.** ",
		            run_end_name(run->end));
	if (run->end != RUN_COMPLETE && run->note != NULL) {
		append_code(text, run->note);
		text_append_char(text, '\n');
	}
	text_release(&headline);
}

void markdown_report(const struct account *account, struct text *text)
{
	append_head(text, account);
	append_issues(text, account->issues, "Needs a person",
	              issue_needs_person);
	append_changes(text, account);
	append_remarks(text, account->review);
	append_issues(text, account->issues, "Resolved", is_resolved);
}
