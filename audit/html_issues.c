// SPDX-License-Identifier: Apache-2.0
#include "audit/html_issues.h"

#include "audit/html_sighting.h"
#include "report/html_page.h"
#include "report/html_port.h"
#include "report/html_text.h"

#include <inttypes.h>
#include <stdlib.h>

enum { ENTRIES_SHOWN = 300 };

/* Issues that say the same of different hosts. */
struct group {
	const struct issue **issues;
	size_t count;
};

static const char *hostname_of(const struct issue *issue)
{
	return issue->sighting != NULL ? issue->sighting->hostname : "";
}

static void append_hosts(const struct group *group, struct text *text)
{
	text_printf(text,
	            "<details><summary>%zu hosts</summary>"
	            "<ul class=\"hosts\">\n",
	            group->count);
	for (size_t i = 0; i < group->count; i++) {
		html_text_open(text, "li", NULL);
		html_sighting_append_host(&group->issues[i]->address,
		                          hostname_of(group->issues[i]), text);
		if (group->issues[i]->state == ISSUE_OPEN)
			text_printf(text,
			            " <span class=\"muted\">since run %" PRId64
			            "</span>",
			            group->issues[i]->first_run);
		text_append_string(text, "</li>\n");
	}
	text_append_string(text, "</ul></details>\n");
}

static void append_heading(const struct group *group, struct text *text)
{
	const struct issue *issue = group->issues[0];

	html_text_open(text, "h3", NULL);
	html_page_append_badge(text,
	                       issue->state == ISSUE_NEW ? "alarm" : "doubt",
	                       issue->state == ISSUE_NEW ? "new" : "known");
	text_printf(text, " %u/%s on ", issue->port,
	            protocol_name(issue->protocol));
	if (group->count == 1)
		html_sighting_append_host(&issue->address, hostname_of(issue),
		                          text);
	else
		text_printf(text, "%zu hosts", group->count);
	text_append_string(text, "</h3>\n");
}

static void append_reason(const struct issue *issue, struct text *text)
{
	html_text_open(text, "p", "why");
	if (issue->kind == ISSUE_MUST_BE_OPEN)
		text_append_string(text, issue->sighting != NULL
		                                 ? "the policy wants something "
		                                   "else to answer here"
		                                 : "the policy wants it open, "
		                                   "and it is not");
	else if (issue->sighting != NULL)
		html_sighting_append_why(issue->sighting, text);
	else
		text_append_string(text, "to be investigated since an earlier "
		                         "run");
	text_append_string(text, "</p>\n");
}

/* What the rule says that is about this port, where one is. */
static void append_rule(const struct issue *issue, struct text *text)
{
	const struct policy_rule *rule = issue->rule;

	if (rule == NULL)
		return;
	html_text_open(text, "p", NULL);
	if (issue->kind == ISSUE_MUST_BE_OPEN) {
		text_append_string(text, "Documented");
	} else if (issue->standing == STANDING_EXPIRED) {
		text_append_string(text, "Its approval expired on ");
		html_text_string(text, rule->until);
	} else {
		text_printf(text, "Does not count (%s)", issue_mismatch(issue));
	}
	text_append_string(text, ": ");
	html_text_string(text, rule->reason);
	if (*rule->owner != '\0') {
		text_append_string(text, " (owner ");
		html_text_string(text, rule->owner);
		text_append_char(text, ')');
	}
	text_append_string(text, "</p>\n");
}

/* Of many hosts each has a history of its own, which stands beside it. */
static void append_history(const struct group *group, struct text *text)
{
	const struct issue *issue = group->issues[0];

	if (group->count > 1 && !issue->not_seen_again)
		return;
	html_text_open(text, "p", "small muted");
	if (group->count == 1)
		text_printf(text,
		            "Issue %s, first seen in run %" PRId64
		            ", last in run %" PRId64 ". ",
		            issue->id, issue->first_run, issue->last_run);
	if (issue->not_seen_again)
		text_append_string(text, "This run could not see whether it "
		                         "is still so.");
	text_append_string(text, "</p>\n");
}

static void append_evidence(const struct group *group, struct text *text)
{
	const struct sighting *sighting = group->issues[0]->sighting;
	char buffer[ADDRESS_TEXT_MAX];

	if (sighting == NULL)
		return;
	html_text_open(text, "div", "evidence");
	if (group->count > 1)
		text_printf(text, "For example %s: ",
		            address_format(&sighting->address, buffer));
	html_sighting_append_service(sighting, text);
	html_sighting_append_evidence(sighting, text);
	text_append_string(text, "</div>\n");
}

/* "10.0.0.5:2076", "[2001:db8::9]:53/udp": as commands take it. */
static void append_place(const struct issue *issue, struct text *text)
{
	char buffer[ADDRESS_TEXT_MAX];
	bool brackets = issue->address.version == 6;

	text_printf(text, "%s%s%s:%u%s", brackets ? "[" : "",
	            address_format(&issue->address, buffer),
	            brackets ? "]" : "", issue->port,
	            issue->protocol == PROTOCOL_UDP ? "/udp" : "");
}

static void append_next(const struct account *account,
                        const struct issue *issue, struct text *text)
{
	html_port_append_next(text, issue->protocol, issue->port);
	if (issue->kind != ISSUE_OPEN_PORT || issue->sighting == NULL)
		return;
	html_text_open(text, "p", "next");
	text_append_string(text, "If it is meant to be there: <code>"
	                         "portscan audit approve ");
	html_text_string(text, account->audit);
	text_append_char(text, ' ');
	append_place(issue, text);
	text_append_string(text, " --owner NAME --reason TEXT --until DATE"
	                         "</code></p>\n");
}

static void append_group(const struct account *account,
                         const struct group *group, struct text *text)
{
	const struct issue *issue = group->issues[0];

	html_text_open(text, "article",
	               issue->state == ISSUE_NEW ? "entry" : "entry known");
	text_append_char(text, '\n');
	append_heading(group, text);
	append_reason(issue, text);
	append_rule(issue, text);
	append_evidence(group, text);
	append_history(group, text);
	if (group->count > 1)
		append_hosts(group, text);
	append_next(account, issue, text);
	text_append_string(text, "</article>\n");
}

/* Move those among `issues` that say the same as the first behind it, in their
 * order; return how many they are with it.  They are of one port, so they stand
 * together but for those that say something else of it. */
static size_t gather(const struct issue **issues, size_t count)
{
	const struct issue *first = issues[0];
	size_t same = 1;

	for (size_t i = 1; i < count; i++) {
		const struct issue *issue = issues[i];

		if (issue->state != first->state ||
		    issue->protocol != first->protocol ||
		    issue->port != first->port)
			break;
		if (!issue_is_same_on_another_host(first, issue))
			continue;
		for (size_t at = i; at > same; at--)
			issues[at] = issues[at - 1];
		issues[same++] = issue;
	}
	return same;
}

static void append_groups(const struct account *account,
                          const struct issue **issues, size_t count,
                          struct text *text)
{
	size_t entries = 0, at = 0;

	for (; at < count && entries < ENTRIES_SHOWN; entries++) {
		struct group group = { &issues[at],
			               gather(&issues[at], count - at) };

		append_group(account, &group, text);
		at += group.count;
	}
	if (at < count) {
		html_text_open(text, "p", "notice");
		text_append_string(text, "And ");
		html_text_count(text, count - at, "more", "more");
		text_append_string(text, ": <code>portscan audit show ");
		html_text_string(text, account->audit);
		text_append_string(text, "</code></p>\n");
	}
}

static void append_resolved(const struct account *account, struct text *text)
{
	const struct issue_list *issues = account->issues;
	size_t count = 0;

	for (size_t i = 0; i < issues->count; i++) {
		const struct issue *issue = &issues->items[i];

		if (issue->state != ISSUE_RESOLVED ||
		    issue->resolved_run != account->run->id)
			continue;
		if (count++ == 0)
			text_append_string(text, "<h3>Resolved in this run"
			                         "</h3>\n<ul>\n");
		text_printf(text, "<li>%u/%s on ", issue->port,
		            protocol_name(issue->protocol));
		html_sighting_append_host(&issue->address, hostname_of(issue),
		                          text);
		text_append_string(text, "</li>\n");
	}
	if (count > 0)
		text_append_string(text, "</ul>\n");
}

void html_issues_append(const struct account *account, struct text *text)
{
	const struct issue_list *list = account->issues;
	const struct issue **issues = calloc(list->count + 1, sizeof(*issues));
	size_t count = 0;

	if (issues == NULL) {
		text->failed = true;
		return;
	}
	for (size_t i = 0; i < list->count; i++)
		if (issue_needs_person(&list->items[i]))
			issues[count++] = &list->items[i];
	html_page_open_section(text, "issues", "Needs a person");
	if (count == 0)
		html_text_element(text, "p", NULL,
		                  "Nothing that nobody has accounted for.");
	append_groups(account, issues, count, text);
	append_resolved(account, text);
	html_page_close_section(text);
	free(issues);
}
