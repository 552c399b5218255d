// SPDX-License-Identifier: Apache-2.0
#include "registry/table.h"

#include "base/text.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* An index holds no greater row. */
enum { MAX_ROWS = UINT16_MAX + 1 };

/* Zeroed memory that is only touched as it fills, so the rows need not grow. */
struct table_builder {
	uint16_t index[PROTOCOL_COUNT][TABLE_PORTS];
	struct table_row rows[MAX_ROWS];
	size_t row_count;
	struct text strings;
	bool failed; /* the rows ran out, or `strings` is out of offsets */
};

/* A finished table in one piece of memory; the strings follow the rows. */
struct block {
	struct registry registry;
	uint16_t index[PROTOCOL_COUNT][TABLE_PORTS];
	struct table_row rows[];
};

struct table_builder *table_builder_create(void)
{
	struct table_builder *builder = calloc(1, sizeof(*builder));

	if (builder == NULL)
		return NULL;
	text_init(&builder->strings);
	text_append_char(&builder->strings, '\0');
	builder->rows[0].status = REGISTRY_UNASSIGNED;
	builder->row_count = 1;
	return builder;
}

void table_builder_free(struct table_builder *builder)
{
	if (builder == NULL)
		return;
	text_release(&builder->strings);
	free(builder);
}

static uint32_t add_string(struct table_builder *builder, const char *string)
{
	size_t offset = builder->strings.len;

	if (string == NULL || string[0] == '\0')
		return 0;
	if (offset > UINT32_MAX) {
		builder->failed = true;
		return 0;
	}
	text_append(&builder->strings, string, strlen(string) + 1);
	return (uint32_t)offset;
}

uint16_t table_builder_add(struct table_builder *builder,
                           const struct registry_entry *entry,
                           const struct registry_details *details)
{
	static const struct registry_details none;
	const struct registry_details *more = details ? details : &none;

	if (builder->row_count == MAX_ROWS)
		builder->failed = true;
	if (builder->failed)
		return 0;
	builder->rows[builder->row_count] = (struct table_row){
		.status = (uint32_t)entry->status,
		.name = add_string(builder, entry->name),
		.description = add_string(builder, entry->description),
		.note = add_string(builder, entry->note),
		.also = add_string(builder, entry->also),
		.assignee = add_string(builder, more->assignee),
		.registered = add_string(builder, more->registered),
		.modified = add_string(builder, more->modified),
		.reference = add_string(builder, more->reference),
		.unauthorised = add_string(builder, more->unauthorised),
	};
	return (uint16_t)builder->row_count++;
}

void table_builder_set(struct table_builder *builder, enum protocol protocol,
                       uint16_t first, uint16_t last, uint16_t row)
{
	assert(row < builder->row_count);
	for (uint32_t port = first; port <= last && port < TABLE_PORTS; port++)
		builder->index[protocol][port] = row;
}

static const char *builder_string(const struct table_builder *builder,
                                  uint32_t offset)
{
	return builder->strings.data + offset;
}

/* Append `names` behind those that are there. */
static void append_names(struct text *text, const char *names)
{
	if (names[0] == '\0')
		return;
	if (text->len > 0)
		text_append_char(text, ' ');
	text_append_string(text, names);
}

/* A row like `row` that has these other names; 0 on failure. */
static uint16_t renamed(struct table_builder *builder, uint16_t row,
                        const struct text *also)
{
	builder->failed |= also->failed || builder->row_count == MAX_ROWS;
	if (builder->failed)
		return 0;
	builder->rows[builder->row_count] = builder->rows[row];
	builder->rows[builder->row_count].also =
		add_string(builder, also->data);
	return (uint16_t)builder->row_count++;
}

void table_builder_also(struct table_builder *builder, enum protocol protocol,
                        uint16_t port, uint16_t row)
{
	uint16_t own = table_builder_get(builder, protocol, port);
	struct text also;

	if (builder->failed)
		return;
	text_init(&also);
	append_names(&also, builder_string(builder, builder->rows[own].also));
	append_names(&also, builder_string(builder, builder->rows[row].name));
	append_names(&also, builder_string(builder, builder->rows[row].also));
	if (also.len <= TABLE_ALSO_MAX)
		table_builder_set(builder, protocol, port, port,
		                  renamed(builder, own, &also));
	text_release(&also);
}

uint16_t table_builder_get(const struct table_builder *builder,
                           enum protocol protocol, uint16_t port)
{
	return port < TABLE_PORTS ? builder->index[protocol][port] : 0;
}

static const char *string_at(const char *strings, uint32_t offset)
{
	return offset == 0 ? NULL : strings + offset;
}

/* The builder's contents, moved to a block that needs nothing beside it. */
static struct registry *pack(const struct table_builder *builder)
{
	size_t rows_size = builder->row_count * sizeof(builder->rows[0]);
	size_t size = sizeof(struct block) + rows_size + builder->strings.len;
	struct block *block = malloc(size);
	char *strings;

	if (block == NULL)
		return NULL;
	strings = (char *)block->rows + rows_size;
	memcpy(block->index, builder->index, sizeof(block->index));
	memcpy(block->rows, builder->rows, rows_size);
	memcpy(strings, builder->strings.data, builder->strings.len);
	block->registry = (struct registry){
		.index = (const uint16_t(*)[TABLE_PORTS])block->index,
		.rows = block->rows,
		.row_count = builder->row_count,
		.strings = strings,
		.strings_len = builder->strings.len,
	};
	return &block->registry;
}

struct registry *table_builder_finish(struct table_builder *builder,
                                      const struct registry_source *source)
{
	uint32_t origin = add_string(builder, source->origin);
	uint32_t date = add_string(builder, source->date);
	uint32_t sha256 = add_string(builder, source->sha256);
	struct registry *registry;

	if (builder->failed || builder->strings.failed)
		return NULL;
	registry = pack(builder);
	if (registry == NULL)
		return NULL;
	registry->source = (struct registry_source){
		.origin = string_at(registry->strings, origin),
		.date = string_at(registry->strings, date),
		.sha256 = string_at(registry->strings, sha256),
	};
	return registry;
}

void registry_free(struct registry *registry)
{
	free(registry);
}
