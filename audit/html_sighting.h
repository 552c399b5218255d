// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_HTML_SIGHTING_H
#define PORTSCAN_AUDIT_HTML_SIGHTING_H

#include "audit/snapshot.h"
#include "base/text.h"
#include "registry/verdict.h"

/* Pieces of a page that are about one open port. */

/* Append "10.0.0.5" and the name of the host behind it. */
void html_sighting_append_host(const struct address *address,
                               const char *hostname, struct text *text);

/* Append "ssh OpenSSH 9.2p1", or that nothing was recognised. */
void html_sighting_append_service(const struct sighting *sighting,
                                  struct text *text);

/* Append what it told, as a list of terms; nothing when it told nothing. */
void html_sighting_append_evidence(const struct sighting *sighting,
                                   struct text *text);

/* Append why it is to be investigated, as a sentence in the words of
 * verdict_explain_investigate(). */
void html_sighting_append_why(const struct sighting *sighting,
                              struct text *text);

enum verdict_label html_sighting_label(const struct sighting *sighting);

#endif
