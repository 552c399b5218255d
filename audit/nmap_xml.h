// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_NMAP_XML_H
#define PORTSCAN_AUDIT_NMAP_XML_H

#include "audit/snapshot.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Read nmap's XML, or portscan's, into a snapshot that has its coverage.  Of
 * hosts that are listed it is known what was asked; others may have been asked
 * or not.  A service that stands for a number and did not answer is none.
 * False with "line N: what" in `error` when it is no such thing.
 */
bool nmap_xml_read(const char *bytes, size_t len, struct snapshot *snapshot,
                   struct text *error);

#endif
