// SPDX-License-Identifier: Apache-2.0
#include "audit/html_policy.h"

#include "report/html_page.h"
#include "report/html_text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* By their last day, then as they stand in the policy; those without an end
 * come last. */
static int compare_rules(const void *a, const void *b)
{
	const struct policy_rule *rule_a =
		*(const struct policy_rule *const *)a;
	const struct policy_rule *rule_b =
		*(const struct policy_rule *const *)b;
	bool ends_a = rule_a->until[0] != '\0',
	     ends_b = rule_b->until[0] != '\0';
	int order;

	if (ends_a != ends_b)
		return ends_a ? -1 : 1;
	order = strcmp(rule_a->until, rule_b->until);
	if (order != 0)
		return order;
	return rule_a == rule_b ? 0 : rule_a < rule_b ? -1 : 1;
}

static const char *class_of(enum policy_remark_kind kind)
{
	switch (kind) {
	case REMARK_EXPIRED: return "alarm";
	case REMARK_EXPIRES_SOON:
	case REMARK_BROAD: return "doubt";
	case REMARK_UNUSED: return "plain";
	}
	return "plain";
}

static void append_remarks(const struct policy_review *review,
                           const struct policy_rule *rule, struct text *text)
{
	for (size_t i = 0; i < review->count; i++) {
		const struct policy_remark *remark = &review->remarks[i];

		if (remark->rule != rule)
			continue;
		html_page_append_badge(text, class_of(remark->kind),
		                       policy_remark_name(remark->kind));
		text_append_char(text, ' ');
	}
}

/* As it stands in the file, but for what has a column of its own. */
static void append_what(const struct policy_rule *rule, struct text *text)
{
	struct policy_rule shown = *rule;
	struct text words;

	shown.owner = shown.reason = shown.until = "";
	text_init(&words);
	policy_format_rule(&shown, &words);
	html_text_open(text, "code", NULL);
	html_text_cut(text, words.data, words.len, 300);
	html_text_close(text, "code");
	text->failed |= words.failed;
	text_release(&words);
}

static void append_row(const struct policy_review *review,
                       const struct policy_rule *rule, struct text *text)
{
	text_append_string(text, "<tr><th scope=\"row\">");
	html_text_string(text, rule->until[0] != '\0' ? rule->until : "no end");
	text_append_string(text, "</th><td>");
	append_remarks(review, rule, text);
	html_text_string(text, rule->reason);
	text_append_string(text, "<p class=\"small muted\">owner ");
	html_text_string(text, rule->owner);
	text_append_string(text, "</p></td><td>");
	append_what(rule, text);
	text_append_string(text, "<p class=\"small muted\">");
	html_text_string(text, rule->file);
	text_printf(text, ":%" PRIu32 "</p></td></tr>\n", rule->line);
}

static void append_table(const struct account *account,
                         const struct policy_rule **rules, struct text *text)
{
	text_append_string(text, "<table class=\"exceptions stack\">\n"
	                         "<thead><tr><th scope=\"col\">Until</th>"
	                         "<th scope=\"col\">Why, and who answers for it"
	                         "</th><th scope=\"col\">What</th></tr></thead>"
	                         "\n<tbody>\n");
	for (size_t i = 0; i < account->policy->count; i++)
		append_row(account->review, rules[i], text);
	text_append_string(text, "</tbody>\n</table>\n");
}

static void append_rules(const struct account *account, struct text *text)
{
	const struct policy *policy = account->policy;
	const struct policy_rule **rules =
		calloc(policy->count, sizeof(*rules));

	if (rules == NULL) {
		text->failed = true;
		return;
	}
	for (size_t i = 0; i < policy->count; i++)
		rules[i] = &policy->rules[i];
	qsort(rules, policy->count, sizeof(*rules), compare_rules);
	append_table(account, rules, text);
	free(rules);
}

void html_policy_append(const struct account *account, struct text *text)
{
	html_page_open_section(text, "exceptions", "Exceptions by expiry");
	if (account->policy->count > 0)
		append_rules(account, text);
	else
		html_text_element(text, "p", NULL,
		                  "The policy documents nothing.");
	html_page_close_section(text);
}
