// SPDX-License-Identifier: Apache-2.0
#include "audit/notice.h"

#include "report/escape.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	NEWS_LINES = 50, /* of items, over all sections */
	WHOLE_LINES = 1000,
	MAX_COLUMNS = 120, /* of what remote hosts and people wrote */
	HOSTS_SHOWN = 3,
};

/* The lines that may still come, and how many items of this section got none.
 */
struct room {
	size_t lines;
	size_t missed;
};

/* For one line more? */
static bool take_line(struct room *room)
{
	if (room->lines == 0) {
		room->missed++;
		return false;
	}
	room->lines--;
	return true;
}

static void end_section(struct text *text, struct room *room)
{
	if (room->missed > 0)
		text_printf(text, "  and %zu more\n", room->missed);
	room->missed = 0;
}

static void append_cut(struct text *text, const char *string)
{
	escape_terminal_cut(text, string, strlen(string), MAX_COLUMNS);
}

static void append_port(struct text *text, enum protocol protocol,
                        uint16_t port)
{
	text_printf(text, "%u/%s", port, protocol_name(protocol));
}

static void append_address(struct text *text, const struct address *address)
{
	char buffer[ADDRESS_TEXT_MAX];

	text_append_string(text, address_format(address, buffer));
}

/* The hosts that one line is about. */
struct hosts {
	struct address shown[HOSTS_SHOWN];
	size_t count;
};

static void hosts_add(struct hosts *hosts, const struct address *address)
{
	if (hosts->count < HOSTS_SHOWN)
		hosts->shown[hosts->count] = *address;
	hosts->count++;
}

static void hosts_append(struct text *text, const struct hosts *hosts)
{
	size_t shown = hosts->count < HOSTS_SHOWN ? hosts->count : HOSTS_SHOWN;

	if (hosts->count > 1)
		text_printf(text, "%zu hosts: ", hosts->count);
	for (size_t i = 0; i < shown; i++) {
		if (i > 0)
			text_append_string(text, ", ");
		append_address(text, &hosts->shown[i]);
	}
	if (hosts->count > shown)
		text_append_string(text, ", …");
}

/* One line: an issue or a change, and where the same is said. */
struct group {
	const void *item;
	struct hosts hosts;
};

/* The lines of one section, in the order of their first items. */
struct groups {
	struct group *items;
	size_t count;
	bool (*is_same)(const void *a, const void *b);
};

/* `item`, of `address`, in a line that is there or one of its own. */
static void collect(struct groups *groups, struct room *room, const void *item,
                    const struct address *address)
{
	struct group *items;

	for (size_t i = groups->count; i > 0; i--) {
		if (groups->is_same(groups->items[i - 1].item, item)) {
			hosts_add(&groups->items[i - 1].hosts, address);
			return;
		}
	}
	if (!take_line(room))
		return;
	items = reallocarray(groups->items, groups->count + 1, sizeof(*items));
	if (items == NULL) {
		room->missed++;
		return;
	}
	groups->items = items;
	items[groups->count] = (struct group){ .item = item };
	hosts_add(&items[groups->count++].hosts, address);
}

/* "ssh OpenSSH 9.2p1" */
static void append_service(struct text *text, const struct sighting *sighting)
{
	const char *parts[] = { sighting->service, sighting->product,
		                sighting->version };
	const char *blank = "";

	for (size_t i = 0; i < 3; i++) {
		if (parts[i][0] == '\0')
			continue;
		text_append_string(text, blank);
		text_append_string(text, parts[i]);
		blank = " ";
	}
}

/* "number-dormant, service-differs" of codes with semicolons between. */
static void append_codes(struct text *text, const char *codes)
{
	for (; *codes != '\0'; codes++) {
		if (*codes == ';')
			text_append_string(text, ", ");
		else
			text_append_char(text, *codes);
	}
}

/* What answers, why that is an issue, and what the policy says of it. */
static void append_evidence(struct text *text, const struct issue *issue)
{
	struct text words;

	text_init(&words);
	if (issue->sighting != NULL) {
		append_service(&words, issue->sighting);
		if (issue->sighting->why[0] != '\0') {
			text_append_string(&words, words.len > 0 ? " (" : "(");
			append_codes(&words, issue->sighting->why);
			text_append_char(&words, ')');
		}
	} else if (issue->state == ISSUE_RESOLVED) {
		text_append_string(&words,
		                   issue->kind == ISSUE_MUST_BE_OPEN
		                           ? "as documented, or not required "
		                             "any more"
		                           : "not there any more");
	} else if (issue->not_seen_again) {
		text_append_string(&words, "not told by this run");
	} else if (issue->kind == ISSUE_MUST_BE_OPEN) {
		text_append_string(&words, "not open");
	}
	if (issue->standing == STANDING_EXPIRED)
		text_append_string(&words, "; its approval expired");
	if (issue->standing == STANDING_DIFFERS)
		text_printf(&words, "; %s", issue_mismatch(issue));
	if (issue->standing == STANDING_APPROVED)
		text_printf(&words, "; %s until %s: %s", issue->rule->owner,
		            issue->rule->until, issue->rule->reason);
	if (words.len > 0) {
		text_append_string(text, "  ");
		append_cut(text, words.data);
	}
	text_release(&words);
}

static void append_issue_line(struct text *text, const struct group *group)
{
	const struct issue *issue = group->item;

	text_append_string(text, "  ");
	append_port(text, issue->protocol, issue->port);
	text_append_string(text, " on ");
	hosts_append(text, &group->hosts);
	append_evidence(text, issue);
	text_append_char(text, '\n');
}

typedef bool (*issue_test)(const struct issue *issue);

static bool is_new_port(const struct issue *issue)
{
	return issue->kind == ISSUE_OPEN_PORT && issue->state == ISSUE_NEW;
}

static bool is_missing(const struct issue *issue)
{
	return issue->kind == ISSUE_MUST_BE_OPEN && issue_needs_person(issue);
}

static bool is_old_port(const struct issue *issue)
{
	return issue->kind == ISSUE_OPEN_PORT && issue->state == ISSUE_OPEN;
}

static bool is_approved(const struct issue *issue)
{
	return issue->state == ISSUE_APPROVED;
}

static bool is_resolved(const struct issue *issue)
{
	return issue->state == ISSUE_RESOLVED;
}

static bool is_same_issue(const void *a, const void *b)
{
	return issue_is_same_on_another_host(a, b);
}

static void append_issues(const struct issue_list *issues, const char *heading,
                          issue_test belongs, struct room *room,
                          struct text *text)
{
	struct groups groups = { .is_same = is_same_issue };

	for (size_t i = 0; i < issues->count; i++)
		if (belongs(&issues->items[i]))
			collect(&groups, room, &issues->items[i],
			        &issues->items[i].address);
	if (groups.count + room->missed > 0)
		text_printf(text, "\n%s\n", heading);
	for (size_t i = 0; i < groups.count; i++)
		append_issue_line(text, &groups.items[i]);
	end_section(text, room);
	free(groups.items);
}

/* The same, but for the host. */
static bool is_same_change(const void *left, const void *right)
{
	const struct change *a = left, *b = right;
	struct text of_a, of_b;
	bool same = a->kind == b->kind && a->why == b->why &&
	            a->whole_host == b->whole_host &&
	            a->protocol == b->protocol && a->port == b->port;

	if (!same)
		return false;
	text_init(&of_a);
	text_init(&of_b);
	change_explain(a, &of_a);
	change_explain(b, &of_b);
	same = strcmp(of_a.data, of_b.data) == 0;
	text_release(&of_a);
	text_release(&of_b);
	return same;
}

static void append_change_line(struct text *text, const struct group *group)
{
	const struct change *change = group->item;
	struct text words;

	text_init(&words);
	change_explain(change, &words);
	text_append_string(text, "  ");
	if (!change->whole_host) {
		append_port(text, change->protocol, change->port);
		text_append_string(text, " on ");
	}
	hosts_append(text, &group->hosts);
	text_append_string(text, "  ");
	if (change->kind == CHANGE_NOT_COMPARABLE)
		text_printf(text, "%s: ", incomparable_name(change->why));
	append_cut(text, words.data);
	text_append_char(text, '\n');
	text_release(&words);
}

/* Those that are comparable, or those that are not. */
static void append_changes(const struct change_list *changes, bool comparable,
                           const char *heading, struct room *room,
                           struct text *text)
{
	struct groups groups = { .is_same = is_same_change };

	for (size_t i = 0; i < changes->count; i++) {
		const struct change *change = &changes->items[i];

		if ((change->kind != CHANGE_NOT_COMPARABLE) == comparable)
			collect(&groups, room, change, &change->address);
	}
	if (groups.count + room->missed > 0)
		text_printf(text, "\n%s\n", heading);
	for (size_t i = 0; i < groups.count; i++)
		append_change_line(text, &groups.items[i]);
	end_section(text, room);
	free(groups.items);
}

/* "Changes since run 16" */
static void append_changes_since(const struct change_list *changes,
                                 const char *what, const struct run *since,
                                 struct room *room, struct text *text)
{
	char heading[64];

	if (since == NULL)
		return;
	snprintf(heading, sizeof(heading), "%s %" PRId64, what, since->id);
	append_changes(changes, true, heading, room, text);
}

static void append_rule(struct text *text, const struct policy_rule *rule)
{
	text_append_string(text, "  ");
	append_cut(text, rule->file);
	text_printf(text, ":%" PRIu32, rule->line);
	if (*rule->until != '\0')
		text_printf(text, "  until %s", rule->until);
	if (*rule->owner != '\0') {
		text_append_string(text, "  ");
		append_cut(text, rule->owner);
		text_append_string(text, ": ");
		append_cut(text, rule->reason);
	}
	text_append_char(text, '\n');
}

static void append_remarks(const struct policy_review *review,
                           enum policy_remark_kind kind, const char *heading,
                           struct room *room, struct text *text)
{
	bool begun = false;

	for (size_t i = 0; i < review->count; i++) {
		if (review->remarks[i].kind != kind)
			continue;
		if (!begun)
			text_printf(text, "\n%s\n", heading);
		begun = true;
		if (take_line(room))
			append_rule(text, review->remarks[i].rule);
	}
	end_section(text, room);
}

static const char *end_in_words(enum run_end end)
{
	switch (end) {
	case RUN_RUNNING: return "has not ended";
	case RUN_COMPLETE: return NULL;
	case RUN_INCOMPLETE: return "is incomplete: some of it was not tested";
	case RUN_INTERRUPTED:
		return "was interrupted: the next one tells what changed";
	case RUN_FAILED: return "failed: nothing was scanned";
	case RUN_KILLED: return "was killed: nothing of it is kept";
	}
	return NULL;
}

/* Where it is anything but well. */
static void append_end(const struct run *run, struct text *text)
{
	const char *words = end_in_words(run->end);

	if (words == NULL)
		return;
	text_printf(text, "\nThe run %s", words);
	if (run->note != NULL && run->note[0] != '\0') {
		text_append_string(text, "; ");
		append_cut(text, run->note);
	}
	text_append_char(text, '\n');
}

static void append_news(const struct account *account, struct room *room,
                        struct text *text)
{
	append_issues(account->issues, "New, to be investigated", is_new_port,
	              room, text);
	append_issues(account->issues, "Must be open, and is not as documented",
	              is_missing, room, text);
	append_changes_since(account->changes, "Changes since run",
	                     account->previous, room, text);
	append_remarks(account->review, REMARK_EXPIRED,
	               "Approvals that expired", room, text);
}

/* What is behind the news. */
static void append_rest(const struct account *account, struct room *room,
                        struct text *text)
{
	append_changes(account->changes, false, "Not comparable", room, text);
	append_changes_since(account->drift, "Changes since the baseline, run",
	                     account->baseline, room, text);
	append_issues(account->issues,
	              "Open before, and still to be accounted for", is_old_port,
	              room, text);
	append_issues(account->issues, "Approved", is_approved, room, text);
	append_issues(account->issues, "Resolved", is_resolved, room, text);
	append_remarks(account->review, REMARK_EXPIRES_SOON,
	               "Approvals that expire within 30 days", room, text);
	append_remarks(account->review, REMARK_UNUSED,
	               "Approvals that nothing needs", room, text);
	append_remarks(account->review, REMARK_BROAD,
	               "Rules that cover more than one decision should", room,
	               text);
}

void notice_append(const struct account *account, enum notice_extent extent,
                   struct text *text)
{
	struct room room = { .lines = extent == NOTICE_NEWS ? NEWS_LINES
		                                            : WHOLE_LINES };

	account_headline(account, text);
	text_append_char(text, '\n');
	append_end(account->run, text);
	switch (extent) {
	case NOTICE_NEWS:
		append_news(account, &room, text);
		text_printf(text,
		            "\nMore: portscan audit show %s %" PRId64 "\n",
		            account->audit, account->run->id);
		break;
	case NOTICE_CHANGES:
		append_changes_since(account->changes, "Changes since run",
		                     account->previous, &room, text);
		append_changes(account->changes, false, "Not comparable", &room,
		               text);
		break;
	case NOTICE_WHOLE:
		append_news(account, &room, text);
		append_rest(account, &room, text);
		break;
	}
}
