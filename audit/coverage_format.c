// SPDX-License-Identifier: Apache-2.0
#include "audit/coverage_parts.h"
#include "audit/coverage_words.h"

#include "base/grow.h"

#include <stdlib.h>
#include <string.h>

/*
 * Blocks with equal maps are gathered first.  Each map is a few lines: one for
 * each protocol and answer in it.  Lines that say the same of different
 * addresses become one, and they go by their first address.
 */

/* One line, or a part of it, of one map. */
struct line {
	enum protocol protocol;
	struct answer answer;
	size_t ports; /* where its ports are in `strings` */
	size_t blocks, block_count;
	struct address first;
	size_t text; /* where all of it is in `strings`, once merged */
};

struct formatting {
	struct coverage *coverage;
	struct coverage_spans blocks; /* references are not counted */
	struct line *lines;
	size_t line_count, line_room;
	struct text strings; /* each with a NUL behind it */
	uint32_t *columns;   /* by protocol and port */
	bool failed;
};

static void push_block(struct formatting *formatting,
                       const struct address *first, const struct address *last,
                       struct answer_map *map)
{
	struct coverage_spans *blocks = &formatting->blocks;
	struct coverage_span *items = grow(blocks->items, &blocks->room,
	                                   blocks->count, sizeof(*items));

	if (items == NULL) {
		formatting->failed = true;
		return;
	}
	blocks->items = items;
	items[blocks->count++] = (struct coverage_span){ *first, *last, map };
}

/* One more address, behind all that were pushed. */
static void push_address(struct formatting *formatting,
                         const struct address *address, struct answer_map *map)
{
	struct coverage_spans *blocks = &formatting->blocks;
	struct coverage_span *last =
		blocks->count == 0 ? NULL : &blocks->items[blocks->count - 1];

	if (last != NULL && last->map == map) {
		struct address next = address_add(&last->last, 1);

		if (address_equal(&next, address)) {
			last->last = *address;
			return;
		}
	}
	push_block(formatting, address, address, map);
}

static void gather_table(struct formatting *formatting)
{
	const struct address_table *table = &formatting->coverage->table;
	struct address_leaf **leaves = address_table_sorted(table);

	if (leaves == NULL) {
		formatting->failed = true;
		return;
	}
	for (size_t i = 0; i < table->count; i++)
		for (unsigned j = 0; j < LEAF_ADDRESSES; j++) {
			struct address at = address_add(&leaves[i]->first, j);

			if (leaves[i]->maps[j] != NULL)
				push_address(formatting, &at,
				             leaves[i]->maps[j]);
		}
	free(leaves);
}

/* What of `span` is not in the first `count` blocks, those of the table, of
 * which `*next` is the first that may touch it. */
static void gather_span(struct formatting *formatting,
                        const struct coverage_span *span, size_t count,
                        size_t *next)
{
	struct address at = span->first;

	for (size_t i = *next; i < count; i++) {
		const struct coverage_span hole = formatting->blocks.items[i];
		struct address edge;

		if (address_compare(&hole.last, &at) < 0) {
			*next = i + 1;
			continue;
		}
		if (address_compare(&hole.first, &span->last) > 0)
			break;
		if (address_compare(&at, &hole.first) < 0) {
			edge = address_previous(&hole.first);
			push_block(formatting, &at, &edge, span->map);
		}
		if (address_compare(&hole.last, &span->last) >= 0)
			return;
		at = address_add(&hole.last, 1);
	}
	push_block(formatting, &at, &span->last, span->map);
}

static int compare_blocks(const void *a, const void *b)
{
	const struct coverage_span *left = a, *right = b;
	uintptr_t left_map = (uintptr_t)left->map;
	uintptr_t right_map = (uintptr_t)right->map;

	if (left_map != right_map)
		return left_map < right_map ? -1 : 1;
	return address_compare(&left->first, &right->first);
}

static void gather(struct formatting *formatting)
{
	const struct coverage_spans *spans = &formatting->coverage->spans;
	struct coverage_spans *blocks = &formatting->blocks;
	size_t count, next = 0;

	gather_table(formatting);
	count = blocks->count;
	for (size_t i = 0; i < spans->count && !formatting->failed; i++)
		gather_span(formatting, &spans->items[i], count, &next);
	if (blocks->count > 0)
		qsort(blocks->items, blocks->count, sizeof(*blocks->items),
		      compare_blocks);
}

static void sort_columns(struct formatting *formatting)
{
	const struct coverage *coverage = formatting->coverage;
	uint32_t count = 0;

	formatting->columns =
		calloc(coverage->column_count + 1, sizeof(uint32_t));
	if (formatting->columns == NULL) {
		formatting->failed = true;
		return;
	}
	for (int i = 0; i < PROTOCOL_COUNT; i++)
		for (uint32_t port = 0; port <= UINT16_MAX; port++)
			if (coverage->column_of[i][port] > 0)
				formatting->columns[count++] =
					coverage->column_of[i][port] - 1;
}

/* A run of ports, as it grows. */
struct run {
	uint32_t first, last;
	bool any;
};

static void end_run(const struct run *run, struct text *text, size_t start)
{
	if (!run->any)
		return;
	text_printf(text, "%s%u", text->len > start ? "," : "", run->first);
	if (run->last > run->first)
		text_printf(text, "-%u", run->last);
}

/* Append the ports to which `map` has the answer `number`. */
static void append_ports(struct formatting *formatting,
                         const struct answer_map *map, enum protocol protocol,
                         unsigned number)
{
	const struct coverage *coverage = formatting->coverage;
	size_t start = formatting->strings.len;
	struct run run = { 0 };

	for (uint32_t i = 0; i < coverage->column_count; i++) {
		uint32_t column = formatting->columns[i];
		uint16_t port = coverage->columns[column].port;

		if (coverage->columns[column].protocol != protocol ||
		    answer_map_get(map, column) != number)
			continue;
		if (!run.any || port != run.last + 1) {
			end_run(&run, &formatting->strings, start);
			run.first = port;
			run.any = true;
		}
		run.last = port;
	}
	end_run(&run, &formatting->strings, start);
}

static void push_line(struct formatting *formatting, enum protocol protocol,
                      unsigned number, size_t blocks, size_t block_count)
{
	size_t ports = formatting->strings.len;
	struct line *lines;

	append_ports(formatting, formatting->blocks.items[blocks].map, protocol,
	             number);
	if (formatting->strings.len == ports)
		return;
	text_append_char(&formatting->strings, '\0');
	lines = grow(formatting->lines, &formatting->line_room,
	             formatting->line_count, sizeof(*lines));
	if (lines == NULL) {
		formatting->failed = true;
		return;
	}
	formatting->lines = lines;
	lines[formatting->line_count++] = (struct line){
		.protocol = protocol,
		.answer = formatting->coverage->answers[number],
		.ports = ports,
		.blocks = blocks,
		.block_count = block_count,
		.first = formatting->blocks.items[blocks].first,
	};
}

/* The lines of the blocks from `blocks` on that share a map. */
static void make_lines(struct formatting *formatting, size_t blocks,
                       size_t block_count)
{
	for (int i = 0; i < PROTOCOL_COUNT; i++)
		for (unsigned j = 1; j < formatting->coverage->answer_count;
		     j++)
			push_line(formatting, (enum protocol)i, j, blocks,
			          block_count);
}

static void make_all_lines(struct formatting *formatting)
{
	const struct coverage_spans *blocks = &formatting->blocks;

	for (size_t i = 0, end; i < blocks->count && !formatting->failed;
	     i = end) {
		for (end = i + 1;
		     end < blocks->count &&
		     blocks->items[end].map == blocks->items[i].map;
		     end++)
			continue;
		make_lines(formatting, i, end - i);
	}
}

static int compare_answers(const struct answer *a, const struct answer *b)
{
	if (a->asked != b->asked)
		return (int)a->asked - (int)b->asked;
	if (a->asked != ASKED_KNOWN)
		return 0;
	if (a->outcome.state != b->outcome.state)
		return (int)a->outcome.state - (int)b->outcome.state;
	return (int)a->outcome.reason - (int)b->outcome.reason;
}

static int compare_questions(const struct line *a, const struct line *b)
{
	if (a->protocol != b->protocol)
		return (int)a->protocol - (int)b->protocol;
	return compare_answers(&a->answer, &b->answer);
}

/* By what they say; the strings do not move any more. */
static int compare_words(const void *a, const void *b, void *strings)
{
	const struct line *left = a, *right = b;
	const struct text *text = strings;
	int order = compare_questions(left, right);

	if (order != 0)
		return order;
	return strcmp(text->data + left->ports, text->data + right->ports);
}

static int compare_lines(const void *a, const void *b)
{
	const struct line *left = a, *right = b;
	int order = address_compare(&left->first, &right->first);

	return order != 0 ? order : compare_questions(left, right);
}

static int compare_addresses(const void *a, const void *b)
{
	return address_compare(&((const struct coverage_span *)a)->first,
	                       &((const struct coverage_span *)b)->first);
}

/* Blocks that continue the one before become one with it; return how many are
 * left. */
static size_t join(struct coverage_span *blocks, size_t count)
{
	size_t kept = 0;

	qsort(blocks, count, sizeof(*blocks), compare_addresses);
	for (size_t i = 1; i < count; i++) {
		struct address next = address_add(&blocks[kept].last, 1);

		if (address_equal(&blocks[i].first, &next))
			blocks[kept].last = blocks[i].last;
		else
			blocks[++kept] = blocks[i];
	}
	return kept + 1;
}

static void append_blocks(struct text *text, const struct coverage_span *blocks,
                          size_t count)
{
	char address[ADDRESS_TEXT_MAX];

	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			text_append_char(text, ',');
		text_append_string(text,
		                   address_format(&blocks[i].first, address));
		if (address_equal(&blocks[i].first, &blocks[i].last))
			continue;
		text_append_char(text, '-');
		text_append_string(text,
		                   address_format(&blocks[i].last, address));
	}
}

static void append_answer(struct text *text, const struct answer *answer)
{
	if (answer->asked == ASKED_KNOWN)
		text_printf(text, " %s %s ",
		            port_state_name(answer->outcome.state),
		            port_reason_name(answer->outcome.reason));
	else
		text_printf(text, " %s ", coverage_word(answer->asked));
}

/* Make one line of `count` that say the same; its text goes to `whole`. */
static void merge(struct formatting *formatting, struct line *lines,
                  size_t count, struct text *whole)
{
	struct coverage_span *blocks;
	size_t total = 0, at = 0;

	for (size_t i = 0; i < count; i++)
		total += lines[i].block_count;
	blocks = calloc(total, sizeof(*blocks));
	if (blocks == NULL) {
		formatting->failed = true;
		return;
	}
	for (size_t i = 0; i < count; i++) {
		memcpy(blocks + at, formatting->blocks.items + lines[i].blocks,
		       lines[i].block_count * sizeof(*blocks));
		at += lines[i].block_count;
	}
	total = join(blocks, total);
	lines->first = blocks->first;
	lines->text = whole->len;
	append_blocks(whole, blocks, total);
	text_printf(whole, " %s", protocol_name(lines->protocol));
	append_answer(whole, &lines->answer);
	text_append_string(whole, formatting->strings.data + lines->ports);
	text_append(whole, "\n", 2);
	free(blocks);
}

static void merge_all(struct formatting *formatting, struct text *whole)
{
	struct line *lines = formatting->lines;
	size_t kept = 0;

	qsort_r(lines, formatting->line_count, sizeof(*lines), compare_words,
	        &formatting->strings);
	for (size_t i = 0, end; i < formatting->line_count; i = end) {
		for (end = i + 1; end < formatting->line_count &&
		                  compare_words(&lines[i], &lines[end],
		                                &formatting->strings) == 0;
		     end++)
			continue;
		merge(formatting, &lines[i], end - i, whole);
		lines[kept++] = lines[i];
	}
	formatting->line_count = kept;
	qsort(lines, kept, sizeof(*lines), compare_lines);
}

static void append_lines(struct formatting *formatting, struct text *text)
{
	struct text whole;

	if (formatting->line_count == 0)
		return;
	text_init(&whole);
	merge_all(formatting, &whole);
	formatting->failed |= whole.failed;
	for (size_t i = 0; i < formatting->line_count && !formatting->failed;
	     i++)
		text_append_string(text,
		                   whole.data + formatting->lines[i].text);
	text_release(&whole);
}

void coverage_format(struct coverage *coverage, struct text *text)
{
	struct formatting formatting = { .coverage = coverage };

	text_init(&formatting.strings);
	if (coverage->unknown)
		text_append_string(text, COVERAGE_ELSE_UNKNOWN "\n");
	formatting.failed = !coverage_compact(coverage);
	if (!formatting.failed)
		sort_columns(&formatting);
	if (!formatting.failed)
		gather(&formatting);
	make_all_lines(&formatting);
	formatting.failed |= formatting.strings.failed;
	if (!formatting.failed)
		append_lines(&formatting, text);
	text->failed |= formatting.failed | coverage->failed;
	text_release(&formatting.strings);
	free(formatting.lines);
	free(formatting.columns);
	free(formatting.blocks.items);
}
