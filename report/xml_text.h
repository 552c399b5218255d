// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_XML_TEXT_H
#define PORTSCAN_REPORT_XML_TEXT_H

#include "base/text.h"

#include <stddef.h>
#include <stdint.h>

/*
 * Append XML piece by piece: an element is opened, gets its attributes, and is
 * ended, with or without children.  Names are plain ASCII; values hold
 * anything.
 */
void xml_text_open(struct text *text, const char *element);

/* NULL and "" are unknown: there is no attribute then. */
void xml_text_attribute(struct text *text, const char *name, const char *value);
void xml_text_count(struct text *text, const char *name, uint64_t count);

/* RFC 3339 and, for programs, seconds since the epoch. */
void xml_text_time(struct text *text, const char *name, int64_t time_us);
void xml_text_seconds(struct text *text, const char *name, int64_t time_us);

void xml_text_end(struct text *text);       /* children follow, then close */
void xml_text_end_empty(struct text *text); /* there are none */
void xml_text_close(struct text *text, const char *element);

/* Whole elements of a script's table; `key` is NULL in a list. */
void xml_text_open_table(struct text *text, const char *key);
void xml_text_elem(struct text *text, const char *key, const void *bytes,
                   size_t len);

#endif
