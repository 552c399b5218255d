// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_HTML_TEXT_H
#define PORTSCAN_REPORT_HTML_TEXT_H

#include "base/text.h"

#include <stddef.h>
#include <stdint.h>

/*
 * Append HTML piece by piece.  Names of elements and classes are our own;
 * everything else may hold what remote hosts chose, and is made to stand
 * between tags or in double quotes: the visible form of escape_terminal(), so
 * that controls, what turns the direction of text and what is not UTF-8 show,
 * with entities for & < > and ".
 */
void html_text_bytes(struct text *text, const void *bytes, size_t len);
void html_text_string(struct text *text, const char *string);

/* At most `max` of the bytes, no code point cut in two, and how many follow. */
void html_text_cut(struct text *text, const void *bytes, size_t len,
                   size_t max);

/* `<element class="…">`, without the attribute where `class` is NULL. */
void html_text_open(struct text *text, const char *element, const char *class);
void html_text_close(struct text *text, const char *element);

/* A whole element with `string` in it. */
void html_text_element(struct text *text, const char *element,
                       const char *class, const char *string);

/* "1 port", "2,076 ports": `singular` and `plural` are our own. */
void html_text_count(struct text *text, uint64_t count, const char *singular,
                     const char *plural);

/* A time element: "2026-11-25 13:24:14 UTC". */
void html_text_time(struct text *text, int64_t time_us);

#endif
