// SPDX-License-Identifier: Apache-2.0
#include "report/html_row.h"

#include "report/html_page.h"
#include "report/html_port.h"
#include "report/html_text.h"

#include <inttypes.h>

/* Where the next string begins, once the one before has its NUL. */
static size_t next_string(struct text *strings)
{
	text_append_char(strings, '\0');
	return strings->len;
}

static size_t keep_string(struct text *strings, const char *string)
{
	size_t at = next_string(strings);

	text_append_string(strings, string != NULL ? string : "");
	return at;
}

struct html_row html_row_make(struct text *strings,
                              const struct finding *finding)
{
	struct html_row row = { .address = finding->address,
		                .port = finding->port,
		                .protocol = finding->protocol,
		                .label = finding->verdict.label };

	row.hostname = keep_string(strings, finding->hostname);
	row.service = next_string(strings);
	if (finding->outcome.state == PORT_OPEN)
		html_port_append_service(strings, finding);
	row.evidence = next_string(strings);
	html_port_append_evidence(strings, finding);
	row.verdict = next_string(strings);
	html_port_append_verdict(strings, finding);
	row.reason = next_string(strings);
	verdict_explain_investigate(&finding->verdict, &finding->registry,
	                            finding->service.name, strings);
	return row;
}

struct html_row html_row_make_folded(struct text *strings,
                                     const struct folded_host *host)
{
	struct html_row row = { .address = host->address,
		                .label = host->label,
		                .whole_host = true };

	row.hostname = keep_string(strings, host->hostname);
	row.service = next_string(strings);
	html_text_count(strings, host->ports, "port that accepts",
	                "ports that accept");
	row.evidence = next_string(strings);
	row.verdict = next_string(strings);
	html_page_append_badge(strings, html_page_verdict_class(host->label),
	                       verdict_label_name(host->label));
	html_text_element(strings, "p", "small muted",
	                  "suspect: answers on every port");
	row.reason = keep_string(strings, "suspect: a tarpit, or a firewall in "
	                                  "between that accepts for it");
	return row;
}

void html_row_append_head(struct text *text)
{
	text_append_string(text, "<table class=\"ports stack\">\n<thead><tr>"
	                         "<th scope=\"col\">Port</th>"
	                         "<th scope=\"col\">What answers</th>"
	                         "<th scope=\"col\">Verdict</th>"
	                         "</tr></thead>\n");
}

void html_row_append_id(struct text *text, const struct html_row *row)
{
	if (row->whole_host) {
		char buffer[ADDRESS_TEXT_MAX];

		text_printf(text, "%s-every",
		            address_format(&row->address, buffer));
		return;
	}
	html_port_append_id(text, &row->address, row->protocol, row->port);
}

static void append_row(struct text *text, const struct html_row *row,
                       const char *strings)
{
	text_append_string(text, "<tr id=\"");
	html_row_append_id(text, row);
	text_append_string(text, "\"><th scope=\"row\">");
	if (row->whole_host)
		text_append_string(text, "every port");
	else
		text_printf(text, "%u/%s", row->port,
		            protocol_name(row->protocol));
	text_printf(text, "</th><td>%s%s</td><td>%s</td></tr>\n",
	            strings + row->service, strings + row->evidence,
	            strings + row->verdict);
}

static size_t host_len(const struct html_row *rows, size_t count)
{
	size_t len = 1;

	while (len < count &&
	       address_equal(&rows[0].address, &rows[len].address))
		len++;
	return len;
}

/* A name that was found late is known to the last of the rows. */
static const char *find_hostname(const struct html_row *rows, size_t count,
                                 const char *strings)
{
	while (count > 1 && strings[rows[count - 1].hostname] == '\0')
		count--;
	return strings + rows[count - 1].hostname;
}

size_t html_row_append_host(struct text *text, const struct html_row *rows,
                            size_t count, const char *strings)
{
	char buffer[ADDRESS_TEXT_MAX];
	size_t len = host_len(rows, count);
	const char *hostname = find_hostname(rows, len, strings);

	text_printf(text,
	            "<tbody>\n<tr class=\"host\"><th colspan=\"3\" "
	            "scope=\"rowgroup\">%s",
	            address_format(&rows->address, buffer));
	if (hostname[0] != '\0') {
		text_append_char(text, ' ');
		html_text_element(text, "span", "name", hostname);
	}
	text_append_string(text, "</th></tr>\n");
	for (size_t i = 0; i < len; i++)
		append_row(text, &rows[i], strings);
	text_append_string(text, "</tbody>\n");
	return len;
}
