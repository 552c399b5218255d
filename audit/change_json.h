// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_CHANGE_JSON_H
#define PORTSCAN_AUDIT_CHANGE_JSON_H

#include "audit/change.h"
#include "base/text.h"

/* Append what every JSON document says of a change, as members of an object
 * that is open: kind, why, aspects, words, address, port and protocol. */
void change_json_append(struct text *text, const struct change *change);

#endif
