// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_XML_DOCUMENT_H
#define PORTSCAN_REPORT_XML_DOCUMENT_H

#include "base/text.h"
#include "scan/sink.h"

/* What stands around the hosts of nmap's XML. */

/* Append all that comes before the first host. */
void xml_document_append_head(struct text *text, const struct scan_info *info);

/* Append the end of a document, whatever of its hosts is there already, that
 * says that the scan did not succeed. */
void xml_document_append_cut(struct text *text, const struct scan_info *info);

/* Append names that could not be resolved; they come before the hosts. */
void xml_document_append_skipped(struct text *text,
                                 const struct scan_summary *summary);

/* Append all that comes behind the last host. */
void xml_document_append_end(struct text *text,
                             const struct scan_summary *summary);

#endif
