// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_PATTERN_INDEX_H
#define PORTSCAN_IDENTIFY_PATTERN_INDEX_H

#include "identify/bytes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Which of many regexes are worth trying on some bytes: all that match are,
 * and few that do not.  Rests on the literals of identify/regex_literal.h.
 */
struct pattern_index;

/* From the sources of the regexes, which are not needed any more afterwards.
 * NULL when out of memory. */
struct pattern_index *pattern_index_create(const struct bytes *sources,
                                           size_t count);
void pattern_index_free(struct pattern_index *index);

/* How many elements the sets of regexes have below. */
size_t pattern_index_words(const struct pattern_index *index);

/* Make `worth` the set of those that may match: a bit each, 64 to an element.
 * `folded` is the subject by regex_source_fold(). */
void pattern_index_search(const struct pattern_index *index,
                          struct bytes folded, uint64_t *worth);

#endif
