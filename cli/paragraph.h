// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_PARAGRAPH_H
#define PORTSCAN_CLI_PARAGRAPH_H

#include "base/text.h"

#include <stddef.h>

/* No line that we wrap is wider. */
enum { PARAGRAPH_COLUMNS = 100 };

/*
 * Append `words` and a line feed to a line that already holds `indent` columns.
 * What does not fit goes on below, indented as much: broken at blanks, or
 * anywhere in a word that no line can hold.  A line feed in `words` starts a
 * new line too.  `words` must be fit to show (report/escape.h).
 */
void paragraph_append(struct text *text, size_t indent, const char *words);

#endif
