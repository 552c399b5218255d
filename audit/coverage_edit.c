// SPDX-License-Identifier: Apache-2.0
#include "audit/coverage_parts.h"

#include "base/grow.h"

#include <stdlib.h>

/* Blocks up to this size are taken address by address. */
enum { BLOCK_MAX = 4096 };

static bool fill_mask(struct coverage_edit *edit, enum protocol protocol,
                      const struct port_set *ports)
{
	edit->mask =
		calloc(coverage_words(COVERAGE_COLUMNS_MAX), sizeof(uint64_t));
	if (edit->mask == NULL)
		return false;
	for (uint32_t port = 0; port <= UINT16_MAX; port++) {
		uint32_t column;

		if (ports->bits[port / 64] == 0) {
			port |= 63; /* none of these */
			continue;
		}
		if (!port_set_has(ports, (uint16_t)port))
			continue;
		if (!coverage_column(edit->coverage, protocol, (uint16_t)port,
		                     &column))
			return false;
		edit->mask[column / 64] |= UINT64_C(1) << column % 64;
		if (edit->words <= column / 64)
			edit->words = column / 64 + 1;
	}
	return true;
}

void coverage_edit_init(struct coverage_edit *edit, struct coverage *coverage,
                        enum protocol protocol, const struct port_set *ports,
                        struct answer answer)
{
	*edit = (struct coverage_edit){
		.coverage = coverage,
		.number = coverage_number(coverage, answer),
	};
	if (!fill_mask(edit, protocol, ports))
		coverage->failed = true;
}

void coverage_edit_release(struct coverage_edit *edit)
{
	free(edit->mask);
}

/* The shared map that is `map` (may be NULL) with the edit, and a reference to
 * it; NULL when out of memory. */
static struct answer_map *edited(struct coverage_edit *edit,
                                 const struct answer_map *map)
{
	struct answer_map *copy, *larger, *shared;

	if (edit->to != NULL && edit->from == map) {
		edit->to->refs++;
		return edit->to;
	}
	copy = answer_map_copy(map, edit->words);
	if (copy == NULL)
		return NULL;
	copy->refs = 0;
	larger =
		answer_map_set_all(copy, edit->mask, edit->words, edit->number);
	shared = larger == NULL ? NULL
	                        : map_pool_share(&edit->coverage->pool, larger);
	if (shared == NULL) {
		free(larger != NULL ? larger : copy);
		return NULL;
	}
	edit->from = map;
	edit->to = shared;
	return shared;
}

static bool edit_place(struct coverage_edit *edit, struct answer_map **place)
{
	struct answer_map *before = *place;
	struct answer_map *after = edited(edit, before);

	if (after == NULL)
		return false;
	*place = after;
	if (before != NULL && before->interned) {
		before->refs--;
	} else if (before != NULL) {
		free(before);
		edit->from = NULL; /* another may come to its place */
		edit->to = NULL;
	}
	return true;
}

static bool edit_each(struct coverage_edit *edit, struct address at,
                      uint64_t count)
{
	for (uint64_t i = 0; i < count; i++) {
		struct answer_map **place = coverage_place(edit->coverage, &at);

		if (place == NULL || !edit_place(edit, place))
			return false;
		if (i + 1 < count)
			at = address_add(&at, 1);
	}
	return true;
}

static bool push(struct coverage_spans *spans, const struct address *first,
                 const struct address *last, struct answer_map *map)
{
	struct coverage_span *items =
		grow(spans->items, &spans->room, spans->count, sizeof(*items));

	if (map == NULL || items == NULL)
		return false;
	spans->items = items;
	items[spans->count++] = (struct coverage_span){ *first, *last, map };
	return true;
}

static bool push_same(struct coverage_spans *spans, const struct address *first,
                      const struct address *last, struct answer_map *map)
{
	map->refs++;
	return push(spans, first, last, map);
}

static bool push_edited(struct coverage_spans *spans,
                        struct coverage_edit *edit, const struct address *first,
                        const struct address *last,
                        const struct answer_map *map)
{
	return push(spans, first, last, edited(edit, map));
}

static const struct address *later(const struct address *a,
                                   const struct address *b)
{
	return address_compare(a, b) > 0 ? a : b;
}

static const struct address *earlier(const struct address *a,
                                     const struct address *b)
{
	return address_compare(a, b) < 0 ? a : b;
}

/* The pieces of `span` before, within and behind first..last. */
static bool push_cut(struct coverage_spans *spans, struct coverage_edit *edit,
                     const struct address *first, const struct address *last,
                     const struct coverage_span *span)
{
	struct address edge;

	if (address_compare(&span->first, first) < 0) {
		edge = address_previous(first);
		if (!push_same(spans, &span->first, &edge, span->map))
			return false;
	}
	if (!push_edited(spans, edit, later(&span->first, first),
	                 earlier(&span->last, last), span->map))
		return false;
	if (address_compare(&span->last, last) <= 0)
		return true;
	edge = address_add(last, 1);
	return push_same(spans, &edge, &span->last, span->map);
}

/* The spans as they are with the edit in first..last. */
static bool cut_spans(struct coverage_spans *fresh, struct coverage_edit *edit,
                      const struct address *first, const struct address *last)
{
	const struct coverage_spans *spans = &edit->coverage->spans;
	size_t i = coverage_spans_before(spans, first);
	struct address at = *first; /* from here on there are gaps to fill */
	bool filled = false;

	for (size_t j = 0; j < i; j++)
		if (!push_same(fresh, &spans->items[j].first,
		               &spans->items[j].last, spans->items[j].map))
			return false;
	for (; i < spans->count &&
	       address_compare(&spans->items[i].first, last) <= 0;
	     i++) {
		const struct coverage_span *span = &spans->items[i];

		if (address_compare(&at, &span->first) < 0) {
			struct address edge = address_previous(&span->first);

			if (!push_edited(fresh, edit, &at, &edge, NULL))
				return false;
		}
		if (!push_cut(fresh, edit, first, last, span))
			return false;
		filled = address_compare(&span->last, last) >= 0;
		if (!filled)
			at = address_add(&span->last, 1);
	}
	if (!filled && !push_edited(fresh, edit, &at, last, NULL))
		return false;
	for (; i < spans->count; i++)
		if (!push_same(fresh, &spans->items[i].first,
		               &spans->items[i].last, spans->items[i].map))
			return false;
	return true;
}

static void release_spans(struct coverage_spans *spans)
{
	for (size_t i = 0; i < spans->count; i++)
		spans->items[i].map->refs--;
	free(spans->items);
}

/* What the table has of first..last. */
static bool edit_table(struct coverage_edit *edit, const struct address *first,
                       const struct address *last)
{
	const struct address_table *table = &edit->coverage->table;

	for (size_t i = 0; i < table->room; i++) {
		struct address_leaf *leaf = table->leaves[i];

		for (unsigned j = 0; leaf != NULL && j < LEAF_ADDRESSES; j++) {
			struct address address = address_add(&leaf->first, j);

			if (leaf->maps[j] != NULL &&
			    address_compare(&address, first) >= 0 &&
			    address_compare(&address, last) <= 0 &&
			    !edit_place(edit, &leaf->maps[j]))
				return false;
		}
	}
	return true;
}

static bool edit_block(struct coverage_edit *edit, const struct address *first,
                       const struct address *last)
{
	struct coverage_spans fresh = { 0 };

	if (!edit_table(edit, first, last))
		return false;
	if (!cut_spans(&fresh, edit, first, last)) {
		release_spans(&fresh);
		return false;
	}
	release_spans(&edit->coverage->spans);
	edit->coverage->spans = fresh;
	return true;
}

static bool is_small(const struct address *first, const struct address *last)
{
	uint64_t more = last->lo - first->lo;
	uint64_t borrow = last->lo < first->lo;

	return last->hi - first->hi == borrow && more < BLOCK_MAX;
}

void coverage_edit_block(struct coverage_edit *edit,
                         const struct address *first,
                         const struct address *last)
{
	struct coverage *coverage = edit->coverage;

	if (coverage->failed || edit->words == 0)
		return;
	coverage->failed =
		is_small(first, last)
			? !edit_each(edit, *first, last->lo - first->lo + 1)
			: !edit_block(edit, first, last);
}

void coverage_add_range(struct coverage *coverage, const struct address *first,
                        const struct address *last, enum protocol protocol,
                        const struct port_set *ports, struct answer answer)
{
	struct coverage_edit edit;

	coverage_edit_init(&edit, coverage, protocol, ports, answer);
	coverage_edit_block(&edit, first, last);
	coverage_edit_release(&edit);
}
