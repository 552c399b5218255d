// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_HTML_PORT_H
#define PORTSCAN_REPORT_HTML_PORT_H

#include "base/protocol.h"
#include "base/text.h"
#include "scan/finding.h"
#include "targets/address.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Pieces of pages that are about one port. */

/* Append "10.0.0.5-2076-tcp", by which a page can be linked to. */
void html_port_append_id(struct text *text, const struct address *address,
                         enum protocol protocol, uint16_t port);

/* Append what answered, in one line, "nothing recognised" where that is so. */
void html_port_append_service(struct text *text, const struct finding *finding);

/* Append what the verdict rests on, as a list of terms: what the port told of
 * itself, what it sent, who listens; nothing when it told nothing. */
void html_port_append_evidence(struct text *text,
                               const struct finding *finding);

/* The facts by which people know a service again, in the order and under the
 * names of that list, from 0 on; NULL behind the last.  Records have them all.
 */
struct html_fact {
	enum fact_key key;
	const char *term;
};
const struct html_fact *html_port_fact(size_t i);

/* Append to a certificate's last day what is wrong with it: NULL and false
 * where nothing is known. */
void html_port_append_validity(struct text *text, const char *validity,
                               bool self_signed);

/* Append the verdict and why; the state and its reason where it is not open. */
void html_port_append_verdict(struct text *text, const struct finding *finding);

/* Append what to do to find out who listens. */
void html_port_append_next(struct text *text, enum protocol protocol,
                           uint16_t port);

/* Append a banner, visible and bounded, as code. */
void html_port_append_banner(struct text *text, const void *bytes, size_t len);

#endif
