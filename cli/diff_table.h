// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_DIFF_TABLE_H
#define PORTSCAN_CLI_DIFF_TABLE_H

#include "audit/change.h"
#include "base/text.h"

#include <stdbool.h>

/* Two snapshots and what became different; all of it borrowed. */
struct diff {
	const struct snapshot *before, *after;
	const struct change_list *changes;
};

/*
 * Append it for people: a line for each change, then how many ports cannot be
 * compared and why, which `all` lists as well, then the counts.  Escaped.
 */
void diff_table_append(struct text *text, const struct diff *diff, bool all);

#endif
