// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "registry/compile/compile.h"
#include "registry/table.h"

#include <string.h>

enum { STATUS, NAME, DESCRIPTION, NOTE, ALSO }; /* the columns */

static const struct {
	const char *word;
	const char *constant;
	enum registry_status status;
} statuses[] = {
	{ "assigned", "REGISTRY_ASSIGNED", REGISTRY_ASSIGNED },
	{ "reserved", "REGISTRY_RESERVED", REGISTRY_RESERVED },
	{ "unassigned", "REGISTRY_UNASSIGNED", REGISTRY_UNASSIGNED },
};

enum { STATUS_COUNT = COUNT(statuses) };

static bool parse_status(const char *word, enum registry_status *status)
{
	for (size_t i = 0; word != NULL && i < STATUS_COUNT; i++) {
		if (strcmp(word, statuses[i].word) == 0) {
			*status = statuses[i].status;
			return true;
		}
	}
	return false;
}

static const char *take(struct table_builder *builder, enum protocol protocol,
                        const struct text_row *row, uint16_t number)
{
	if (!row->of[protocol])
		return NULL;
	for (uint16_t port = row->first; port <= row->last; port++) {
		if (table_builder_get(builder, protocol, port) != 0)
			return "listed twice";
	}
	table_builder_set(builder, protocol, row->first, row->last, number);
	return NULL;
}

static const char *take_row(struct table_builder *builder,
                            const struct text_row *row)
{
	struct registry_entry entry = {
		.name = row->fields[NAME],
		.description = row->fields[DESCRIPTION],
		.note = row->fields[NOTE],
		.also = row->fields[ALSO],
	};
	const char *error;
	uint16_t number;

	if (!parse_status(row->fields[STATUS], &entry.status))
		return "status is assigned, reserved or unassigned";
	if (row->last >= TABLE_PORTS)
		return "a dynamic number";
	number = table_builder_add(builder, &entry, NULL);
	error = take(builder, PROTOCOL_TCP, row, number);
	return error ? error : take(builder, PROTOCOL_UDP, row, number);
}

static void append_index(struct text *out, const uint16_t *index)
{
	text_append_string(out, "\t{");
	for (size_t port = 0; port < TABLE_PORTS; port++)
		text_printf(out, "%s%u,", port % 16 == 0 ? "\n\t  " : " ",
		            (unsigned)index[port]);
	text_append_string(out, "\n\t},\n");
}

static void append_rows(struct text *out, const struct registry *table)
{
	for (size_t i = 0; i < table->row_count; i++) {
		const struct table_row *row = &table->rows[i];

		text_printf(out,
		            "\t{ .status = %s, .name = %u, "
		            ".description = %u, .note = %u, .also = %u },\n",
		            statuses[row->status].constant, (unsigned)row->name,
		            (unsigned)row->description, (unsigned)row->note,
		            (unsigned)row->also);
	}
}

/* One by one: a literal of this size is more than C promises to take. */
static void append_strings(struct text *out, const struct registry *table)
{
	for (size_t i = 0; i < table->strings_len; i++) {
		text_append_string(out, i % 12 == 0 ? "\n\t'" : " '");
		append_escaped(out, table->strings[i]);
		text_append_string(out, "',");
	}
}

static void append_table(struct text *out, const struct registry *table)
{
	text_append_string(out, "#include \"registry/table.h\"\n\n"
	                        "static const uint16_t shipped_index"
	                        "[PROTOCOL_COUNT][TABLE_PORTS] = {\n");
	append_index(out, table->index[PROTOCOL_TCP]);
	append_index(out, table->index[PROTOCOL_UDP]);
	text_append_string(out, "};\n\n"
	                        "static const struct table_row "
	                        "shipped_rows[] = {\n");
	append_rows(out, table);
	text_append_string(out,
	                   "};\n\nstatic const char shipped_strings[] = {");
	append_strings(out, table);
	text_append_string(out, "\n};\n\n"
	                        "static const struct registry shipped = {\n"
	                        "\t.index = shipped_index,\n"
	                        "\t.rows = shipped_rows,\n");
	text_printf(out,
	            "\t.row_count = %zu,\n\t.strings = shipped_strings,\n"
	            "\t.strings_len = %zu,\n"
	            "\t.source = { \"%s\", \"%s\", \"%s\" },\n};\n\n",
	            table->row_count, table->strings_len, table->source.origin,
	            table->source.date, table->source.sha256);
	text_append_string(out,
	                   "const struct registry *registry_shipped(void)\n"
	                   "{\n\treturn &shipped;\n}\n");
}

bool compile_registry(struct text_rows *rows, char **arguments,
                      struct text *out)
{
	struct registry_source source = { "shipped", arguments[0],
		                          arguments[1] };
	struct table_builder *builder = table_builder_create();
	struct registry *table = NULL;
	struct text_row row;

	if (builder != NULL) {
		while (rows->error == NULL && text_rows_next(rows, &row))
			rows->error = take_row(builder, &row);
		table = table_builder_finish(builder, &source);
	}
	if (table != NULL)
		append_table(out, table);
	else
		out->failed = true;
	registry_free(table);
	table_builder_free(builder);
	return rows->error == NULL;
}
