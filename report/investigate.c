// SPDX-License-Identifier: Apache-2.0
#include "report/investigate.h"

#include "report/escape.h"

#include <stdlib.h>
#include <string.h>

enum {
	HOSTS_SHOWN = 4,    /* of one entry */
	ENTRIES_SHOWN = 50, /* the table has them all */
	STACKED_INDENT = 6,
	DETAILS_COLUMN_MAX = 48,
	REASON_MIN = 24,      /* columns, however narrow the terminal */
	DETAILS_COLUMNS = 70, /* what the longest advice takes */
};

/* Where reasons and advice stand. */
struct layout {
	size_t column;
	bool stacked; /* on lines of their own, not beside the hosts */
};

static int compare_kind(const struct investigate_item *a,
                        const struct investigate_item *b)
{
	if (a->whole_host != b->whole_host)
		return a->whole_host ? 1 : -1;
	if (a->port != b->port)
		return a->port < b->port ? -1 : 1;
	return (int)a->protocol - (int)b->protocol;
}

static int compare_entry(const struct investigate_item *a,
                         const struct investigate_item *b)
{
	int order = compare_kind(a, b);

	return order != 0 ? order : strcmp(a->reason, b->reason);
}

static int compare_item(const void *a, const void *b)
{
	const struct investigate_item *item_a = a, *item_b = b;
	int order = compare_entry(item_a, item_b);

	return order != 0 ? order
	                  : address_compare(&item_a->address, &item_b->address);
}

/* How many items, from the first on, are one entry. */
static size_t entry_len(const struct investigate_item *items, size_t count)
{
	size_t len = 1;

	while (len < count && compare_entry(&items[0], &items[len]) == 0)
		len++;
	return len;
}

static void append_hosts(struct text *text,
                         const struct investigate_item *items, size_t count)
{
	/* "and 1 more" takes the room of the one. */
	size_t shown = count <= HOSTS_SHOWN + 1 ? count : HOSTS_SHOWN;
	char address[ADDRESS_TEXT_MAX];

	for (size_t i = 0; i < shown; i++)
		text_printf(text, "%s%s", i > 0 ? ", " : "",
		            address_format(&items[i].address, address));
	if (shown < count)
		text_printf(text, " and %zu more", count - shown);
}

static size_t append_head(struct text *text,
                          const struct investigate_item *items, size_t len)
{
	size_t before = text->len;

	if (items->whole_host)
		text_append_string(text, "  every port on ");
	else
		text_printf(text, "  %u/%s on ", items->port,
		            protocol_name(items->protocol));
	append_hosts(text, items, len);
	return text->len - before;
}

static struct layout choose_layout(const struct investigate_item *items,
                                   size_t count, const struct style *style)
{
	struct layout layout = { 0 };
	struct text head;

	text_init(&head);
	for (size_t i = 0, len; i < count; i += len) {
		size_t columns;

		len = entry_len(&items[i], count - i);
		text_clear(&head);
		columns = append_head(&head, &items[i], len) + 2;
		if (columns > layout.column)
			layout.column = columns;
	}
	text_release(&head);
	layout.stacked = layout.column > DETAILS_COLUMN_MAX ||
	                 (style->width > 0 &&
	                  layout.column + DETAILS_COLUMNS > style->width);
	if (layout.stacked)
		layout.column = STACKED_INDENT;
	return layout;
}

static void append_padding(struct text *text, size_t at, size_t column)
{
	for (; at < column; at++)
		text_append_char(text, ' ');
}

/* Word by word, each line from the layout's column on. */
static void append_reason(struct text *text, const char *reason,
                          const struct layout *layout,
                          const struct style *style)
{
	size_t room = style->width > layout->column + REASON_MIN
	                      ? style->width - layout->column
	                      : REASON_MIN;
	size_t used = 0;

	while (*reason != '\0') {
		size_t len = strcspn(reason, " ");
		size_t columns = escape_terminal_columns(reason, len);

		if (used > 0 && style->width > 0 && used + 1 + columns > room) {
			text_append_char(text, '\n');
			append_padding(text, 0, layout->column);
			used = 0;
		} else if (used > 0) {
			text_append_char(text, ' ');
			used++;
		}
		escape_terminal(text, reason, len);
		used += columns;
		reason += len + strspn(reason + len, " ");
	}
	text_append_char(text, '\n');
}

/* Never cut: these are commands to copy. */
static void append_next(struct text *text, const struct investigate_item *item,
                        const struct layout *layout)
{
	append_padding(text, 0, layout->column);
	if (item->whole_host) {
		text_append_string(text, "next: on the host: ss -ltnp\n");
		return;
	}
	text_printf(text,
	            "next: portscan explain %u, or on the host: "
	            "ss -l%cnp 'sport = :%u'\n",
	            item->port, item->protocol == PROTOCOL_TCP ? 't' : 'u',
	            item->port);
}

static void append_entry(struct text *text,
                         const struct investigate_item *items, size_t len,
                         const struct layout *layout, const struct style *style)
{
	size_t columns = append_head(text, items, len);

	if (layout->stacked) {
		text_append_char(text, '\n');
		columns = 0;
	}
	append_padding(text, columns, layout->column);
	append_reason(text, items->reason, layout, style);
}

static size_t count_hosts(const struct investigate_item *items, size_t count)
{
	size_t hosts = 0;

	for (size_t i = 0; i < count; i++)
		hosts += items[i].whole_host;
	return hosts;
}

/* "2 ports and 1 host need investigation" */
static void append_title(struct text *text,
                         const struct investigate_item *items, size_t count,
                         const struct style *style)
{
	size_t hosts = count_hosts(items, count), ports = count - hosts;

	style_begin(text, style, STYLE_ALARM);
	if (ports > 0)
		text_printf(text, "%zu %s", ports,
		            ports == 1 ? "port" : "ports");
	if (hosts > 0)
		text_printf(text, "%s%zu %s", ports > 0 ? " and " : "", hosts,
		            hosts == 1 ? "host" : "hosts");
	text_printf(text, " %s investigation", count == 1 ? "needs" : "need");
	style_end(text, style, STYLE_ALARM);
	text_append_char(text, '\n');
}

void investigate_append(struct text *text, struct investigate_item *items,
                        size_t count, const struct style *style)
{
	struct layout layout;
	size_t entries = 0, i = 0;

	qsort(items, count, sizeof(*items), compare_item);
	layout = choose_layout(items, count, style);
	append_title(text, items, count, style);
	while (i < count && entries < ENTRIES_SHOWN) {
		size_t len = entry_len(&items[i], count - i);

		append_entry(text, &items[i], len, &layout, style);
		i += len;
		entries++;
		if (i == count || entries == ENTRIES_SHOWN ||
		    compare_kind(&items[i - 1], &items[i]) != 0)
			append_next(text, &items[i - 1], &layout);
	}
	if (i < count)
		text_printf(text, "  and %zu more in the table above\n",
		            count - i);
}
