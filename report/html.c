// SPDX-License-Identifier: Apache-2.0
#include "report/html.h"

#include "base/grow.h"
#include "report/fold.h"
#include "report/html_investigate.h"
#include "report/html_page.h"
#include "report/html_row.h"
#include "report/html_scan.h"
#include "report/html_text.h"

#include <stdlib.h>

#define CUT                                                                    \
	"<p class=\"notice alarm\"><strong>Unfinished.</strong> The scan, or " \
	"the writing of this page, ended before its time: what it found is "   \
	"missing here.</p>\n" HTML_PAGE_END

/* How the page ends when it is cut short, and that in its table. */
static const char cut[] = CUT;
static const char cut_in_table[] = HTML_ROW_END CUT;

struct html {
	struct sink sink;
	struct output *output;
	struct text closing; /* how it was scanned, which comes last */
	struct text strings; /* of the rows */
	struct html_row *rows;
	size_t row_count, row_room;
	struct fold fold;
};

static struct html *html_of(struct sink *sink)
{
	return (struct html *)sink;
}

static void begin(struct sink *sink, const struct scan_info *info)
{
	struct html *html = html_of(sink);
	struct text *text = output_text(html->output);

	output_begin(html->output);
	output_set_tail(html->output, cut);
	html_scan_append_head(text, info);
	html_scan_append_settings(&html->closing, info);
	text->failed |= html->closing.failed;
	output_commit(html->output);
	output_flush(html->output);
}

static bool add_row(struct html *html, struct html_row row)
{
	struct html_row *rows = grow(html->rows, &html->row_room,
	                             html->row_count, sizeof(*rows));

	if (rows == NULL)
		return false;
	html->rows = rows;
	rows[html->row_count++] = row;
	return true;
}

static void finding(struct sink *sink, const struct finding *finding)
{
	struct html *html = html_of(sink);
	bool kept;

	if (fold_wants(finding))
		kept = fold_add(&html->fold, finding);
	else
		kept = add_row(html, html_row_make(&html->strings, finding));
	html->strings.failed |= !kept;
}

static void flush(struct sink *sink)
{
	(void)sink;
}

static void host(struct sink *sink, const struct host_summary *host)
{
	(void)sink;
	(void)host;
}

static void unfold(struct html *html)
{
	for (const struct folded_host *folded = html->fold.hosts;
	     folded != NULL; folded = folded->next)
		html->strings.failed |= !add_row(
			html, html_row_make_folded(&html->strings, folded));
}

static int compare_rows(const void *a, const void *b)
{
	const struct html_row *row_a = a, *row_b = b;
	int order = address_compare(&row_a->address, &row_b->address);

	if (order != 0)
		return order;
	if (row_a->port != row_b->port)
		return row_a->port < row_b->port ? -1 : 1;
	return (int)row_a->protocol - (int)row_b->protocol;
}

static void append_hosts(struct html *html)
{
	struct text *text = output_text(html->output);

	html_row_append_head(text);
	output_set_tail(html->output, cut_in_table);
	for (size_t i = 0; i < html->row_count;) {
		i += html_row_append_host(text, &html->rows[i],
		                          html->row_count - i,
		                          html->strings.data);
		output_commit(html->output);
	}
	text_append_string(text, HTML_ROW_END);
	output_set_tail(html->output, cut);
}

static void append_ports(struct html *html, const struct scan_summary *summary)
{
	struct text *text = output_text(html->output);

	if (html->row_count > 0)
		qsort(html->rows, html->row_count, sizeof(*html->rows),
		      compare_rows);
	text->failed |= !html_investigate_append(
		text, html->rows, html->row_count, html->strings.data);
	html_page_open_section(text, "ports", "Ports by host");
	if (html->row_count > 0)
		append_hosts(html);
	else
		html_text_element(
			text, "p", NULL,
			summary->states[PORT_UNTESTED] == 0
				? "No open ports."
				: "No open ports among those tested.");
	html_page_close_section(text);
}

static int end(struct sink *sink, const struct scan_summary *summary)
{
	struct html *html = html_of(sink);
	struct text *text = output_text(html->output);

	unfold(html);
	if (html->strings.failed) {
		text->failed = true;
		return output_end(html->output);
	}
	html_scan_append_result(text, summary);
	append_ports(html, summary);
	html_scan_append_notes(text, summary);
	text_append(text, html->closing.data, html->closing.len);
	text_append_string(text, HTML_PAGE_END);
	output_commit(html->output);
	return output_end(html->output);
}

static void release(struct sink *sink)
{
	struct html *html = html_of(sink);

	output_free(html->output);
	text_release(&html->closing);
	text_release(&html->strings);
	fold_release(&html->fold);
	free(html->rows);
	free(html);
}

struct sink *html_sink_create(struct output *output)
{
	struct html *html = malloc(sizeof(*html));

	if (html == NULL)
		return NULL;
	*html = (struct html){
		.sink = { begin, finding, flush, host, end, release },
		.output = output,
	};
	text_init(&html->closing);
	text_init(&html->strings);
	return &html->sink;
}
