// SPDX-License-Identifier: Apache-2.0
#include "registry/compile/compile.h"

static void append_range(struct text *out, const struct text_row *row,
                         enum protocol protocol)
{
	if (row->of[protocol])
		text_printf(out, "\t{ %s, %u, %u },\n",
		            protocol_constant(protocol), (unsigned)row->first,
		            (unsigned)row->last);
}

bool compile_ranges(struct text_rows *rows, char **arguments, struct text *out)
{
	struct text_row row;

	(void)arguments;
	text_append_string(out, "#include \"registry/common.h\"\n\n"
	                        "const struct common_range "
	                        "common_ranges[] = {\n");
	while (text_rows_next(rows, &row)) {
		append_range(out, &row, PROTOCOL_TCP);
		append_range(out, &row, PROTOCOL_UDP);
	}
	text_append_string(out, "};\n\n"
	                        "const size_t common_range_count =\n"
	                        "\tsizeof(common_ranges) / "
	                        "sizeof(common_ranges[0]);\n");
	return rows->error == NULL;
}
