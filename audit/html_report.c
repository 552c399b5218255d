// SPDX-License-Identifier: Apache-2.0
#include "audit/html_report.h"

#include "audit/html_changes.h"
#include "audit/html_issues.h"
#include "audit/html_map.h"
#include "audit/html_policy.h"
#include "audit/html_trend.h"
#include "base/count.h"
#include "report/html_page.h"
#include "report/html_text.h"
#include "report/units.h"

#include <inttypes.h>
#include <string.h>

static void append_title(const struct account *account, struct text *text)
{
	struct text title;

	text_init(&title);
	text_printf(&title, "Audit %s, run %" PRId64, account->audit,
	            account->run->id);
	html_page_append_begin(text, title.data);
	html_text_element(text, "h1", NULL, title.data);
	text_append_char(text, '\n');
	text->failed |= title.failed;
	text_release(&title);
}

static void append_times(const struct run *run, struct text *text)
{
	html_text_open(text, "p", "muted");
	text_append_string(text, "Started ");
	html_text_time(text, run->started_us);
	if (run->finished_us > run->started_us) {
		text_append_string(text, ", took ");
		units_append_duration(
			text,
			(uint64_t)(run->finished_us - run->started_us) / 1000);
	}
	text_append_string(text, "; of ");
	html_text_count(text, run->addresses, "address", "addresses");
	text_printf(text, ", %" PRIu64 " answered; ", run->hosts_answered);
	html_text_count(text, run->open, "port is", "ports are");
	text_append_string(text, " open</p>\n");
}

static void append_note(const struct run *run, struct text *text)
{
	if (run->note == NULL || run->note[0] == '\0')
		return;
	text_append_char(text, ' ');
	html_text_string(text, run->note);
}

/* How it ended, where that is not well. */
static void append_end(const struct run *run, struct text *text)
{
	if (run->end == RUN_COMPLETE)
		return;
	html_text_open(text, "p", "notice alarm");
	html_text_open(text, "strong", NULL);
	text_printf(text, "This run is %s.", run_end_name(run->end));
	html_text_close(text, "strong");
	text_append_string(text, " Not every question was asked: what is not "
	                         "here may be there all the same.");
	append_note(run, text);
	text_append_string(text, "</p>\n");
}

static void append_tiles(const struct account *account, struct text *text)
{
	const struct run *run = account->run;
	const struct {
		const char *class;
		uint64_t count;
		const char *words;
	} tiles[] = {
		{ "alarm", issue_list_count(account->issues, ISSUE_NEW),
		  "new issues" },
		{ "alarm", issue_list_count(account->issues, ISSUE_OPEN),
		  "known issues" },
		{ "doubt", account_change_count(account), "changes" },
		{ "doubt", run->unconfirmed, "unconfirmed" },
		{ "good", run->expected, "expected" },
		{ "good", run->approved, "approved" },
	};

	html_text_open(text, "ul", "tiles");
	for (size_t i = 0; i < COUNT(tiles); i++)
		html_page_append_tile(text, tiles[i].class, tiles[i].count,
		                      tiles[i].words);
	text_append_string(text, "</ul>\n");
}

static void append_changes(const struct account *account, struct text *text)
{
	html_changes_append(
		account->changes, account->previous,
		&(struct html_changes_words){
			.id = "changes",
			.without = "There is no earlier run to compare with.",
		},
		text);
	html_changes_append(
		account->drift, account->baseline,
		&(struct html_changes_words){
			.id = "drift",
			.since = "the baseline",
			.without = "No run is the baseline: portscan audit "
				   "baseline makes one.",
		},
		text);
}

static void append_setting(const char *term, const char *value,
                           struct text *text)
{
	if (value == NULL || value[0] == '\0')
		return;
	html_text_element(text, "dt", NULL, term);
	html_text_open(text, "dd", NULL);
	html_text_cut(text, value, strlen(value), 2000);
	text_append_string(text, "</dd>\n");
}

static void append_foot(const struct account *account, struct text *text)
{
	text_append_string(text, "<footer>\n<dl class=\"facts\">\n");
	append_setting("Settings", account->run->settings, text);
	append_setting("Judged on", account->today, text);
	append_setting("Registry", account->run->registry, text);
	append_setting("portscan", account->run->version, text);
	text_append_string(text, "</dl>\n</footer>\n");
}

void html_report(const struct account *account, struct text *text)
{
	append_title(account, text);
	append_times(account->run, text);
	append_end(account->run, text);
	append_tiles(account, text);
	html_issues_append(account, text);
	append_changes(account, text);
	html_trend_append(account->trend, account->trend_count, text);
	html_map_append(account, text);
	html_policy_append(account, text);
	append_foot(account, text);
	text_append_string(text, HTML_PAGE_END);
}
