// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_COVERAGE_PARTS_H
#define PORTSCAN_AUDIT_COVERAGE_PARTS_H

#include "audit/address_table.h"
#include "audit/coverage.h"
#include "audit/map_pool.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a coverage consists of: only audit/coverage*.c look inside. */

/* A block of addresses of which the same is known, but for those in the
 * table. */
struct coverage_span {
	struct address first, last;
	struct answer_map *map; /* shared */
};

struct coverage_spans {
	struct coverage_span *items; /* by address, disjoint */
	size_t count, room;
};

/* A question that any address was asked. */
struct coverage_column {
	enum protocol protocol;
	uint16_t port;
};

enum { COVERAGE_COLUMNS_MAX = PROTOCOL_COUNT * 65536 };

/* As many as there are states, reasons and ways not to know them; the first
 * stands for ASKED_NOT. */
enum { COVERAGE_ANSWERS_MAX = 5 + PORT_STATE_COUNT * PORT_REASON_COUNT };

/*
 * Each question has a column and each answer a number, in the order in which
 * they come first.  What is known of an address is its map in the table, or
 * else that of the span it lies in.  A map that was changed since the last
 * compaction is of one address alone, and its place is in `loose`.
 */
struct coverage {
	struct address_table table;
	struct coverage_spans spans;
	struct map_pool pool;
	struct answer_map ***loose;
	size_t loose_count, loose_room, loose_bytes;
	struct coverage_column *columns;
	uint32_t column_count;
	size_t column_room;
	uint32_t column_of[PROTOCOL_COUNT][65536]; /* one more; 0: none yet */
	struct answer answers[COVERAGE_ANSWERS_MAX];
	unsigned answer_count;
	bool unknown; /* what was not added */
	bool failed;
};

static inline uint32_t coverage_words(uint32_t columns)
{
	return (columns + 63) / 64;
}

/* Make equal maps one; false when out of memory. */
bool coverage_compact(struct coverage *coverage);

/* The column of a question, which is made; false when out of memory. */
bool coverage_column(struct coverage *coverage, enum protocol protocol,
                     uint16_t port, uint32_t *column);

/* The number of an answer, which is given. */
unsigned coverage_number(struct coverage *coverage, struct answer answer);

/* The index of the first span that does not end before `address`. */
size_t coverage_spans_before(const struct coverage_spans *spans,
                             const struct address *address);

/* Where the map of `address` stands, which begins as that of its span; NULL
 * when out of memory. */
struct answer_map **coverage_place(struct coverage *coverage,
                                   const struct address *address);

/*
 * The same answer to the same ports, for block after block of addresses: what
 * coverage_add_range() does for one.  Failure is the coverage's.
 */
struct coverage_edit {
	struct coverage *coverage;
	uint64_t *mask; /* of the columns */
	uint32_t words;
	unsigned number;
	/* The map that was edited last, and what it became: neighbours often
	 * share theirs. */
	const struct answer_map *from;
	struct answer_map *to;
};

void coverage_edit_init(struct coverage_edit *edit, struct coverage *coverage,
                        enum protocol protocol, const struct port_set *ports,
                        struct answer answer);
void coverage_edit_block(struct coverage_edit *edit,
                         const struct address *first,
                         const struct address *last);
void coverage_edit_release(struct coverage_edit *edit);

#endif
