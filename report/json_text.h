// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_JSON_TEXT_H
#define PORTSCAN_REPORT_JSON_TEXT_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Append JSON piece by piece.  `key` is the name of a member, in plain ASCII,
 * or NULL for an item of an array; the commas come by themselves.
 */

/* `bracket` is one of { [ and } ]. */
void json_text_open(struct text *text, const char *key, char bracket);
void json_text_close(struct text *text, char bracket);

/* NULL is null. */
void json_text_string(struct text *text, const char *key, const char *string);

/* "" is null, too: nothing is known. */
void json_text_known(struct text *text, const char *key, const char *string);

void json_text_bytes(struct text *text, const char *key, const void *bytes,
                     size_t len);

/* What stands in `list` between separators, as an array of strings. */
void json_text_list(struct text *text, const char *key, const char *list,
                    const char *separator);

/* RFC 3339; 0 is null. */
void json_text_time(struct text *text, const char *key, int64_t time_us);
void json_text_count(struct text *text, const char *key, uint64_t count);

/* To six decimals, whatever the locale; an estimate that is negative is
 * unknown, null. */
void json_text_estimate(struct text *text, const char *key, double estimate);

void json_text_bool(struct text *text, const char *key, bool value);
void json_text_null(struct text *text, const char *key);

/* The comma and the key; the caller appends the value. */
void json_text_key(struct text *text, const char *key);

#endif
