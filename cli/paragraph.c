// SPDX-License-Identifier: Apache-2.0
#include "cli/paragraph.h"

#include "base/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct line {
	struct text *text;
	size_t indent;
	size_t column;
};

/* One character and the columns it takes; a byte that is none takes one. */
static size_t measure(const char *at, size_t len, size_t *columns)
{
	uint32_t code_point;
	size_t taken = utf8_decode((const uint8_t *)at, len, &code_point);

	*columns = taken > 0 ? utf8_columns(code_point) : 1;
	return taken > 0 ? taken : 1;
}

static size_t width_of(const char *word, size_t len)
{
	size_t width = 0, columns;

	for (size_t i = 0; i < len; width += columns)
		i += measure(word + i, len - i, &columns);
	return width;
}

static void break_line(struct line *line)
{
	text_printf(line->text, "\n%*s", (int)line->indent, "");
	line->column = line->indent;
}

static void append_word(struct line *line, const char *word, size_t len)
{
	size_t taken, columns;

	if (line->column > line->indent) {
		if (line->column + 1 + width_of(word, len) >
		    PARAGRAPH_COLUMNS) {
			break_line(line);
		} else {
			text_append_char(line->text, ' ');
			line->column++;
		}
	}
	for (; len > 0; word += taken, len -= taken) {
		taken = measure(word, len, &columns);
		if (line->column + columns > PARAGRAPH_COLUMNS)
			break_line(line);
		text_append(line->text, word, taken);
		line->column += columns;
	}
}

void paragraph_append(struct text *text, size_t indent, const char *words)
{
	struct line line = { text, indent, indent };

	while (*words != '\0') {
		size_t len = strcspn(words, " \n");

		if (len > 0)
			append_word(&line, words, len);
		else if (*words == '\n')
			break_line(&line);
		words += len > 0 ? len : 1;
	}
	text_append_char(text, '\n');
}
