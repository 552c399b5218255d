// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_FACT_GROUPS_H
#define PORTSCAN_REPORT_FACT_GROUPS_H

#include "identify/facts.h"

/*
 * The keys of facts as reports show them: group by group, each in the order of
 * the table.  The group "service" is left out; it is what struct service looks
 * like in checkpoints.
 */
struct fact_group {
	const char *name;
	enum fact_key first, last;
};

/* The group behind `group`, whose name is NULL before the first; false at the
 * end. */
bool fact_group_next(struct fact_group *group);

bool fact_group_is_known(const struct fact_group *group,
                         const struct facts *facts);

/* The value of `key` at `*at` or behind it, from 0, as facts_next(). */
bool fact_value_next(const struct facts *facts, enum fact_key key, size_t *at,
                     struct bytes *value);

#endif
