// SPDX-License-Identifier: Apache-2.0
#include "report/table.h"

#include "report/closing.h"
#include "report/columns.h"
#include "report/fold.h"
#include "report/investigate.h"
#include "report/process.h"
#include "report/service_text.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A finding as it is shown; cells are offsets into table.strings. */
struct row {
	struct address address;
	uint16_t port;
	enum protocol protocol;
	enum verdict_label label;
	size_t cells[COLUMN_COUNT];
	size_t reason;   /* to investigate; not in the table */
	bool whole_host; /* for its ports that have no rows of their own */
};

struct table {
	struct sink sink;
	struct output *output;
	struct style style;
	struct text strings; /* bytes of remote hosts, each with a NUL behind */
	struct row *rows;
	size_t row_count, row_capacity;
	struct fold fold;
};

static struct table *table_of(struct sink *sink)
{
	return (struct table *)sink;
}

static void begin(struct sink *sink, const struct scan_info *info)
{
	(void)info;
	output_begin(table_of(sink)->output);
}

static struct row *add_row(struct table *table)
{
	size_t capacity = table->row_capacity * 2 + 16;
	struct row *rows;

	if (table->row_count == table->row_capacity) {
		rows = reallocarray(table->rows, capacity, sizeof(*rows));
		if (rows == NULL) {
			table->strings.failed = true;
			return NULL;
		}
		table->rows = rows;
		table->row_capacity = capacity;
	}
	return &table->rows[table->row_count++];
}

static void append_host_name(struct text *text, const struct address *address,
                             const char *hostname)
{
	char buffer[ADDRESS_TEXT_MAX];

	text_append_string(text, address_format(address, buffer));
	if (hostname != NULL)
		text_printf(text, " (%s)", hostname);
}

static void append_host(struct text *text, const struct finding *finding)
{
	append_host_name(text, &finding->address, finding->hostname);
}

static void append_port(struct text *text, const struct finding *finding)
{
	text_printf(text, "%u/%s", finding->port,
	            protocol_name(finding->protocol));
}

static void append_state(struct text *text, const struct finding *finding)
{
	text_append_string(text, port_state_name(finding->outcome.state));
}

/* The one verdict that must not be overlooked is in capitals. */
static void append_label(struct text *text, enum verdict_label label)
{
	const char *name = verdict_label_name(label);

	for (; *name != '\0'; name++)
		text_append_char(text,
		                 label == VERDICT_INVESTIGATE
		                         ? (char)toupper((unsigned char)*name)
		                         : *name);
}

static void append_verdict(struct text *text, const struct finding *finding)
{
	append_label(text, finding->verdict.label);
}

static const char *service_name(const struct finding *finding)
{
	const char *name = finding->service.name;

	return name[0] == '\0' ? NULL : name;
}

static void append_why(struct text *text, const struct finding *finding)
{
	if (finding->outcome.state == PORT_OPEN)
		verdict_explain(&finding->verdict, &finding->registry,
		                service_name(finding), text);
	else
		text_append_string(text,
		                   port_reason_name(finding->outcome.reason));
}

static void (*const append_cell[COLUMN_COUNT])(struct text *,
                                               const struct finding *) = {
	[COLUMN_HOST] = append_host,
	[COLUMN_PORT] = append_port,
	[COLUMN_STATE] = append_state,
	[COLUMN_SERVICE] = service_text_append,
	[COLUMN_VERDICT] = append_verdict,
	[COLUMN_WHY] = append_why,
};

static void add_finding(struct table *table, const struct finding *finding)
{
	struct text *strings = &table->strings;
	struct row *row = add_row(table);

	if (row == NULL)
		return;
	*row = (struct row){ .address = finding->address,
		             .port = finding->port,
		             .protocol = finding->protocol,
		             .label = finding->verdict.label };
	for (int i = 0; i < COLUMN_COUNT; i++) {
		row->cells[i] = strings->len;
		append_cell[i](strings, finding);
		text_append_char(strings, '\0');
	}
	row->reason = strings->len;
	if (row->label == VERDICT_INVESTIGATE) {
		verdict_explain_investigate(&finding->verdict,
		                            &finding->registry,
		                            service_name(finding), strings);
		process_append_words(strings, &finding->process);
	}
	text_append_char(strings, '\0');
}

static void finding(struct sink *sink, const struct finding *finding)
{
	struct table *table = table_of(sink);

	if (!fold_wants(finding))
		add_finding(table, finding);
	else if (!fold_add(&table->fold, finding))
		table->strings.failed = true;
}

static void append_folded_ports(struct text *text,
                                const struct folded_host *host)
{
	if (host->ports == 1)
		text_printf(text, "%u/%s", host->port,
		            protocol_name(host->protocol));
	else
		text_printf(text, "%" PRIu32 " ports", host->ports);
}

static void append_folded_cell(struct text *text, enum column column,
                               const struct folded_host *host)
{
	switch (column) {
	case COLUMN_HOST:
		append_host_name(text, &host->address, host->hostname);
		break;
	case COLUMN_PORT: append_folded_ports(text, host); break;
	case COLUMN_STATE:
		text_append_string(text, port_state_name(PORT_OPEN));
		break;
	case COLUMN_SERVICE: break;
	case COLUMN_VERDICT: append_label(text, host->label); break;
	case COLUMN_WHY:
		text_append_string(text, "suspect: answers on every port");
		break;
	}
}

static void add_folded(struct table *table, const struct folded_host *host)
{
	struct text *strings = &table->strings;
	struct row *row = add_row(table);

	if (row == NULL)
		return;
	*row = (struct row){ .address = host->address,
		             .label = host->label,
		             .whole_host = true };
	for (int i = 0; i < COLUMN_COUNT; i++) {
		row->cells[i] = strings->len;
		append_folded_cell(strings, (enum column)i, host);
		text_append_char(strings, '\0');
	}
	row->reason = strings->len;
	text_append_string(strings, "suspect: a tarpit, or a firewall in "
	                            "between that accepts for it");
	text_append_char(strings, '\0');
}

static void unfold(struct table *table)
{
	for (const struct folded_host *host = table->fold.hosts; host != NULL;
	     host = host->next)
		add_folded(table, host);
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

static int compare_rows(const void *a, const void *b)
{
	const struct row *row_a = a, *row_b = b;
	int order = address_compare(&row_a->address, &row_b->address);

	if (order != 0)
		return order;
	if (row_a->port != row_b->port)
		return row_a->port < row_b->port ? -1 : 1;
	return (int)row_a->protocol - (int)row_b->protocol;
}

static void cells_of(const struct table *table, const struct row *row,
                     const char *cells[COLUMN_COUNT])
{
	for (int i = 0; i < COLUMN_COUNT; i++)
		cells[i] = table->strings.data + row->cells[i];
}

static enum style_role role_of(enum verdict_label label)
{
	switch (label) {
	case VERDICT_NONE: return STYLE_PLAIN;
	case VERDICT_EXPECTED: return STYLE_GOOD;
	case VERDICT_UNCONFIRMED: return STYLE_DOUBT;
	case VERDICT_INVESTIGATE: return STYLE_ALARM;
	}
	return STYLE_PLAIN;
}

static void append_rows(struct table *table)
{
	struct text *text = output_text(table->output);
	const char *cells[COLUMN_COUNT];
	struct columns columns;

	columns_init(&columns);
	for (size_t i = 0; i < table->row_count; i++) {
		cells_of(table, &table->rows[i], cells);
		columns_measure(&columns, cells);
	}
	if (table->style.width > 0)
		columns_fit(&columns, table->style.width);
	columns_append_titles(text, &columns);
	for (size_t i = 0; i < table->row_count; i++) {
		cells_of(table, &table->rows[i], cells);
		columns_append(text, &columns, cells, &table->style,
		               role_of(table->rows[i].label));
		output_commit(table->output);
	}
}

static void append_nothing(struct text *text,
                           const struct scan_summary *summary)
{
	text_append_string(text, summary->states[PORT_UNTESTED] == 0
	                                 ? "no open ports\n"
	                                 : "no open ports among those "
	                                   "tested\n");
}

static void append_investigate(struct table *table)
{
	struct text *text = output_text(table->output);
	struct investigate_item *items;
	size_t count = 0;

	items = calloc(table->row_count, sizeof(*items));
	if (items == NULL) {
		text->failed = true;
		return;
	}
	for (size_t r = 0; r < table->row_count; r++) {
		const struct row *row = &table->rows[r];

		if (row->label == VERDICT_INVESTIGATE)
			items[count++] = (struct investigate_item){
				.address = row->address,
				.port = row->port,
				.protocol = row->protocol,
				.whole_host = row->whole_host,
				.reason = table->strings.data + row->reason,
			};
	}
	if (count > 0) {
		text_append_char(text, '\n');
		investigate_append(text, items, count, &table->style);
	}
	free(items);
}

static int end(struct sink *sink, const struct scan_summary *summary)
{
	struct table *table = table_of(sink);
	struct text *text = output_text(table->output);

	unfold(table);
	if (table->strings.failed) {
		text->failed = true;
		return output_end(table->output);
	}
	if (table->row_count > 0) {
		qsort(table->rows, table->row_count, sizeof(*table->rows),
		      compare_rows);
		append_rows(table);
		append_investigate(table);
	} else {
		append_nothing(text, summary);
	}
	text_append_char(text, '\n');
	closing_append(text, summary, &table->style);
	output_commit(table->output);
	return output_end(table->output);
}

static void release(struct sink *sink)
{
	struct table *table = table_of(sink);

	output_free(table->output);
	text_release(&table->strings);
	fold_release(&table->fold);
	free(table->rows);
	free(table);
}

struct sink *table_sink_create(struct output *output, const struct style *style)
{
	struct table *table = malloc(sizeof(*table));

	if (table == NULL)
		return NULL;
	*table = (struct table){
		.sink = { begin, finding, flush, host, end, release },
		.output = output,
		.style = *style,
	};
	text_init(&table->strings);
	return &table->sink;
}
