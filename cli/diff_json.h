// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_DIFF_JSON_H
#define PORTSCAN_CLI_DIFF_JSON_H

#include "cli/diff_table.h"

/* Append it as one JSON document and a line feed.  Unknown is null. */
void diff_json_append(struct text *text, const struct diff *diff);

#endif
