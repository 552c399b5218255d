// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_XML_PORT_H
#define PORTSCAN_REPORT_XML_PORT_H

#include "base/text.h"
#include "scan/finding.h"

/* Append the port element of nmap's XML, with state and service. */
void xml_port_append(struct text *text, const struct finding *finding);

/* nmap's word, where it has one, else ours. */
const char *xml_port_reason(enum port_reason reason);

#endif
