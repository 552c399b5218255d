// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_PORT_RECORD_H
#define PORTSCAN_AUDIT_PORT_RECORD_H

#include "audit/snapshot.h"
#include "base/text.h"

#include <jansson.h>
#include <stdbool.h>

/* snapshot_add_record() for a record that is parsed already; the snapshot has
 * its coverage.  Members that it does not know are kept, not judged. */
bool port_record_add(struct snapshot *snapshot, const json_t *record,
                     struct text *error);

#endif
