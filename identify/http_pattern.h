// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_HTTP_PATTERN_H
#define PORTSCAN_IDENTIFY_HTTP_PATTERN_H

#include "identify/bytes.h"

#include <stdbool.h>

/*
 * A pattern for tables of what servers say: its letters stand for themselves,
 * and
 *
 *   %v  a version: a digit, then digits, letters and any of . _ - + ~
 *   %t  some text within a line, up to what follows it in the pattern
 *   %*  the same, perhaps none, that nobody wants to know
 *   %$  nothing: the text ends there
 *
 * A letter or digit at the end of a pattern ends a word of the text as well.
 * The time that a match takes grows with the length of the text, not faster.
 */
struct http_captures {
	struct bytes version; /* of %v; empty when it has none */
	struct bytes text;    /* of %t */
	struct bytes rest;    /* behind the match */
};

/* At the begin of `text`. */
bool http_pattern_begins(struct bytes text, const char *pattern,
                         struct http_captures *captures);

/* Anywhere in it: the first place that matches. */
bool http_pattern_occurs(struct bytes text, const char *pattern,
                         struct http_captures *captures);

#endif
