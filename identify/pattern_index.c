// SPDX-License-Identifier: Apache-2.0
#include "identify/pattern_index.h"

#include "base/text.h"
#include "identify/literal_index.h"
#include "identify/regex_literal.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_BYTES = 256, NO_BYTE = FIRST_BYTES };

/*
 * A regex with a literal long enough is found by the literal.  What is left is
 * in the set of each byte that its subject may begin with, NO_BYTE for an empty
 * subject: that is one, or all of them.
 */
struct pattern_index {
	size_t words;
	uint64_t *by_first_byte; /* FIRST_BYTES + 1 sets */
	struct text bytes;       /* of the literals */
	struct literal_index *literals;
};

static void set_bit(struct pattern_index *index, size_t byte, size_t pattern)
{
	index->by_first_byte[byte * index->words + pattern / 64] |=
		(uint64_t)1 << pattern % 64;
}

static void file_by_first_byte(struct pattern_index *index, size_t pattern,
                               const struct regex_literal *prefix)
{
	if (prefix->len > 0) {
		set_bit(index, prefix->bytes[0], pattern);
		return;
	}
	for (size_t byte = 0; byte <= NO_BYTE; byte++)
		set_bit(index, byte, pattern);
}

/* The bytes of all literals one after the other, and their lengths. */
static void collect(struct pattern_index *index, const struct bytes *sources,
                    struct bytes *literals, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct regex_literals found;

		regex_literals_find(sources[i], &found);
		literals[i] = (struct bytes){ NULL, 0 };
		if (found.inside.len < LITERAL_INDEX_MIN) {
			file_by_first_byte(index, i, &found.prefix);
			continue;
		}
		literals[i].len = found.inside.len;
		text_append(&index->bytes, found.inside.bytes,
		            found.inside.len);
	}
}

static void point(const struct pattern_index *index, struct bytes *literals,
                  size_t count)
{
	const uint8_t *at = (const uint8_t *)index->bytes.data;

	for (size_t i = 0; i < count; i++) {
		literals[i].data = at;
		at += literals[i].len;
	}
}

static bool fill(struct pattern_index *index, const struct bytes *sources,
                 size_t count)
{
	struct bytes *literals = calloc(count + 1, sizeof(*literals));

	index->words = (count + 63) / 64;
	index->by_first_byte = calloc((FIRST_BYTES + 1) * (index->words + 1),
	                              sizeof(uint64_t));
	if (literals != NULL && index->by_first_byte != NULL) {
		collect(index, sources, literals, count);
		point(index, literals, count);
		if (!index->bytes.failed)
			index->literals = literal_index_create(literals, count);
	}
	free(literals);
	return index->literals != NULL;
}

struct pattern_index *pattern_index_create(const struct bytes *sources,
                                           size_t count)
{
	struct pattern_index *index = calloc(1, sizeof(*index));

	if (index == NULL)
		return NULL;
	text_init(&index->bytes);
	if (!fill(index, sources, count)) {
		pattern_index_free(index);
		return NULL;
	}
	return index;
}

void pattern_index_free(struct pattern_index *index)
{
	if (index == NULL)
		return;
	literal_index_free(index->literals);
	text_release(&index->bytes);
	free(index->by_first_byte);
	free(index);
}

size_t pattern_index_words(const struct pattern_index *index)
{
	return index->words;
}

void pattern_index_search(const struct pattern_index *index,
                          struct bytes folded, uint64_t *worth)
{
	size_t first = folded.len > 0 ? folded.data[0] : NO_BYTE;

	memcpy(worth, &index->by_first_byte[first * index->words],
	       index->words * sizeof(*worth));
	literal_index_search(index->literals, folded, worth);
}
