// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_XML_HOST_H
#define PORTSCAN_REPORT_XML_HOST_H

#include "base/text.h"
#include "scan/sink.h"

#include <stddef.h>

/* A finding, kept until its host is written.  Text is at an offset of the
 * strings of all of them, with a NUL behind. */
struct xml_port {
	struct address address;
	uint16_t port;
	enum protocol protocol;
	struct outcome outcome;
	bool hostname_given;
	size_t hostname;               /* "": unknown */
	size_t element, output, table; /* report/xml_port.h, xml_script.h */
};

/* A host with its ports, in their order. */
struct xml_host {
	const struct host_summary *summary; /* NULL: it did not answer */
	const struct xml_port *ports;
	size_t port_count; /* without a summary at least one */
	const char *strings;
};

/*
 * Append the host element of nmap's XML.  Ports that are not among
 * `host->ports` are counted as extraports, by their state; the reason is added
 * where the scan met a single one for that state.  A state "untested", which
 * nmap has not, stands there for what it is: ndiff prints it, and takes it for
 * no other.
 */
void xml_host_append(struct text *text, const struct xml_host *host,
                     const struct scan_summary *scan);

#endif
