// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_HTML_ROW_H
#define PORTSCAN_REPORT_HTML_ROW_H

#include "base/protocol.h"
#include "base/text.h"
#include "registry/verdict.h"
#include "report/fold.h"
#include "scan/finding.h"
#include "targets/address.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A finding, or all of a suspect host's, kept until the page is written.  Text
 * is at an offset of the strings of all of them, with a NUL behind; HTML but
 * for the host's name and the reason. */
struct html_row {
	struct address address;
	uint16_t port;
	enum protocol protocol;
	enum verdict_label label;
	bool whole_host; /* for its ports that have no rows of their own */
	size_t hostname; /* "": unknown */
	size_t service, evidence, verdict;
	size_t reason; /* to investigate, in words */
};

struct html_row html_row_make(struct text *strings,
                              const struct finding *finding);
struct html_row html_row_make_folded(struct text *strings,
                                     const struct folded_host *host);

/* Append the table of `rows`, which are in the order of their hosts, part by
 * part: its head, all rows of the first host, and its end. */
void html_row_append_head(struct text *text);
size_t html_row_append_host(struct text *text, const struct html_row *rows,
                            size_t count, const char *strings);
#define HTML_ROW_END "</table>\n"

/* Append the id of a row, to link to. */
void html_row_append_id(struct text *text, const struct html_row *row);

#endif
