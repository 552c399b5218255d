// SPDX-License-Identifier: Apache-2.0
#include "registry/compile/compile.h"

#include <stdlib.h>

enum { TEXT, REMARK, TOO_MANY }; /* the columns */

struct note {
	const char *text;
	const char *remark;
};

/* What was read, by number: the order that a look-up needs. */
struct notes {
	struct note of[PROTOCOL_COUNT][UINT16_MAX + 1];
};

static const char *take(struct notes *notes, enum protocol protocol,
                        const struct text_row *row)
{
	for (uint32_t port = row->first; port <= row->last; port++) {
		if (notes->of[protocol][port].text != NULL)
			return "listed twice";
		notes->of[protocol][port] = (struct note){
			row->fields[TEXT],
			row->fields[REMARK],
		};
	}
	return NULL;
}

static const char *take_row(struct notes *notes, const struct text_row *row)
{
	const char *error = NULL;

	if (row->fields[TEXT] == NULL)
		return "no text";
	if (row->fields[TOO_MANY] != NULL)
		return "too many columns";
	if (row->of[PROTOCOL_TCP])
		error = take(notes, PROTOCOL_TCP, row);
	if (error == NULL && row->of[PROTOCOL_UDP])
		error = take(notes, PROTOCOL_UDP, row);
	return error;
}

static void append_notes(struct text *out, const struct notes *notes,
                         enum protocol protocol)
{
	for (uint32_t port = 0; port <= UINT16_MAX; port++) {
		const struct note *note = &notes->of[protocol][port];

		if (note->text == NULL)
			continue;
		text_printf(out, "\t{ %s, %u, ", protocol_constant(protocol),
		            (unsigned)port);
		append_literal(out, note->text);
		text_append_string(out, ", ");
		append_literal(out, note->remark);
		text_append_string(out, " },\n");
	}
}

bool compile_notes(struct text_rows *rows, char **arguments, struct text *out)
{
	struct notes *notes = calloc(1, sizeof(*notes));
	struct text_row row;

	if (notes == NULL) {
		out->failed = true;
		return false;
	}
	while (rows->error == NULL && text_rows_next(rows, &row))
		rows->error = take_row(notes, &row);
	text_append_string(out, "#include \"registry/port_notes.h\"\n\n"
	                        "static const struct port_note rows[] = {\n");
	append_notes(out, notes, PROTOCOL_TCP);
	append_notes(out, notes, PROTOCOL_UDP);
	text_printf(out,
	            "};\n\nconst struct port_notes %s = { rows, sizeof(rows) "
	            "/ sizeof(rows[0]) };\n",
	            arguments[0]);
	free(notes);
	return rows->error == NULL;
}
