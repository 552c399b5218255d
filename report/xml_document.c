// SPDX-License-Identifier: Apache-2.0
#include "report/xml_document.h"

#include "report/units.h"
#include "report/xml_text.h"
#include "targets/port_spec.h"

#include <inttypes.h>
#include <string.h>

static void append_args(struct text *text, const struct scan_info *info)
{
	struct text line;

	text_init(&line);
	for (int i = 0; i < info->argc; i++)
		text_printf(&line, "%s%s", i > 0 ? " " : "", info->argv[i]);
	xml_text_attribute(text, "args", line.data);
	text->failed |= line.failed;
	text_release(&line);
}

/* `spec` has numbers alone. */
static uint32_t count_ports(const char *spec)
{
	struct port_plan plan = { 0 };
	size_t error_at;

	port_spec_parse(spec, PORT_SPEC_TCP, NULL, NULL, &plan, &error_at);
	return port_set_count(&plan.of[PROTOCOL_TCP]);
}

static void append_scaninfo(struct text *text, const struct scan_info *info,
                            enum protocol protocol)
{
	const char *spec = info->ports[protocol];

	if (spec[0] == '\0')
		return;
	xml_text_open(text, "scaninfo");
	xml_text_attribute(text, "type",
	                   protocol == PROTOCOL_TCP ? "connect" : "udp");
	xml_text_attribute(text, "protocol", protocol_name(protocol));
	xml_text_count(text, "numservices", count_ports(spec));
	xml_text_attribute(text, "services", spec);
	xml_text_end_empty(text);
	text_append_char(text, '\n');
}

void xml_document_append_head(struct text *text, const struct scan_info *info)
{
	text_append_string(text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	                         "<!DOCTYPE nmaprun>\n");
	xml_text_open(text, "nmaprun");
	xml_text_attribute(text, "scanner", "portscan");
	append_args(text, info);
	xml_text_seconds(text, "start", info->started_us);
	xml_text_time(text, "startstr", info->started_us);
	xml_text_attribute(text, "version", info->version);
	xml_text_attribute(text, "xmloutputversion", "1.05");
	xml_text_end(text);
	text_append_char(text, '\n');
	for (int i = 0; i < PROTOCOL_COUNT; i++)
		append_scaninfo(text, info, (enum protocol)i);
	text_append_string(text, "<verbose level=\"0\"/>\n"
	                         "<debugging level=\"0\"/>\n");
}

/* `why` it is no success: NULL or "" when it is one. */
static void append_exit(struct text *text, const char *why)
{
	bool success = why == NULL || why[0] == '\0';

	xml_text_attribute(text, "exit", success ? "success" : "error");
	xml_text_attribute(text, "errormsg", why);
	xml_text_end_empty(text);
}

static void append_close(struct text *text)
{
	xml_text_close(text, "runstats");
	text_append_char(text, '\n');
	xml_text_close(text, "nmaprun");
	text_append_char(text, '\n');
}

void xml_document_append_cut(struct text *text, const struct scan_info *info)
{
	text_append_string(text, "<runstats><finished");
	xml_text_seconds(text, "time", info->started_us);
	xml_text_count(text, "elapsed", 0);
	append_exit(text, "the report was cut short");
	xml_text_open(text, "hosts");
	xml_text_count(text, "total", info->address_count);
	xml_text_end_empty(text);
	append_close(text);
}

void xml_document_append_skipped(struct text *text,
                                 const struct scan_summary *summary)
{
	for (size_t i = 0; i < summary->unresolved_count; i++) {
		const char *unresolved = summary->unresolved[i];
		struct text name;

		text_init(&name);
		text_append(&name, unresolved, strcspn(unresolved, ":"));
		xml_text_open(text, "target");
		xml_text_attribute(text, "specification", name.data);
		xml_text_attribute(text, "status", "skipped");
		xml_text_attribute(text, "reason", "invalid");
		xml_text_end_empty(text);
		text_append_char(text, '\n');
		text->failed |= name.failed;
		text_release(&name);
	}
}

/* Why the report is not all there is to say; nothing when it is. */
static void append_why(struct text *text, const struct scan_summary *summary)
{
	if (summary->interrupted)
		text_append_string(text, "interrupted");
	else if (summary->unresolved_count > 0)
		text_append_string(text, "not every name was resolved");
	else if (!summary->complete)
		text_printf(text, "%" PRIu64 " ports untested",
		            summary->states[PORT_UNTESTED]);
}

/* In the words that nmap ends with. */
static void append_summary(struct text *text,
                           const struct scan_summary *summary)
{
	text_append_string(text, " summary=\"portscan done at ");
	units_append_time(text, summary->finished_us);
	text_printf(text,
	            "; %" PRIu64 " addresses (%" PRIu64 " answered) scanned in",
	            summary->address_count, summary->hosts_answered);
	text_append_char(text, ' ');
	units_append_duration(text, summary->elapsed_ms);
	text_append_char(text, '"');
}

static void append_finished(struct text *text,
                            const struct scan_summary *summary)
{
	struct text why;

	text_init(&why);
	append_why(&why, summary);
	xml_text_open(text, "finished");
	xml_text_seconds(text, "time", summary->finished_us);
	xml_text_time(text, "timestr", summary->finished_us);
	append_summary(text, summary);
	text_append_string(text, " elapsed=\"");
	units_append_decimal(text, (double)summary->elapsed_ms / 1000, 3);
	text_append_char(text, '"');
	append_exit(text, why.data);
	text->failed |= why.failed;
	text_release(&why);
}

void xml_document_append_end(struct text *text,
                             const struct scan_summary *summary)
{
	xml_text_open(text, "runstats");
	xml_text_end(text);
	append_finished(text, summary);
	xml_text_open(text, "hosts");
	xml_text_count(text, "up", summary->hosts_answered);
	xml_text_count(text, "down", summary->addresses_skipped);
	xml_text_count(text, "total", summary->address_count);
	xml_text_end_empty(text);
	append_close(text);
}
