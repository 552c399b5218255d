// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REGISTRY_TABLE_H
#define PORTSCAN_REGISTRY_TABLE_H

#include "base/protocol.h"
#include "registry/registry.h"

#include <stddef.h>
#include <stdint.h>

/* The numbers a table speaks of: those above are dynamic, always. */
enum { TABLE_PORTS = 49152 };

/*
 * What is known of a number.  The strings are offsets into the table's
 * strings, where 0 is "unknown": a table without pointers in its rows is
 * constant data that the program maps and never relocates or parses.
 */
struct table_row {
	uint32_t status; /* enum registry_status, never dynamic or dormant */
	uint32_t name;
	uint32_t description;
	uint32_t note;
	uint32_t also; /* as in struct registry_entry */
	uint32_t assignee;
	uint32_t registered;
	uint32_t modified;
	uint32_t reference;
	uint32_t unauthorised;
};

/*
 * The one shape of a table, whether it was compiled into the program or built
 * from a file.  `index` leads from (protocol, port) to a row; row 0 is what
 * holds for a number that nobody listed: unassigned, all else unknown.
 */
struct registry {
	const uint16_t (*index)[TABLE_PORTS]; /* of each protocol */
	const struct table_row *rows;
	size_t row_count;
	const char *strings; /* NUL-terminated each; starts with a NUL */
	size_t strings_len;
	struct registry_source source;
};

/*
 * Puts a table together.  Memory and rows (65,536) may run out: then every
 * later call does nothing and table_builder_finish() returns NULL, so ask
 * only there.
 */
struct table_builder;

/* NULL when out of memory. */
struct table_builder *table_builder_create(void);
void table_builder_free(struct table_builder *builder);

/*
 * Add a row that no number leads to yet and return what to call it, never 0
 * but on failure.  The strings are copied; NULL and "" are both "unknown".
 * `details` may be NULL.
 */
uint16_t table_builder_add(struct table_builder *builder,
                           const struct registry_entry *entry,
                           const struct registry_details *details);

/*
 * Let the ports from `first` to `last` lead to `row`, whatever they led to
 * before: which row goes first is for the caller to know.  Numbers from
 * TABLE_PORTS up are passed over.
 */
void table_builder_set(struct table_builder *builder, enum protocol protocol,
                       uint16_t first, uint16_t last, uint16_t row);

/* The other names of a number; IANA's take some thirty bytes at most. */
enum { TABLE_ALSO_MAX = 256 };

/*
 * Let a port go by the names of `row` too, behind those of the row that it
 * leads to, as far as there is room for all of them.
 */
void table_builder_also(struct table_builder *builder, enum protocol protocol,
                        uint16_t port, uint16_t row);

/* The row that a port leads to; 0 when none was set. */
uint16_t table_builder_get(const struct table_builder *builder,
                           enum protocol protocol, uint16_t port);

/*
 * A table of its own with what was added up to now, to be given back with
 * registry_free(); `source` is copied.  NULL on failure.
 */
struct registry *table_builder_finish(struct table_builder *builder,
                                      const struct registry_source *source);

#endif
