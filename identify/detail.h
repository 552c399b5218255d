// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_DETAIL_H
#define PORTSCAN_IDENTIFY_DETAIL_H

#include "identify/identity.h"

/* What has no key of its own: FACT_APP_DETAIL "name: value". */
void add_detail(struct identity *who, const char *name, struct bytes value);
void add_detail_string(struct identity *who, const char *name,
                       const char *value);
void add_detail_number(struct identity *who, const char *name, uint32_t value);

/* A fact of whatever kind, unless there is nothing to say. */
void add_known_fact(struct identity *who, enum fact_key key,
                    struct bytes value);

#endif
