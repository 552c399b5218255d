// SPDX-License-Identifier: Apache-2.0
#include "audit/html_map.h"

#include "audit/html_sighting.h"
#include "base/count.h"
#include "base/grow.h"
#include "report/html_page.h"
#include "report/html_text.h"

#include <stdlib.h>
#include <string.h>

/* A row or a column, and why it is worth its room. */
struct line {
	struct address address; /* of a row */
	enum protocol protocol; /* of a column */
	uint16_t port;
	const char *hostname; /* of a row; "": unknown */
	size_t issues, open;
};

struct lines {
	struct line *items;
	size_t count, room;
	size_t left_out;
};

struct map {
	const struct account *account;
	const struct issue **issues; /* that need a person, by place */
	size_t issue_count;
	struct lines rows, columns;
};

static int compare_issues(const void *a, const void *b)
{
	const struct issue *issue_a = *(const struct issue *const *)a;
	const struct issue *issue_b = *(const struct issue *const *)b;
	int order = address_compare(&issue_a->address, &issue_b->address);

	if (order != 0)
		return order;
	if (issue_a->protocol != issue_b->protocol)
		return (int)issue_a->protocol - (int)issue_b->protocol;
	return (int)issue_a->port - (int)issue_b->port;
}

static bool index_issues(struct map *map)
{
	const struct issue_list *list = map->account->issues;

	map->issues = calloc(list->count + 1, sizeof(*map->issues));
	if (map->issues == NULL)
		return false;
	for (size_t i = 0; i < list->count; i++)
		if (issue_needs_person(&list->items[i]))
			map->issues[map->issue_count++] = &list->items[i];
	qsort(map->issues, map->issue_count, sizeof(*map->issues),
	      compare_issues);
	return true;
}

static const struct issue *find_issue(const struct map *map,
                                      const struct sighting *sighting)
{
	struct issue sought = { .address = sighting->address,
		                .protocol = sighting->protocol,
		                .port = sighting->port };
	const struct issue *key = &sought;
	const struct issue **found =
		bsearch(&key, map->issues, map->issue_count,
	                sizeof(*map->issues), compare_issues);

	return found != NULL ? *found : NULL;
}

static int compare_places(const void *a, const void *b)
{
	const struct line *line_a = a, *line_b = b;
	int order = address_compare(&line_a->address, &line_b->address);

	if (order != 0)
		return order;
	if (line_a->protocol != line_b->protocol)
		return (int)line_a->protocol - (int)line_b->protocol;
	return (int)line_a->port - (int)line_b->port;
}

static int compare_counts(size_t a, size_t b)
{
	return a == b ? 0 : a > b ? -1 : 1;
}

/* The most important first. */
static int compare_worth(const void *a, const void *b)
{
	const struct line *line_a = a, *line_b = b;
	int order = compare_counts(line_a->issues, line_b->issues);

	if (order == 0)
		order = compare_counts(line_a->open, line_b->open);
	return order != 0 ? order : compare_places(a, b);
}

static bool add_line(struct lines *lines, struct line line)
{
	struct line *items =
		grow(lines->items, &lines->room, lines->count, sizeof(line));

	if (items == NULL)
		return false;
	lines->items = items;
	items[lines->count++] = line;
	return true;
}

/* Lines of one place become one. */
static void merge(struct lines *lines)
{
	size_t count = 0;

	if (lines->count == 0)
		return;
	qsort(lines->items, lines->count, sizeof(*lines->items),
	      compare_places);
	for (size_t i = 1; i < lines->count; i++) {
		struct line *last = &lines->items[count];
		const struct line *line = &lines->items[i];

		if (compare_places(last, line) != 0) {
			lines->items[++count] = *line;
			continue;
		}
		last->issues += line->issues;
		last->open += line->open;
		if (last->hostname[0] == '\0')
			last->hostname = line->hostname;
	}
	lines->count = count + 1;
}

static void bound(struct lines *lines, size_t max)
{
	if (lines->count <= max)
		return;
	qsort(lines->items, lines->count, sizeof(*lines->items), compare_worth);
	lines->left_out = lines->count - max;
	lines->count = max;
	qsort(lines->items, lines->count, sizeof(*lines->items),
	      compare_places);
}

static bool fill(struct map *map)
{
	const struct snapshot *snapshot = map->account->snapshot;

	if (!index_issues(map))
		return false;
	for (size_t i = 0; i < snapshot->count; i++) {
		const struct sighting *sighting = &snapshot->sightings[i];
		size_t issues = find_issue(map, sighting) != NULL;

		if (!add_line(&map->rows,
		              (struct line){ .address = sighting->address,
		                             .hostname = sighting->hostname,
		                             .issues = issues,
		                             .open = 1 }) ||
		    !add_line(&map->columns,
		              (struct line){ .protocol = sighting->protocol,
		                             .port = sighting->port,
		                             .hostname = "",
		                             .issues = issues,
		                             .open = 1 }))
			return false;
	}
	merge(&map->rows);
	merge(&map->columns);
	bound(&map->rows, HTML_MAP_HOSTS);
	bound(&map->columns, HTML_MAP_PORTS);
	return true;
}

/* What a cell may say. */
enum mark {
	MARK_NEW,
	MARK_KNOWN,
	MARK_UNCONFIRMED,
	MARK_EXPECTED,
	MARK_APPROVED,
	MARK_OPEN, /* and not judged */
	MARK_NOT_ASKED,
	MARK_SHUT,
};

static const struct {
	const char *sign;
	const char *class;
	const char *words;
} marks[] = {
	[MARK_NEW] = { "N", "alarm", "new issue" },
	[MARK_KNOWN] = { "!", "alarm", "known issue" },
	[MARK_UNCONFIRMED] = { "?", "doubt", "unconfirmed" },
	[MARK_EXPECTED] = { "✓", "good", "expected" },
	[MARK_APPROVED] = { "A", "good", "approved" },
	[MARK_OPEN] = { "o", "plain", "open" },
	[MARK_NOT_ASKED] = { "·", "none", "not known: not asked" },
	[MARK_SHUT] = { "", "none", "not open" },
};

static enum mark mark_of_open(const struct map *map,
                              const struct sighting *sighting)
{
	const struct issue *issue = find_issue(map, sighting);

	if (issue != NULL)
		return issue->state == ISSUE_NEW ? MARK_NEW : MARK_KNOWN;
	switch (html_sighting_label(sighting)) {
	case VERDICT_INVESTIGATE: return MARK_APPROVED;
	case VERDICT_UNCONFIRMED: return MARK_UNCONFIRMED;
	case VERDICT_EXPECTED: return MARK_EXPECTED;
	case VERDICT_NONE: return MARK_OPEN;
	}
	return MARK_OPEN;
}

static bool was_asked(const struct map *map, const struct line *row,
                      const struct line *column)
{
	struct answer answer =
		coverage_find(map->account->snapshot->coverage, &row->address,
	                      column->protocol, column->port);

	switch (answer.asked) {
	case ASKED_NOT:
	case ASKED_UNKNOWN:
	case ASKED_DOUBTFUL: return false;
	case ASKED_SHUT: return true;
	case ASKED_KNOWN: return answer.outcome.state != PORT_UNTESTED;
	}
	return false;
}

/* "<td class="good" title="ssh OpenSSH">✓</td>" */
static void append_cell(const struct map *map, const struct line *row,
                        const struct line *column, struct text *text)
{
	const struct sighting *sighting =
		snapshot_find(map->account->snapshot, &row->address,
	                      column->protocol, column->port);
	enum mark mark = MARK_SHUT;

	if (sighting != NULL)
		mark = mark_of_open(map, sighting);
	else if (!was_asked(map, row, column))
		mark = MARK_NOT_ASKED;
	text_printf(text, "<td class=\"%s\"", marks[mark].class);
	if (sighting != NULL) {
		text_append_string(text, " title=\"");
		html_text_string(text, sighting->service);
		text_printf(text, "%s%s\"",
		            sighting->service[0] != '\0' ? ": " : "",
		            marks[mark].words);
	}
	text_printf(text, ">%s</td>", marks[mark].sign);
}

static void append_head(const struct map *map, struct text *text)
{
	text_append_string(text, "<thead><tr><th scope=\"col\">Host</th>");
	for (size_t i = 0; i < map->columns.count; i++) {
		const struct line *column = &map->columns.items[i];

		text_printf(text, "<th scope=\"col\"><span>%u/%s</span></th>",
		            column->port, protocol_name(column->protocol));
	}
	text_append_string(text, "</tr></thead>\n");
}

static void append_row(const struct map *map, const struct line *row,
                       struct text *text)
{
	text_append_string(text, "<tr><th scope=\"row\">");
	html_sighting_append_host(&row->address, row->hostname, text);
	html_text_close(text, "th");
	for (size_t i = 0; i < map->columns.count; i++)
		append_cell(map, row, &map->columns.items[i], text);
	text_append_string(text, "</tr>\n");
}

static void append_table(const struct map *map, struct text *text)
{
	text_append_string(text, "<div class=\"wide\" tabindex=\"0\" "
	                         "role=\"region\" aria-labelledby=\"map\">\n"
	                         "<table class=\"map\">\n");
	append_head(map, text);
	text_append_string(text, "<tbody>\n");
	for (size_t i = 0; i < map->rows.count; i++)
		append_row(map, &map->rows.items[i], text);
	text_append_string(text, "</tbody>\n</table>\n</div>\n");
}

static void append_legend(struct text *text)
{
	text_append_string(text, "<ul class=\"legend\">\n");
	for (size_t i = 0; i < COUNT(marks); i++)
		text_printf(text,
		            "<li><span class=\"cell %s\">%s</span> %s</li>\n",
		            marks[i].class, marks[i].sign, marks[i].words);
	text_append_string(text, "</ul>\n");
}

static void append_left_out(const struct map *map, struct text *text)
{
	size_t hosts = map->rows.left_out, ports = map->columns.left_out;

	if (hosts + ports == 0)
		return;
	html_text_open(text, "p", "notice");
	text_append_string(text, "Left out: ");
	if (hosts > 0)
		html_text_count(text, hosts, "host", "hosts");
	if (hosts > 0 && ports > 0)
		text_append_string(text, " and ");
	if (ports > 0)
		html_text_count(text, ports, "port", "ports");
	text_append_string(text, ", those with fewest issues and then with "
	                         "least that is open.</p>\n");
}

static void release(struct map *map)
{
	free(map->issues);
	free(map->rows.items);
	free(map->columns.items);
}

void html_map_append(const struct account *account, struct text *text)
{
	struct map map = { .account = account };

	html_page_open_section(text, "map", "Hosts and ports");
	if (!fill(&map)) {
		text->failed = true;
	} else if (map.rows.count == 0) {
		html_text_element(text, "p", NULL, "No open ports.");
	} else {
		append_legend(text);
		append_left_out(&map, text);
		append_table(&map, text);
	}
	html_page_close_section(text);
	release(&map);
}
