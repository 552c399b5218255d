// SPDX-License-Identifier: Apache-2.0
#include "audit/html_changes.h"

#include "audit/html_sighting.h"
#include "report/html_page.h"
#include "report/html_text.h"

#include <inttypes.h>

enum { ROWS_SHOWN = 500 }; /* of a table or of a list */

static uint64_t count_comparable(const struct change_list *changes)
{
	return changes->count -
	       change_list_count(changes, CHANGE_NOT_COMPARABLE);
}

static const char *class_of(enum change_kind kind)
{
	switch (kind) {
	case CHANGE_OPENED:
	case CHANGE_APPEARED: return "alarm";
	case CHANGE_CHANGED: return "doubt";
	case CHANGE_CLOSED:
	case CHANGE_VANISHED:
	case CHANGE_NOT_COMPARABLE: return "plain";
	}
	return "plain";
}

static void append_place(const struct change *change, struct text *text)
{
	const struct sighting *seen =
		change->after != NULL ? change->after : change->before;

	if (!change->whole_host)
		text_printf(text, "%u/%s on ", change->port,
		            protocol_name(change->protocol));
	html_sighting_append_host(&change->address,
	                          seen != NULL ? seen->hostname : "", text);
}

static void append_words(const struct change *change, struct text *text)
{
	struct text words;

	text_init(&words);
	if (change->told != NULL)
		text_append_string(&words, change->told);
	else
		change_explain(change, &words);
	html_text_bytes(text, words.data, words.len);
	text->failed |= words.failed;
	text_release(&words);
}

static void append_row(const struct change *change, struct text *text)
{
	text_append_string(text, "<tr><td>");
	html_page_append_badge(text, class_of(change->kind),
	                       change_kind_name(change->kind));
	text_append_string(text, "</td><th scope=\"row\">");
	append_place(change, text);
	text_append_string(text, "</th><td>");
	append_words(change, text);
	text_append_string(text, "</td></tr>\n");
}

static void append_rest(uint64_t count, struct text *text)
{
	if (count <= ROWS_SHOWN)
		return;
	html_text_open(text, "p", "notice");
	text_append_string(text, "And ");
	html_text_count(text, count - ROWS_SHOWN, "more", "more");
	text_append_string(text, ": <code>portscan audit diff</code> has them "
	                         "all.</p>\n");
}

static void append_table(const struct change_list *changes, struct text *text)
{
	uint64_t count = count_comparable(changes), shown = 0;

	text_append_string(text, "<table class=\"changes stack\">\n<thead><tr>"
	                         "<th scope=\"col\">Change</th>"
	                         "<th scope=\"col\">Where</th>"
	                         "<th scope=\"col\">What</th>"
	                         "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < changes->count && shown < ROWS_SHOWN; i++)
		if (changes->items[i].kind != CHANGE_NOT_COMPARABLE) {
			append_row(&changes->items[i], text);
			shown++;
		}
	text_append_string(text, "</tbody>\n</table>\n");
	append_rest(count, text);
}

static const char *reason_words(enum incomparable why)
{
	switch (why) {
	case INCOMPARABLE_NOT_ASKED_BEFORE:
		return "open now, and not asked then";
	case INCOMPARABLE_NOT_ASKED_NOW: return "open then, and not asked now";
	case INCOMPARABLE_NOT_RECORDED:
		return "whether it was asked is not recorded";
	case INCOMPARABLE_UNTESTED: return "one of the runs failed to ask";
	case INCOMPARABLE_UNREACHABLE: return "out of reach in one of the runs";
	case INCOMPARABLE_LESS_KNOWN:
		return "one of the runs looked less closely";
	case INCOMPARABLE_NOT_CONFIRMED:
		return "a second look saw it otherwise";
	}
	return "";
}

static bool is_incomparable(const struct change *change, enum incomparable why)
{
	return change->kind == CHANGE_NOT_COMPARABLE && change->why == why;
}

static uint64_t count_incomparable(const struct change_list *changes,
                                   enum incomparable why)
{
	uint64_t count = 0;

	for (size_t i = 0; i < changes->count; i++)
		count += is_incomparable(&changes->items[i], why);
	return count;
}

static void append_incomparable(const struct change_list *changes,
                                enum incomparable why, struct text *text)
{
	uint64_t count = count_incomparable(changes, why), shown = 0;

	if (count == 0)
		return;
	text_printf(text,
	            "<details><summary>%" PRIu64 ": %s <span class=\"muted\">"
	            "%s</span></summary>\n<ul>\n",
	            count, reason_words(why), incomparable_name(why));
	for (size_t i = 0; i < changes->count && shown < ROWS_SHOWN; i++) {
		const struct change *change = &changes->items[i];

		if (!is_incomparable(change, why))
			continue;
		html_text_open(text, "li", NULL);
		append_place(change, text);
		text_append_string(text, ": ");
		append_words(change, text);
		text_append_string(text, "</li>\n");
		shown++;
	}
	text_append_string(text, "</ul>\n");
	append_rest(count, text);
	text_append_string(text, "</details>\n");
}

static void append_all(const struct change_list *changes, struct text *text)
{
	if (count_comparable(changes) > 0)
		append_table(changes, text);
	else
		html_text_element(text, "p", NULL, "Nothing changed.");
	if (change_list_count(changes, CHANGE_NOT_COMPARABLE) == 0)
		return;
	html_text_element(text, "h3", NULL, "Not comparable");
	text_append_char(text, '\n');
	for (int i = 0; i < INCOMPARABLE_COUNT; i++)
		append_incomparable(changes, (enum incomparable)i, text);
}

/* "Changes since run 16", or since what the words say. */
static void append_heading(const struct run *run,
                           const struct html_changes_words *words,
                           struct text *text)
{
	struct text heading;

	text_init(&heading);
	text_append_string(&heading, "Changes");
	if (words->since != NULL)
		text_printf(&heading, " since %s", words->since);
	else if (run != NULL)
		text_printf(&heading, " since run %" PRId64, run->id);
	html_page_open_section(text, words->id, heading.data);
	text->failed |= heading.failed;
	text_release(&heading);
}

void html_changes_append(const struct change_list *changes,
                         const struct run *run,
                         const struct html_changes_words *words,
                         struct text *text)
{
	append_heading(run, words, text);
	if (run == NULL) {
		html_text_element(text, "p", NULL, words->without);
	} else {
		html_text_open(text, "p", "muted");
		text_printf(text, "Run %" PRId64 " of ", run->id);
		html_text_time(text, run->started_us);
		text_append_string(text, "</p>\n");
		append_all(changes, text);
	}
	html_page_close_section(text);
}
