// SPDX-License-Identifier: Apache-2.0
#include "audit/coverage_parts.h"

#include "base/grow.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Compact when the loose maps take more than this, and more than the shared
 * ones: then each question is copied a few times in all. */
enum { LOOSE_BYTES = 4 << 20 };

struct coverage *coverage_create(void)
{
	struct coverage *coverage = calloc(1, sizeof(*coverage));

	if (coverage == NULL)
		return NULL;
	address_table_init(&coverage->table);
	map_pool_init(&coverage->pool);
	coverage->answer_count = 1;
	return coverage;
}

static void free_loose(struct coverage *coverage)
{
	for (size_t i = 0; i < coverage->loose_count; i++) {
		struct answer_map **place = coverage->loose[i];

		if (*place != NULL && !(*place)->interned) {
			free(*place);
			*place = NULL;
		}
	}
	free(coverage->loose);
}

void coverage_free(struct coverage *coverage)
{
	if (coverage == NULL)
		return;
	free_loose(coverage);
	address_table_release(&coverage->table);
	map_pool_release(&coverage->pool);
	free(coverage->spans.items);
	free(coverage->columns);
	free(coverage);
}

void coverage_set_unknown(struct coverage *coverage)
{
	coverage->unknown = true;
}

bool coverage_failed(const struct coverage *coverage)
{
	return coverage->failed;
}

bool coverage_compact(struct coverage *coverage)
{
	for (size_t i = 0; i < coverage->loose_count; i++) {
		struct answer_map **place = coverage->loose[i];
		struct answer_map *shared;

		if ((*place)->interned)
			continue;
		shared = map_pool_share(&coverage->pool, *place);
		if (shared == NULL)
			return false;
		*place = shared;
	}
	coverage->loose_count = 0;
	coverage->loose_bytes = 0;
	map_pool_sweep(&coverage->pool);
	return true;
}

bool coverage_column(struct coverage *coverage, enum protocol protocol,
                     uint16_t port, uint32_t *column)
{
	uint32_t *known = &coverage->column_of[protocol][port];

	if (*known == 0) {
		struct coverage_column *columns =
			grow(coverage->columns, &coverage->column_room,
		             coverage->column_count, sizeof(*columns));

		if (columns == NULL)
			return false;
		coverage->columns = columns;
		columns[coverage->column_count++] =
			(struct coverage_column){ protocol, port };
		*known = coverage->column_count;
	}
	*column = *known - 1;
	return true;
}

static bool same_answer(const struct answer *a, const struct answer *b)
{
	return a->asked == b->asked &&
	       (a->asked != ASKED_KNOWN ||
	        (a->outcome.state == b->outcome.state &&
	         a->outcome.reason == b->outcome.reason));
}

unsigned coverage_number(struct coverage *coverage, struct answer answer)
{
	unsigned number = 0;

	while (number < coverage->answer_count &&
	       !same_answer(&coverage->answers[number], &answer))
		number++;
	assert(number < COVERAGE_ANSWERS_MAX);
	if (number == coverage->answer_count)
		coverage->answers[coverage->answer_count++] = answer;
	return number;
}

size_t coverage_spans_before(const struct coverage_spans *spans,
                             const struct address *address)
{
	size_t low = 0, high = spans->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (address_compare(&spans->items[middle].last, address) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct answer_map *map_of_span(const struct coverage_spans *spans,
                                      const struct address *address)
{
	size_t i = coverage_spans_before(spans, address);

	if (i == spans->count ||
	    address_compare(&spans->items[i].first, address) > 0)
		return NULL;
	return spans->items[i].map;
}

/* All that is known of an address; NULL: nothing. */
static const struct answer_map *map_of(const struct coverage *coverage,
                                       const struct address *address)
{
	struct answer_map **place =
		address_table_find(&coverage->table, address);

	if (place != NULL && *place != NULL)
		return *place;
	return map_of_span(&coverage->spans, address);
}

struct answer_map **coverage_place(struct coverage *coverage,
                                   const struct address *address)
{
	struct answer_map **place =
		address_table_make(&coverage->table, address);

	if (place == NULL || *place != NULL)
		return place;
	*place = map_of_span(&coverage->spans, address);
	if (*place != NULL)
		(*place)->refs++;
	return place;
}

/* Make sure that the map at `place` is there, and of this address alone. */
static bool loosen(struct coverage *coverage, struct answer_map **place)
{
	struct answer_map ***loose;
	struct answer_map *map = *place;

	if (map != NULL && !map->interned)
		return true;
	loose = grow(coverage->loose, &coverage->loose_room,
	             coverage->loose_count, sizeof(struct answer_map **));
	if (loose == NULL)
		return false;
	coverage->loose = loose;
	map = answer_map_copy(map, coverage_words(coverage->column_count));
	if (map == NULL)
		return false;
	if (*place != NULL)
		(*place)->refs--;
	*place = map;
	loose[coverage->loose_count++] = place;
	coverage->loose_bytes += answer_map_size(map);
	return true;
}

static bool add(struct coverage *coverage, const struct address *address,
                enum protocol protocol, uint16_t port, struct answer answer)
{
	unsigned number = coverage_number(coverage, answer);
	struct answer_map **place, *map;
	uint32_t column;

	if (!coverage_column(coverage, protocol, port, &column))
		return false;
	place = coverage_place(coverage, address);
	if (place == NULL || !loosen(coverage, place))
		return false;
	map = answer_map_set(*place, column, number);
	if (map == NULL)
		return false;
	*place = map;
	return (coverage->loose_bytes < LOOSE_BYTES ||
	        coverage->loose_bytes < coverage->pool.bytes ||
	        coverage_compact(coverage));
}

void coverage_add(struct coverage *coverage, const struct address *address,
                  enum protocol protocol, uint16_t port, struct outcome outcome)
{
	const struct answer answer = { ASKED_KNOWN, outcome };

	if (!coverage->failed)
		coverage->failed =
			!add(coverage, address, protocol, port, answer);
}

struct answer coverage_find(const struct coverage *coverage,
                            const struct address *address,
                            enum protocol protocol, uint16_t port)
{
	const struct answer_map *map = map_of(coverage, address);
	uint32_t column = coverage->column_of[protocol][port];
	unsigned number = map == NULL || column == 0
	                          ? 0
	                          : answer_map_get(map, column - 1);

	if (number == 0 && coverage->unknown)
		return (struct answer){ .asked = ASKED_UNKNOWN };
	return coverage->answers[number];
}

/* Did the way to it answer, or who stands on it, rather than nobody? */
static enum presence presence_of_outcome(struct outcome outcome)
{
	if (outcome_is_from_target(outcome))
		return PRESENCE_ANSWERS;
	if (outcome.reason == REASON_NO_RESPONSE ||
	    outcome.reason == REASON_NOT_DISCOVERED)
		return PRESENCE_SILENT;
	return PRESENCE_UNKNOWN;
}

/* What one answer says of its host. */
static enum presence presence_of(const struct answer *answer)
{
	switch (answer->asked) {
	case ASKED_NOT: return PRESENCE_NOT_ASKED;
	case ASKED_UNKNOWN:
	case ASKED_SHUT:
	case ASKED_DOUBTFUL: return PRESENCE_UNKNOWN;
	case ASKED_KNOWN: return presence_of_outcome(answer->outcome);
	}
	return PRESENCE_UNKNOWN;
}

/* A port that answers settles it, and one that is in doubt keeps silence from
 * being certain: of two, the one that counts has the larger number. */
static int weight(enum presence presence)
{
	switch (presence) {
	case PRESENCE_NOT_ASKED: return 0;
	case PRESENCE_SILENT: return 1;
	case PRESENCE_UNKNOWN: return 2;
	case PRESENCE_ANSWERS: return 3;
	}
	return 0;
}

enum presence coverage_presence(const struct coverage *coverage,
                                const struct address *address)
{
	const struct answer_map *map = map_of(coverage, address);
	enum presence presence =
		coverage->unknown ? PRESENCE_UNKNOWN : PRESENCE_NOT_ASKED;

	for (uint32_t i = 0; map != NULL && i < coverage->column_count; i++) {
		enum presence of =
			presence_of(&coverage->answers[answer_map_get(map, i)]);

		if (weight(of) > weight(presence))
			presence = of;
	}
	return presence;
}
