// SPDX-License-Identifier: Apache-2.0
#include "report/xml.h"

#include "report/xml_document.h"
#include "report/xml_host.h"
#include "report/xml_port.h"
#include "report/xml_script.h"

#include <stdlib.h>

/* A host that answered. */
struct kept_host {
	struct host_summary summary; /* but for its hostname */
	size_t hostname;             /* in strings; "": unknown */
};

struct xml {
	struct sink sink;
	struct output *output;
	struct text cut;     /* how the document ends until it has its end */
	struct text strings; /* of ports and hosts, each with a NUL behind */
	struct xml_port *ports;
	size_t port_count, port_capacity;
	struct kept_host *hosts;
	size_t host_count, host_capacity;
};

static struct xml *xml_of(struct sink *sink)
{
	return (struct xml *)sink;
}

static void begin(struct sink *sink, const struct scan_info *info)
{
	struct xml *xml = xml_of(sink);
	struct text *text = output_text(xml->output);

	output_begin(xml->output);
	xml_document_append_cut(&xml->cut, info);
	output_set_tail(xml->output, xml->cut.data);
	xml_document_append_head(text, info);
	text->failed |= xml->cut.failed;
	output_commit(xml->output);
	output_flush(xml->output);
}

/* `items` with room for one more; NULL when out of memory. */
static void *grown(struct xml *xml, void *items, size_t count, size_t *capacity,
                   size_t size)
{
	size_t more = *capacity * 2 + 16;

	if (count < *capacity)
		return items;
	items = reallocarray(items, more, size);
	if (items != NULL)
		*capacity = more;
	else
		xml->strings.failed = true;
	return items;
}

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

static void finding(struct sink *sink, const struct finding *finding)
{
	struct xml *xml = xml_of(sink);
	struct text *strings = &xml->strings;
	struct xml_port *ports =
		grown(xml, xml->ports, xml->port_count, &xml->port_capacity,
	              sizeof(*xml->ports));
	struct xml_port *port;

	if (ports == NULL)
		return;
	xml->ports = ports;
	port = &ports[xml->port_count++];
	*port = (struct xml_port){ .address = finding->address,
		                   .port = finding->port,
		                   .protocol = finding->protocol,
		                   .outcome = finding->outcome,
		                   .hostname_given = finding->hostname_given };
	port->hostname = keep_string(strings, finding->hostname);
	port->element = next_string(strings);
	xml_port_append(strings, finding);
	port->output = next_string(strings);
	xml_script_append_output(strings, finding);
	port->table = next_string(strings);
	xml_script_append_table(strings, finding);
}

static void flush(struct sink *sink)
{
	(void)sink;
}

static void host(struct sink *sink, const struct host_summary *host)
{
	struct xml *xml = xml_of(sink);
	struct kept_host *hosts =
		grown(xml, xml->hosts, xml->host_count, &xml->host_capacity,
	              sizeof(*xml->hosts));

	if (hosts == NULL)
		return;
	xml->hosts = hosts;
	hosts[xml->host_count++] = (struct kept_host){
		.summary = *host,
		.hostname = keep_string(&xml->strings, host->hostname),
	};
}

static int compare_ports(const void *a, const void *b)
{
	const struct xml_port *port_a = a, *port_b = b;
	int order = address_compare(&port_a->address, &port_b->address);

	if (order != 0)
		return order;
	if (port_a->port != port_b->port)
		return port_a->port < port_b->port ? -1 : 1;
	return (int)port_a->protocol - (int)port_b->protocol;
}

static int compare_hosts(const void *a, const void *b)
{
	const struct kept_host *host_a = a, *host_b = b;

	return address_compare(&host_a->summary.address,
	                       &host_b->summary.address);
}

static void sort(struct xml *xml)
{
	if (xml->port_count > 0)
		qsort(xml->ports, xml->port_count, sizeof(*xml->ports),
		      compare_ports);
	if (xml->host_count > 0)
		qsort(xml->hosts, xml->host_count, sizeof(*xml->hosts),
		      compare_hosts);
	for (size_t i = 0; i < xml->host_count; i++) {
		const char *name = xml->strings.data + xml->hosts[i].hostname;

		xml->hosts[i].summary.hostname = name[0] == '\0' ? NULL : name;
	}
}

/* The host with the lowest address among those from `*port` and `*host` on,
 * which move behind it. */
static struct xml_host next_host(const struct xml *xml, size_t *port,
                                 size_t *host)
{
	struct xml_host next = { .strings = xml->strings.data,
		                 .ports = xml->ports + *port };
	const struct address *address = NULL;

	if (*port < xml->port_count)
		address = &next.ports->address;
	if (*host < xml->host_count) {
		const struct host_summary *summary = &xml->hosts[*host].summary;

		if (address == NULL ||
		    address_compare(&summary->address, address) <= 0) {
			address = &summary->address;
			next.summary = summary;
			++*host;
		}
	}
	while (*port < xml->port_count &&
	       address_compare(&xml->ports[*port].address, address) == 0) {
		next.port_count++;
		++*port;
	}
	return next;
}

static void append_hosts(struct xml *xml, const struct scan_summary *summary)
{
	size_t port = 0, host = 0;

	sort(xml);
	while (port < xml->port_count || host < xml->host_count) {
		struct xml_host next = next_host(xml, &port, &host);

		xml_host_append(output_text(xml->output), &next, summary);
		output_commit(xml->output);
	}
}

static int end(struct sink *sink, const struct scan_summary *summary)
{
	struct xml *xml = xml_of(sink);
	struct text *text = output_text(xml->output);

	if (xml->strings.failed) {
		text->failed = true;
		return output_end(xml->output);
	}
	xml_document_append_skipped(text, summary);
	append_hosts(xml, summary);
	xml_document_append_end(text, summary);
	return output_end(xml->output);
}

static void release(struct sink *sink)
{
	struct xml *xml = xml_of(sink);

	output_free(xml->output);
	text_release(&xml->cut);
	text_release(&xml->strings);
	free(xml->ports);
	free(xml->hosts);
	free(xml);
}

struct sink *xml_sink_create(struct output *output)
{
	struct xml *xml = malloc(sizeof(*xml));

	if (xml == NULL)
		return NULL;
	*xml = (struct xml){
		.sink = { begin, finding, flush, host, end, release },
		.output = output,
	};
	text_init(&xml->cut);
	text_init(&xml->strings);
	return &xml->sink;
}
