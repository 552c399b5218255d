// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_DB_WORDS_H
#define PORTSCAN_IDENTIFY_DB_WORDS_H

#include "identify/bytes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The pieces that lines of a service database are made of, each taken off the
 * front of what is left of one. */

/* The next line, without its end: LF or CRLF.  False at the end of `text`. */
bool db_take_line(struct bytes *text, struct bytes *line);

/* Up to a blank, and the blanks behind it.  Empty at the end only, when none
 * stand in front. */
struct bytes db_take_word(struct bytes *line);

/*
 * "|inside|": whatever punctuation comes first is the delimiter, and comes
 * again at the end, never within.  False, and `line` as it was, if not.
 */
bool db_take_delimited(struct bytes *line, struct bytes *inside);

/* Decimal digits; false, and `*bytes` as it was, if none or above `max`. */
bool db_take_number(struct bytes *bytes, uint32_t max, uint32_t *number);

/* This very byte, or these. */
bool db_take_byte(struct bytes *bytes, char wanted);
bool db_take_string(struct bytes *bytes, const char *wanted);

struct bytes db_without_blanks(struct bytes bytes); /* at either end */

bool db_bytes_are(struct bytes bytes, const char *string);

/* The bytes that a payload stands for, in `out`, which has room for as many as
 * it has itself: \0 \a \b \f \n \r \t \v \\ and \xHH are one each.  False at
 * any other escape. */
bool db_unescape(struct bytes escaped, uint8_t *out, size_t *len);

#endif
