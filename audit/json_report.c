// SPDX-License-Identifier: Apache-2.0
#include "audit/json_report.h"

#include "audit/change_json.h"
#include "report/json_text.h"

/* Ids of runs begin at 1. */
static void append_run_id(struct text *text, const char *key, int64_t id)
{
	if (id > 0)
		json_text_count(text, key, (uint64_t)id);
	else
		json_text_null(text, key);
}

static void append_address(struct text *text, const struct address *address)
{
	char buffer[ADDRESS_TEXT_MAX];

	json_text_string(text, "address", address_format(address, buffer));
}

static void append_port(struct text *text, enum protocol protocol,
                        uint16_t port)
{
	json_text_count(text, "port", port);
	json_text_string(text, "protocol", protocol_name(protocol));
}

static const char *depth_name(enum depth depth)
{
	switch (depth) {
	case DEPTH_REACH: return "reach";
	case DEPTH_LIGHT: return "light";
	case DEPTH_FULL: return "full";
	}
	return NULL;
}

static void append_states(struct text *text, const struct run *run)
{
	json_text_open(text, "states", '{');
	for (int i = 0; i < PORT_STATE_COUNT; i++)
		json_text_count(text, port_state_name((enum port_state)i),
		                run->states[i]);
	json_text_close(text, '}');
}

static void append_verdicts(struct text *text, const struct run *run)
{
	json_text_open(text, "verdicts", '{');
	json_text_count(text, "expected", run->expected);
	json_text_count(text, "unconfirmed", run->unconfirmed);
	json_text_count(text, "investigate", run->investigate);
	json_text_count(text, "approved", run->approved);
	json_text_close(text, '}');
}

static void append_run(struct text *text, const char *key,
                       const struct run *run)
{
	if (run == NULL) {
		json_text_null(text, key);
		return;
	}
	json_text_open(text, key, '{');
	append_run_id(text, "id", run->id);
	json_text_time(text, "started", run->started_us);
	json_text_time(text, "finished", run->finished_us);
	json_text_string(text, "end", run_end_name(run->end));
	json_text_known(text, "note", run->note);
	json_text_known(text, "settings", run->settings);
	json_text_known(text, "version", run->version);
	json_text_known(text, "registry", run->registry);
	json_text_string(text, "depth", depth_name(run->depth));
	json_text_count(text, "addresses", run->addresses);
	json_text_count(text, "questions", run->questions);
	json_text_count(text, "hosts_answered", run->hosts_answered);
	append_states(text, run);
	append_verdicts(text, run);
	json_text_count(text, "unaccounted", run->unaccounted);
	json_text_count(text, "changes", run->changes);
	json_text_close(text, '}');
}

/* Who answered, where it is open. */
static void append_sighting(struct text *text, const char *key,
                            const struct sighting *sighting)
{
	if (sighting == NULL) {
		json_text_null(text, key);
		return;
	}
	json_text_open(text, key, '{');
	json_text_time(text, "time", sighting->time_us);
	json_text_known(text, "hostname", sighting->hostname);
	json_text_known(text, "registry_status", sighting->registry_status);
	json_text_known(text, "registry_name", sighting->registry_name);
	json_text_known(text, "service", sighting->service);
	json_text_known(text, "product", sighting->product);
	json_text_known(text, "version", sighting->version);
	json_text_known(text, "certificate", sighting->certificate);
	json_text_list(text, "host_keys", sighting->host_keys, ", ");
	json_text_known(text, "banner", sighting->banner);
	json_text_known(text, "verdict", sighting->verdict);
	json_text_list(text, "why", sighting->why, ";");
	json_text_close(text, '}');
}

static void append_rule(struct text *text, const struct policy_rule *rule)
{
	struct text line;

	if (rule == NULL) {
		json_text_null(text, "rule");
		return;
	}
	text_init(&line);
	if (!policy_format_rule(rule, &line))
		text_clear(&line);
	json_text_open(text, "rule", '{');
	json_text_string(text, "file", rule->file);
	json_text_count(text, "line", rule->line);
	json_text_known(text, "text", line.data);
	json_text_known(text, "owner", rule->owner);
	json_text_known(text, "reason", rule->reason);
	json_text_known(text, "until", rule->until);
	json_text_close(text, '}');
	text_release(&line);
}

static void append_issue(struct text *text, const struct issue *issue)
{
	json_text_open(text, NULL, '{');
	json_text_string(text, "id", issue->id);
	json_text_string(text, "kind", issue_kind_name(issue->kind));
	json_text_string(text, "state", issue_state_name(issue->state));
	append_address(text, &issue->address);
	append_port(text, issue->protocol, issue->port);
	append_run_id(text, "first_run", issue->first_run);
	append_run_id(text, "last_run", issue->last_run);
	append_run_id(text, "resolved_run", issue->resolved_run);
	json_text_bool(text, "seen_again", !issue->not_seen_again);
	json_text_string(text, "standing", standing_name(issue->standing));
	append_rule(text, issue->rule);
	append_sighting(text, "seen", issue->sighting);
	json_text_close(text, '}');
}

static void append_change(struct text *text, const struct change *change)
{
	json_text_open(text, NULL, '{');
	change_json_append(text, change);
	append_sighting(text, "before", change->before);
	append_sighting(text, "after", change->after);
	json_text_close(text, '}');
}

static void append_changes(struct text *text, const char *key,
                           const struct change_list *changes)
{
	json_text_open(text, key, '[');
	for (size_t i = 0; i < changes->count; i++)
		append_change(text, &changes->items[i]);
	json_text_close(text, ']');
}

static void append_issues(struct text *text, const struct issue_list *issues)
{
	json_text_open(text, "issues", '[');
	for (size_t i = 0; i < issues->count; i++)
		append_issue(text, &issues->items[i]);
	json_text_close(text, ']');
}

static void append_remarks(struct text *text,
                           const struct policy_review *review)
{
	json_text_open(text, "policy", '[');
	for (size_t i = 0; i < review->count; i++) {
		const struct policy_remark *remark = &review->remarks[i];

		json_text_open(text, NULL, '{');
		json_text_string(text, "remark",
		                 policy_remark_name(remark->kind));
		append_rule(text, remark->rule);
		json_text_close(text, '}');
	}
	json_text_close(text, ']');
}

static void append_trend(struct text *text, const struct account *account)
{
	json_text_open(text, "trend", '[');
	for (size_t i = 0; i < account->trend_count; i++) {
		const struct trend_point *point = &account->trend[i];

		json_text_open(text, NULL, '{');
		append_run_id(text, "run", point->run);
		json_text_time(text, "started", point->started_us);
		json_text_count(text, "open", point->open);
		json_text_count(text, "unaccounted", point->unaccounted);
		json_text_bool(text, "complete", point->complete);
		json_text_close(text, '}');
	}
	json_text_close(text, ']');
}

void json_report(const struct account *account, struct text *text)
{
	struct text headline;

	text_init(&headline);
	account_headline(account, &headline);
	json_text_open(text, NULL, '{');
	json_text_string(text, "schema", JSON_REPORT_SCHEMA);
	json_text_string(text, "audit", account->audit);
	json_text_string(text, "headline", headline.data);
	json_text_bool(text, "needs_person", account_needs_person(account));
	json_text_string(text, "today", account->today);
	append_run(text, "run", account->run);
	append_run(text, "previous", account->previous);
	append_run(text, "baseline", account->baseline);
	append_issues(text, account->issues);
	append_changes(text, "changes", account->changes);
	append_changes(text, "drift", account->drift);
	append_remarks(text, account->review);
	append_trend(text, account);
	json_text_close(text, '}');
	text_append_char(text, '\n');
	text_release(&headline);
}
