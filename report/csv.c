// SPDX-License-Identifier: Apache-2.0
#include "report/csv.h"

#include "base/count.h"
#include "report/escape.h"
#include "report/units.h"

#include <stdlib.h>
#include <string.h>

static void append_string(struct text *text, const char *string)
{
	if (string != NULL)
		escape_csv_field(text, string, strlen(string));
}

static void append_address(struct text *text, const struct finding *finding)
{
	char buffer[ADDRESS_TEXT_MAX];

	append_string(text, address_format(&finding->address, buffer));
}

static void append_hostname(struct text *text, const struct finding *finding)
{
	append_string(text, finding->hostname);
}

static void append_port(struct text *text, const struct finding *finding)
{
	text_printf(text, "%u", finding->port);
}

static void append_protocol(struct text *text, const struct finding *finding)
{
	append_string(text, protocol_name(finding->protocol));
}

static void append_state(struct text *text, const struct finding *finding)
{
	append_string(text, port_state_name(finding->outcome.state));
}

static void append_reason(struct text *text, const struct finding *finding)
{
	append_string(text, port_reason_name(finding->outcome.reason));
}

static void append_rtt(struct text *text, const struct finding *finding)
{
	if (finding->has_rtt)
		units_append_ms(text, finding->rtt_us);
}

static void append_registry_status(struct text *text,
                                   const struct finding *finding)
{
	append_string(text, registry_status_name(finding->registry.status));
}

static void append_registry_name(struct text *text,
                                 const struct finding *finding)
{
	append_string(text, finding->registry.name);
}

static void append_service(struct text *text, const struct finding *finding)
{
	append_string(text, finding->service.name);
}

static void append_product(struct text *text, const struct finding *finding)
{
	append_string(text, finding->service.product);
}

static void append_version(struct text *text, const struct finding *finding)
{
	append_string(text, finding->service.version);
}

static void append_verdict(struct text *text, const struct finding *finding)
{
	append_string(text, verdict_label_name(finding->verdict.label));
}

static void append_why(struct text *text, const struct finding *finding)
{
	const char *space = "";

	for (unsigned bit = 1; bit != 0 && bit <= finding->verdict.why;
	     bit <<= 1) {
		if ((finding->verdict.why & bit) == 0)
			continue;
		text_append_string(text, space);
		text_append_string(text,
		                   verdict_why_code((enum verdict_why)bit));
		space = " ";
	}
}

static void append_banner(struct text *text, const struct finding *finding)
{
	escape_csv_field(text, finding->banner, finding->banner_len);
}

static void append_time(struct text *text, const struct finding *finding)
{
	units_append_time(text, finding->time_us);
}

/* Names and order are a promise. */
static const struct {
	const char *name;
	void (*append)(struct text *text, const struct finding *finding);
} columns[] = {
	{ "address", append_address },
	{ "hostname", append_hostname },
	{ "port", append_port },
	{ "protocol", append_protocol },
	{ "state", append_state },
	{ "reason", append_reason },
	{ "rtt_ms", append_rtt },
	{ "registry_status", append_registry_status },
	{ "registry_name", append_registry_name },
	{ "service", append_service },
	{ "product", append_product },
	{ "version", append_version },
	{ "verdict", append_verdict },
	{ "why", append_why },
	{ "banner", append_banner },
	{ "time", append_time },
};

enum { COLUMN_COUNT = COUNT(columns) };

struct csv {
	struct sink sink;
	struct output *output;
};

static struct output *output_of(struct sink *sink)
{
	return ((struct csv *)sink)->output;
}

static void end_field(struct text *text, int column)
{
	text_append_char(text, column == COLUMN_COUNT - 1 ? '\n' : ',');
}

static void begin(struct sink *sink, const struct scan_info *info)
{
	struct output *output = output_of(sink);
	struct text *text = output_text(output);

	(void)info;
	output_begin(output);
	for (int i = 0; i < COLUMN_COUNT; i++) {
		text_append_string(text, columns[i].name);
		end_field(text, i);
	}
	output_commit(output);
	output_flush(output);
}

static void finding(struct sink *sink, const struct finding *finding)
{
	struct output *output = output_of(sink);
	struct text *text = output_text(output);

	for (int i = 0; i < COLUMN_COUNT; i++) {
		columns[i].append(text, finding);
		end_field(text, i);
	}
	output_commit(output);
}

static void flush(struct sink *sink)
{
	output_flush(output_of(sink));
}

static void host(struct sink *sink, const struct host_summary *host)
{
	(void)sink;
	(void)host;
}

static int end(struct sink *sink, const struct scan_summary *summary)
{
	(void)summary;
	return output_end(output_of(sink));
}

static void release(struct sink *sink)
{
	output_free(output_of(sink));
	free(sink);
}

struct sink *csv_sink_create(struct output *output)
{
	struct csv *csv = malloc(sizeof(*csv));

	if (csv == NULL)
		return NULL;
	*csv = (struct csv){
		.sink = { begin, finding, flush, host, end, release },
		.output = output,
	};
	return &csv->sink;
}
