// SPDX-License-Identifier: Apache-2.0
#include "report/style.h"

/* ECMA-48 SGR. */
static const char *const colors[] = {
	[STYLE_PLAIN] = "",
	[STYLE_GOOD] = "\x1b[32m",
	[STYLE_DOUBT] = "\x1b[33m",
	[STYLE_ALARM] = "\x1b[1;31m",
};

void style_begin(struct text *text, const struct style *style,
                 enum style_role role)
{
	if (style->color)
		text_append_string(text, colors[role]);
}

void style_end(struct text *text, const struct style *style,
               enum style_role role)
{
	if (style->color && role != STYLE_PLAIN)
		text_append_string(text, "\x1b[0m");
}
