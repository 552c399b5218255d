// SPDX-License-Identifier: Apache-2.0
#include "report/xml_host.h"

#include "report/xml_port.h"
#include "report/xml_text.h"
#include "scan/rtt.h"

#include <stdlib.h>
#include <string.h>

static const struct address *address_of(const struct xml_host *host)
{
	return host->summary != NULL ? &host->summary->address
	                             : &host->ports[0].address;
}

/* The port by which the host itself is known to be there; NULL: none is. */
static const struct xml_port *answering_port(const struct xml_host *host)
{
	for (size_t i = 0; i < host->port_count; i++)
		if (outcome_is_from_target(host->ports[i].outcome))
			return &host->ports[i];
	return NULL;
}

static void append_status(struct text *text, const struct xml_host *host)
{
	const struct xml_port *port = answering_port(host);
	bool up = port != NULL || host->summary != NULL;
	const char *reason = "answered";

	if (port != NULL)
		reason = xml_port_reason(port->outcome.reason);
	else if (!up)
		reason = xml_port_reason(host->ports[0].outcome.reason);
	xml_text_open(text, "status");
	xml_text_attribute(text, "state", up ? "up" : "unknown");
	xml_text_attribute(text, "reason", reason);
	xml_text_count(text, "reason_ttl", 0);
	xml_text_end_empty(text);
	text_append_char(text, '\n');
}

static void append_address(struct text *text, const struct address *address)
{
	char buffer[ADDRESS_TEXT_MAX];

	xml_text_open(text, "address");
	xml_text_attribute(text, "addr", address_format(address, buffer));
	xml_text_attribute(text, "addrtype",
	                   address->version == 4 ? "ipv4" : "ipv6");
	xml_text_end_empty(text);
	text_append_char(text, '\n');
}

static void append_hostname(struct text *text, const char *name, bool given)
{
	xml_text_open(text, "hostname");
	xml_text_attribute(text, "name", name);
	xml_text_attribute(text, "type", given ? "user" : "PTR");
	xml_text_end_empty(text);
}

/* A name that was found late is known to the summary, and to the last of the
 * ports. */
static void append_hostnames(struct text *text, const struct xml_host *host)
{
	size_t last = host->port_count;

	xml_text_open(text, "hostnames");
	xml_text_end(text);
	while (last > 0 && host->strings[host->ports[last - 1].hostname] == 0)
		last--;
	if (host->summary != NULL && host->summary->hostname != NULL)
		append_hostname(text, host->summary->hostname,
		                host->summary->hostname_given);
	else if (last > 0)
		append_hostname(text,
		                host->strings + host->ports[last - 1].hostname,
		                host->ports[last - 1].hostname_given);
	xml_text_close(text, "hostnames");
	text_append_char(text, '\n');
}

/* Ports of one state that are not listed. */
struct extra {
	enum port_state state;
	uint64_t count;
};

/* The most first, as nmap has them. */
static int compare_extras(const void *a, const void *b)
{
	const struct extra *extra_a = a, *extra_b = b;

	if (extra_a->count != extra_b->count)
		return extra_a->count > extra_b->count ? -1 : 1;
	return (int)extra_a->state - (int)extra_b->state;
}

static void count_extras(const struct xml_host *host,
                         struct extra extras[PORT_STATE_COUNT])
{
	for (int i = 0; i < PORT_STATE_COUNT; i++)
		extras[i] = (struct extra){ (enum port_state)i,
			                    host->summary->states[i] };
	for (size_t i = 0; i < host->port_count; i++) {
		struct extra *extra = &extras[host->ports[i].outcome.state];

		if (extra->count > 0)
			extra->count--;
	}
	qsort(extras, PORT_STATE_COUNT, sizeof(*extras), compare_extras);
}

/* The first and the last reason that a state may have. */
static const struct {
	enum port_reason first, last;
} possible[PORT_STATE_COUNT] = {
	[PORT_OPEN] = { REASON_SYN_ACK, REASON_UDP_RESPONSE },
	[PORT_CLOSED] = { REASON_CONN_REFUSED, REASON_PORT_UNREACHABLE },
	[PORT_FILTERED] = { REASON_PORT_UNREACHABLE, REASON_ICMP_ERROR },
	[PORT_OPEN_FILTERED] = { REASON_NO_RESPONSE, REASON_NO_RESPONSE },
	[PORT_UNTESTED] = { REASON_LOCAL_EMFILE, REASON_NOT_DISCOVERED },
};

static void append_reason(struct text *text, const struct extra *extra,
                          const struct scan_summary *scan)
{
	int met = 0, only = 0;

	for (int i = (int)possible[extra->state].first;
	     i <= (int)possible[extra->state].last; i++)
		if (scan->reasons[i] > 0) {
			met++;
			only = i;
		}
	if (met != 1)
		return;
	xml_text_open(text, "extrareasons");
	xml_text_attribute(text, "reason",
	                   xml_port_reason((enum port_reason)only));
	xml_text_count(text, "count", extra->count);
	xml_text_end_empty(text);
}

static void append_extraports(struct text *text, const struct xml_host *host,
                              const struct scan_summary *scan)
{
	struct extra extras[PORT_STATE_COUNT];

	count_extras(host, extras);
	for (int i = 0; i < PORT_STATE_COUNT && extras[i].count > 0; i++) {
		xml_text_open(text, "extraports");
		xml_text_attribute(text, "state",
		                   port_state_name(extras[i].state));
		xml_text_count(text, "count", extras[i].count);
		xml_text_end(text);
		append_reason(text, &extras[i], scan);
		xml_text_close(text, "extraports");
		text_append_char(text, '\n');
	}
}

static void append_ports(struct text *text, const struct xml_host *host,
                         const struct scan_summary *scan)
{
	xml_text_open(text, "ports");
	xml_text_end(text);
	if (host->summary != NULL)
		append_extraports(text, host, scan);
	for (size_t i = 0; i < host->port_count; i++) {
		text_append_string(text,
		                   host->strings + host->ports[i].element);
		text_append_char(text, '\n');
	}
	xml_text_close(text, "ports");
	text_append_char(text, '\n');
}

static bool has_script(const struct xml_host *host)
{
	for (size_t i = 0; i < host->port_count; i++)
		if (host->strings[host->ports[i].output] != '\0')
			return true;
	return false;
}

/* The output of a host that has a lot to say about every port ends before
 * libxml2 takes it for too long an attribute, at 10 MB. */
enum { OUTPUT_MAX = 1 << 20 };

static void append_output(struct text *text, const struct xml_host *host)
{
	size_t limit = text->len + OUTPUT_MAX;

	for (size_t i = 0; i < host->port_count; i++) {
		const char *output = host->strings + host->ports[i].output;

		if (text->len + strlen(output) > limit) {
			text_append_string(text, "&#10;and more in the table");
			return;
		}
		text_append_string(text, output);
	}
}

static void append_script(struct text *text, const struct xml_host *host)
{
	if (!has_script(host))
		return;
	text_append_string(text,
	                   "<hostscript><script id=\"portscan\" output=\"");
	append_output(text, host);
	text_append_string(text, "\">");
	for (size_t i = 0; i < host->port_count; i++)
		text_append_string(text, host->strings + host->ports[i].table);
	text_append_string(text, "</script></hostscript>\n");
}

static void append_times(struct text *text, const struct host_summary *host)
{
	struct rtt rtt = { .sampled = true,
		           .srtt_us = host->srtt_us,
		           .rttvar_us = host->rttvar_us };

	xml_text_open(text, "times");
	xml_text_count(text, "srtt", rtt.srtt_us);
	xml_text_count(text, "rttvar", rtt.rttvar_us);
	xml_text_count(text, "to", rtt_timeout_us(&rtt, 0, UINT64_MAX));
	xml_text_end_empty(text);
	text_append_char(text, '\n');
}

void xml_host_append(struct text *text, const struct xml_host *host,
                     const struct scan_summary *scan)
{
	xml_text_open(text, "host");
	xml_text_end(text);
	append_status(text, host);
	append_address(text, address_of(host));
	append_hostnames(text, host);
	append_ports(text, host, scan);
	append_script(text, host);
	if (host->summary != NULL && host->summary->has_rtt)
		append_times(text, host->summary);
	xml_text_close(text, "host");
	text_append_char(text, '\n');
}
