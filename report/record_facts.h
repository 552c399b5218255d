// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_RECORD_FACTS_H
#define PORTSCAN_REPORT_RECORD_FACTS_H

#include "base/text.h"
#include "identify/facts.h"

/*
 * Append what a service told of itself as members of a record: `tls`, `ssh`
 * and `http`, each an object with what is known, or null, and `details` with
 * the objects of all other groups, or null.
 */
void record_facts(struct text *text, const struct facts *facts);

#endif
