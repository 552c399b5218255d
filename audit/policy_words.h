// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_POLICY_WORDS_H
#define PORTSCAN_AUDIT_POLICY_WORDS_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/* What the policy's files share; nobody else includes it. */

enum { POLICY_WORDS_MAX = 32 };

/*
 * The words of one line, between blanks: as they stand, or in double quotes,
 * where \" is a quote and \\ a backslash.  A # at the start of a word begins a
 * comment.  Zeros are an empty one, that any number of lines can be read into.
 */
struct policy_words {
	char *items[POLICY_WORDS_MAX]; /* without quotes; may be changed */
	size_t count;
	char *bytes; /* what they point into */
	size_t room;
};

/* False with "WORD: what" in `error`. `line` is without its line feed, and all
 * of it has to be visible UTF-8, the comment too. */
bool policy_words_read(struct policy_words *words, const char *line, size_t len,
                       struct text *error);
void policy_words_release(struct policy_words *words);

/* Append a word so that it is read back as it is. */
void policy_words_append(struct text *text, const char *word);

/* Is all of it UTF-8 that can be seen, blanks included? */
bool policy_words_are_visible(const char *bytes, size_t len);

/* Append "WORD: what" to `error`, however long the word is, and return false.
 */
bool policy_complain(struct text *error, const char *word, const char *what);

#endif
