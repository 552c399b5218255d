// SPDX-License-Identifier: Apache-2.0
#include "audit/json_report.h"

#include "report/json_text.h"
#include "report/units.h"

#include <string.h>

/* "" is unknown, and so is NULL. */
static void append_string(struct text *text, const char *key,
                          const char *string)
{
	json_text_string(text, key,
	                 string == NULL || string[0] == '\0' ? NULL : string);
}

static void append_time(struct text *text, const char *key, int64_t time_us)
{
	if (time_us == 0) {
		json_text_null(text, key);
		return;
	}
	json_text_key(text, key);
	text_append_char(text, '"');
	units_append_time(text, time_us);
	text_append_char(text, '"');
}

/* Ids of runs begin at 1. */
static void append_run_id(struct text *text, const char *key, int64_t id)
{
	if (id > 0)
		json_text_count(text, key, (uint64_t)id);
	else
		json_text_null(text, key);
}

/* What stands in `list` between separators, as an array. */
static void append_list(struct text *text, const char *key, const char *list,
                        const char *separator)
{
	json_text_open(text, key, '[');
	while (*list != '\0') {
		const char *end = strstr(list, separator);
		size_t len = end != NULL ? (size_t)(end - list) : strlen(list);

		json_text_bytes(text, NULL, list, len);
		list += len;
		if (end != NULL)
			list += strlen(separator);
	}
	json_text_close(text, ']');
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
	append_time(text, "started", run->started_us);
	append_time(text, "finished", run->finished_us);
	json_text_string(text, "end", run_end_name(run->end));
	append_string(text, "note", run->note);
	append_string(text, "settings", run->settings);
	append_string(text, "version", run->version);
	append_string(text, "registry", run->registry);
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
	append_time(text, "time", sighting->time_us);
	append_string(text, "hostname", sighting->hostname);
	append_string(text, "registry_status", sighting->registry_status);
	append_string(text, "registry_name", sighting->registry_name);
	append_string(text, "service", sighting->service);
	append_string(text, "product", sighting->product);
	append_string(text, "version", sighting->version);
	append_string(text, "certificate", sighting->certificate);
	append_list(text, "host_keys", sighting->host_keys, ", ");
	append_string(text, "banner", sighting->banner);
	append_string(text, "verdict", sighting->verdict);
	append_list(text, "why", sighting->why, ";");
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
	append_string(text, "text", line.data);
	append_string(text, "owner", rule->owner);
	append_string(text, "reason", rule->reason);
	append_string(text, "until", rule->until);
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

static void append_aspects(struct text *text, const struct change *change)
{
	unsigned aspects = change->kind == CHANGE_CHANGED ? change->aspects : 0;

	json_text_open(text, "aspects", '[');
	for (unsigned i = 0; i < CHANGE_ASPECT_COUNT; i++) {
		enum change_aspect aspect = (enum change_aspect)(1u << i);

		if (aspects & aspect)
			json_text_string(text, NULL,
			                 change_aspect_name(aspect));
	}
	json_text_close(text, ']');
}

static void append_change(struct text *text, const struct change *change)
{
	struct text words;

	text_init(&words);
	change_explain(change, &words);
	json_text_open(text, NULL, '{');
	json_text_string(text, "kind", change_kind_name(change->kind));
	json_text_string(text, "why",
	                 change->kind == CHANGE_NOT_COMPARABLE
	                         ? incomparable_name(change->why)
	                         : NULL);
	append_aspects(text, change);
	append_address(text, &change->address);
	if (change->whole_host) {
		json_text_null(text, "port");
		json_text_null(text, "protocol");
	} else {
		append_port(text, change->protocol, change->port);
	}
	json_text_bytes(text, "words", words.data, words.len);
	append_sighting(text, "before", change->before);
	append_sighting(text, "after", change->after);
	json_text_close(text, '}');
	text_release(&words);
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
		append_time(text, "started", point->started_us);
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
