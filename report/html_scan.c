// SPDX-License-Identifier: Apache-2.0
#include "report/html_scan.h"

#include "base/count.h"
#include "report/closing.h"
#include "report/html_page.h"
#include "report/html_text.h"
#include "report/units.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
	TARGETS_SHOWN = 60, /* bytes, in headings */
	WORDS_SHOWN = 2000, /* bytes of the command line or of ports */
};

static void append_subject(struct text *text, const struct scan_info *info)
{
	text_append_string(text, "Port scan of ");
	if (strlen(info->targets) <= TARGETS_SHOWN && info->targets[0] != '\0')
		text_append_string(text, info->targets);
	else
		text_printf(text, "%" PRIu64 " addresses", info->address_count);
}

void html_scan_append_head(struct text *text, const struct scan_info *info)
{
	struct text subject;

	text_init(&subject);
	append_subject(&subject, info);
	html_page_append_begin(text, subject.data);
	html_text_element(text, "h1", NULL, subject.data);
	text_append_string(text, "\n<p class=\"muted\">Started ");
	html_text_time(text, info->started_us);
	text_append_string(text, "</p>\n");
	text->failed |= subject.failed;
	text_release(&subject);
}

static uint64_t failures(const struct scan_summary *summary)
{
	return summary->states[PORT_UNTESTED] -
	       summary->reasons[REASON_NOT_DISCOVERED];
}

/* What is wrong with the whole, where something is. */
static void append_notice(struct text *text, const struct scan_summary *summary)
{
	if (summary->complete && !summary->interrupted &&
	    summary->unresolved_count == 0)
		return;
	html_text_open(text, "p", "notice alarm");
	html_text_element(text, "strong", NULL,
	                  summary->interrupted ? "Interrupted."
	                                       : "Incomplete.");
	if (failures(summary) > 0) {
		text_append_char(text, ' ');
		html_text_count(text, failures(summary), "port was",
		                "ports were");
		text_append_string(text, " not tested.");
	}
	if (summary->unresolved_count > 0) {
		text_append_char(text, ' ');
		html_text_count(text, summary->unresolved_count, "name was",
		                "names were");
		text_append_string(text, " not resolved.");
	}
	text_append_string(text,
	                   " What is not here may be there all the same: see "
	                   "<a href=\"#notes\">below</a>.</p>\n");
}

static void append_tiles(struct text *text, const struct scan_summary *summary)
{
	static const struct {
		enum verdict_label label;
		const char *words;
	} tiles[] = {
		{ VERDICT_INVESTIGATE, "to investigate" },
		{ VERDICT_UNCONFIRMED, "unconfirmed" },
		{ VERDICT_EXPECTED, "expected" },
	};

	text_append_string(text, "<ul class=\"tiles\">\n");
	for (size_t i = 0; i < COUNT(tiles); i++)
		html_page_append_tile(
			text, html_page_verdict_class(tiles[i].label),
			summary->verdicts[tiles[i].label], tiles[i].words);
	html_page_append_tile(text, "plain", summary->hosts_answered,
	                      summary->hosts_answered == 1 ? "host answered"
	                                                   : "hosts answered");
	text_append_string(text, "</ul>\n");
}

void html_scan_append_result(struct text *text,
                             const struct scan_summary *summary)
{
	text_append_string(text, "<p class=\"muted\">Took ");
	units_append_duration(text, summary->elapsed_ms);
	text_append_string(text, "; of ");
	html_text_count(text, summary->address_count, "address", "addresses");
	text_printf(text, ", %" PRIu64 " answered</p>\n",
	            summary->hosts_answered);
	append_notice(text, summary);
	append_tiles(text, summary);
}

/* Each line of `notes` an item. */
static void append_list(struct text *text, const char *notes)
{
	html_text_open(text, "ul", NULL);
	while (*notes != '\0') {
		size_t len = strcspn(notes, "\n");

		html_text_open(text, "li", NULL);
		html_text_bytes(text, notes, len);
		text_append_string(text, "</li>\n");
		notes += len + (notes[len] == '\n');
	}
	text_append_string(text, "</ul>\n");
}

static void append_count(struct text *text, uint64_t count, const char *words)
{
	text_printf(text,
	            "<tr><th scope=\"row\">%s</th>"
	            "<td class=\"number\">%" PRIu64 "</td></tr>\n",
	            words, count);
}

static void append_counts(struct text *text, const struct scan_summary *summary)
{
	text_append_string(text, "<table class=\"counts\">\n"
	                         "<caption>Ports by state</caption>\n<tbody>");
	for (int i = 0; i < PORT_STATE_COUNT; i++) {
		enum port_state state = (enum port_state)i;

		if (state == PORT_OPEN_FILTERED && summary->states[i] == 0)
			continue; /* only UDP knows it */
		append_count(text,
		             state == PORT_UNTESTED ? failures(summary)
		                                    : summary->states[i],
		             port_state_name(state));
	}
	if (summary->reasons[REASON_NOT_DISCOVERED] > 0)
		append_count(text, summary->reasons[REASON_NOT_DISCOVERED],
		             "skipped");
	text_append_string(text, "</tbody></table>\n");
}

void html_scan_append_notes(struct text *text,
                            const struct scan_summary *summary)
{
	struct text notes;

	text_init(&notes);
	closing_append_notes(&notes, summary);
	html_page_open_section(text, "notes", "How far this can be relied on");
	if (notes.len > 0)
		append_list(text, notes.data);
	else
		html_text_element(text, "p", NULL,
		                  "Every port was asked, and no answer had to "
		                  "be asked for twice.");
	append_counts(text, summary);
	html_page_close_section(text);
	text->failed |= notes.failed;
	text_release(&notes);
}

static void append_setting(struct text *text, const char *term,
                           const char *value)
{
	if (value == NULL || value[0] == '\0')
		return;
	html_text_element(text, "dt", NULL, term);
	html_text_open(text, "dd", NULL);
	html_text_cut(text, value, strlen(value), WORDS_SHOWN);
	text_append_string(text, "</dd>\n");
}

static void append_command(struct text *text, const struct scan_info *info)
{
	struct text line;

	text_init(&line);
	for (int i = 0; i < info->argc; i++)
		text_printf(&line, "%s%s", i > 0 ? " " : "", info->argv[i]);
	append_setting(text, "Command", line.data);
	text->failed |= line.failed;
	text_release(&line);
}

static void append_part(struct text *text, const struct scan_info *info)
{
	char part[48];

	if (info->shard_count <= 1)
		return;
	snprintf(part, sizeof(part), "%" PRIu32 " of %" PRIu32,
	         info->shard_index + 1, info->shard_count);
	append_setting(text, "Part", part);
}

void html_scan_append_settings(struct text *text, const struct scan_info *info)
{
	char seed[24];

	snprintf(seed, sizeof(seed), "%" PRIu64, info->seed);
	text_append_string(text, "<footer>\n<dl class=\"facts\">\n");
	append_command(text, info);
	append_setting(text, "TCP ports", info->ports[PROTOCOL_TCP]);
	append_setting(text, "UDP ports", info->ports[PROTOCOL_UDP]);
	append_part(text, info);
	append_setting(text, "Seed", seed);
	append_setting(text, "Registry", info->registry.date);
	append_setting(text, "portscan", info->version);
	text_append_string(text, "</dl>\n</footer>\n");
}
