// SPDX-License-Identifier: Apache-2.0
#include "registry/compile/compile.h"

const char *protocol_constant(enum protocol protocol)
{
	return protocol == PROTOCOL_TCP ? "PROTOCOL_TCP" : "PROTOCOL_UDP";
}

/* '?' would start a trigraph, and a plain escape could run into a digit. */
void append_escaped(struct text *out, char c)
{
	if (c < ' ' || c > '~' || c == '"' || c == '\'' || c == '\\' ||
	    c == '?')
		text_printf(out, "\\%03o", (unsigned char)c);
	else
		text_append_char(out, c);
}

void append_literal(struct text *out, const char *string)
{
	if (string == NULL) {
		text_append_string(out, "NULL");
		return;
	}
	text_append_char(out, '"');
	for (; *string != '\0'; string++)
		append_escaped(out, *string);
	text_append_char(out, '"');
}
