// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_ESCAPE_H
#define PORTSCAN_REPORT_ESCAPE_H

#include "base/text.h"

#include <stddef.h>

/*
 * Bytes that a remote host chose, made safe for where they go.  `bytes` may
 * hold anything and may be NULL when `len` is 0.
 */

/*
 * Append a JSON string with its quotes (RFC 8259).  Valid UTF-8 stays as it
 * is, except that what utf8_is_visible() denies is written as \uXXXX; each
 * byte that is not part of valid UTF-8 becomes \ufffd, so where bytes matter
 * they stand in base64 beside it.
 */
void escape_json_string(struct text *text, const void *bytes, size_t len);

/*
 * Append one visible line.  Valid and visible UTF-8 stays; \ is \\, line
 * feed, carriage return and tab are \n \r \t, and each byte of anything else
 * is \xNN.  The bytes can be got back from it.
 */
void escape_terminal(struct text *text, const void *bytes, size_t len);

/* The columns of a terminal that escape_terminal() would take. */
size_t escape_terminal_columns(const void *bytes, size_t len);

/*
 * escape_terminal() in at most `columns` columns; when it does not fit the last
 * column is an ellipsis.  Return the columns used.
 */
size_t escape_terminal_cut(struct text *text, const void *bytes, size_t len,
                           size_t columns);

/*
 * Append one CSV field (RFC 4180), quoted where it must be and always on one
 * line: the text is that of escape_terminal().  So that no spreadsheet runs
 * it, = + - @ and their fullwidth forms are \xNN too where they would begin a
 * cell: at the start, and behind a semicolon, which separates cells in many
 * locales; blanks and quotes before them change nothing.
 */
void escape_csv_field(struct text *text, const void *bytes, size_t len);

/*
 * Append what can stand between tags or in double quotes of XML 1.0: the text
 * of escape_terminal(), with entities for & < > and ".
 */
void escape_xml(struct text *text, const void *bytes, size_t len);

#endif
