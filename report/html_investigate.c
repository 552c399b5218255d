// SPDX-License-Identifier: Apache-2.0
#include "report/html_investigate.h"

#include "report/html_page.h"
#include "report/html_port.h"
#include "report/html_text.h"

#include <stdlib.h>
#include <string.h>

/* One row, with what its reason is an offset of. */
struct item {
	const struct html_row *row;
	const char *strings;
};

static int compare_entry(const struct item *a, const struct item *b)
{
	if (a->row->whole_host != b->row->whole_host)
		return a->row->whole_host ? 1 : -1;
	if (a->row->port != b->row->port)
		return a->row->port < b->row->port ? -1 : 1;
	if (a->row->protocol != b->row->protocol)
		return (int)a->row->protocol - (int)b->row->protocol;
	return strcmp(a->strings + a->row->reason, b->strings + b->row->reason);
}

static int compare_item(const void *a, const void *b)
{
	const struct item *item_a = a, *item_b = b;
	int order = compare_entry(item_a, item_b);

	return order != 0 ? order
	                  : address_compare(&item_a->row->address,
	                                    &item_b->row->address);
}

/* How many items, from the first on, are one entry. */
static size_t entry_len(const struct item *items, size_t count)
{
	size_t len = 1;

	while (len < count && compare_entry(&items[0], &items[len]) == 0)
		len++;
	return len;
}

static void append_host(struct text *text, const struct item *item)
{
	char buffer[ADDRESS_TEXT_MAX];

	text_append_string(text, "<a href=\"#");
	html_row_append_id(text, item->row);
	text_printf(text, "\">%s</a>",
	            address_format(&item->row->address, buffer));
}

static void append_heading(struct text *text, const struct item *items,
                           size_t len)
{
	html_text_open(text, "h3", NULL);
	if (items->row->whole_host)
		text_append_string(text, "every port on ");
	else
		text_printf(text, "%u/%s on ", items->row->port,
		            protocol_name(items->row->protocol));
	if (len == 1)
		append_host(text, items);
	else
		text_printf(text, "%zu hosts", len);
	text_append_string(text, "</h3>\n");
}

static void append_hosts(struct text *text, const struct item *items,
                         size_t len)
{
	text_printf(text,
	            "<details><summary>%zu hosts</summary>"
	            "<ul class=\"hosts\">\n",
	            len);
	for (size_t i = 0; i < len; i++) {
		html_text_open(text, "li", NULL);
		append_host(text, &items[i]);
		text_append_string(text, "</li>\n");
	}
	text_append_string(text, "</ul></details>\n");
}

/* Of many hosts, that of the first: the others have theirs below. */
static void append_evidence(struct text *text, const struct item *items,
                            size_t len)
{
	html_text_open(text, "div", "evidence");
	if (len > 1) {
		text_append_string(text, "For example ");
		append_host(text, items);
		text_append_string(text, ": ");
	}
	text_append_string(text, items->strings + items->row->service);
	text_append_string(text, items->strings + items->row->evidence);
	html_text_close(text, "div");
	text_append_char(text, '\n');
}

static void append_entry(struct text *text, const struct item *items,
                         size_t len)
{
	html_text_open(text, "article", "entry");
	text_append_char(text, '\n');
	append_heading(text, items, len);
	html_text_element(text, "p", "why",
	                  items->strings + items->row->reason);
	text_append_char(text, '\n');
	append_evidence(text, items, len);
	if (len > 1)
		append_hosts(text, items, len);
	if (items->row->whole_host)
		text_append_string(text, "<p class=\"next\">Next: on the host: "
		                         "<code>ss -ltnp</code></p>\n");
	else
		html_port_append_next(text, items->row->protocol,
		                      items->row->port);
	text_append_string(text, "</article>\n");
}

static void append_section(struct text *text, struct item *items, size_t count)
{
	qsort(items, count, sizeof(*items), compare_item);
	html_page_open_section(text, "investigate", "To investigate");
	for (size_t i = 0, len; i < count; i += len) {
		len = entry_len(&items[i], count - i);
		append_entry(text, &items[i], len);
	}
	html_page_close_section(text);
}

bool html_investigate_append(struct text *text, const struct html_row *rows,
                             size_t count, const char *strings)
{
	struct item *items = calloc(count + 1, sizeof(*items));
	size_t found = 0;

	if (items == NULL)
		return false;
	for (size_t i = 0; i < count; i++)
		if (rows[i].label == VERDICT_INVESTIGATE)
			items[found++] = (struct item){ &rows[i], strings };
	if (found > 0)
		append_section(text, items, found);
	free(items);
	return true;
}
