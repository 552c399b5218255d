// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_XML_H
#define PORTSCAN_REPORT_XML_H

#include "report/output.h"
#include "scan/sink.h"

/*
 * nmap's XML format (nmap.dtd, version 1.05), for what reads it: hosts, each
 * with its ports, in ascending order.  The scanner is "portscan", where the DTD
 * knows of "nmap" only; else a document is valid by it.
 *
 * The format groups ports by host, so everything is kept until end and written
 * then.  Until end has written all, runstats in a regular file say that the
 * scan did not succeed, even if the program is killed (output_set_tail());
 * before end it has no hosts.
 *
 * Owns `output`; NULL, and `output` left to the caller, when out of memory.
 */
struct sink *xml_sink_create(struct output *output);

#endif
