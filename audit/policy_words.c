// SPDX-License-Identifier: Apache-2.0
#include "audit/policy_words.h"

#include "base/utf8.h"
#include "report/escape.h"

#include <stdlib.h>
#include <string.h>

enum { SHOWN_COLUMNS = 200 };

struct cursor {
	const char *at, *end;
	char *out; /* where the word that is read goes on */
};

bool policy_complain(struct text *error, const char *word, const char *what)
{
	escape_terminal_cut(error, word, strlen(word), SHOWN_COLUMNS);
	text_printf(error, ": %s", what);
	return false;
}

bool policy_words_are_visible(const char *bytes, size_t len)
{
	const uint8_t *at = (const uint8_t *)bytes;

	while (len > 0) {
		uint32_t code_point;
		size_t used = utf8_decode(at, len, &code_point);

		if (used == 0 || !utf8_is_visible(code_point))
			return false;
		at += used;
		len -= used;
	}
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* A tab is a control, and the only one that may stand in a line. */
static bool line_is_visible(const char *line, size_t len)
{
	while (len > 0) {
		const char *tab = memchr(line, '\t', len);
		size_t piece = tab == NULL ? len : (size_t)(tab - line);

		if (!policy_words_are_visible(line, piece))
			return false;
		piece += tab != NULL;
		line += piece;
		len -= piece;
	}
	return true;
}

static bool make_room(struct policy_words *words, size_t len)
{
	char *bytes;

	if (len < words->room)
		return true;
	bytes = realloc(words->bytes, len + 1);
	if (bytes == NULL)
		return false;
	words->bytes = bytes;
	words->room = len + 1;
	return true;
}

static bool skip_blanks(struct cursor *cursor)
{
	while (cursor->at < cursor->end && is_blank(*cursor->at))
		cursor->at++;
	return cursor->at < cursor->end && *cursor->at != '#';
}

/* NULL, or what is wrong. */
static const char *read_quoted(struct cursor *cursor)
{
	for (cursor->at++; cursor->at < cursor->end; cursor->at++) {
		if (*cursor->at == '"') {
			cursor->at++;
			return cursor->at == cursor->end ||
			                       is_blank(*cursor->at)
			               ? NULL
			               : "a blank has to follow the quote";
		}
		if (*cursor->at == '\\') {
			cursor->at++;
			if (cursor->at == cursor->end ||
			    (*cursor->at != '"' && *cursor->at != '\\'))
				return "only \\\" and \\\\ can follow a "
				       "backslash in quotes";
		}
		*cursor->out++ = *cursor->at;
	}
	return "the quote does not end";
}

static const char *read_plain(struct cursor *cursor)
{
	for (; cursor->at < cursor->end && !is_blank(*cursor->at);
	     cursor->at++) {
		if (*cursor->at == '"')
			return "a quote inside a word: put all of it in quotes";
		*cursor->out++ = *cursor->at;
	}
	return NULL;
}

static bool read_word(struct policy_words *words, struct cursor *cursor,
                      struct text *error)
{
	char *word = cursor->out;
	const char *wrong;

	if (words->count == POLICY_WORDS_MAX) {
		text_append_string(error, "too many words in one line");
		return false;
	}
	wrong = *cursor->at == '"' ? read_quoted(cursor) : read_plain(cursor);
	*cursor->out++ = '\0';
	if (wrong != NULL)
		return policy_complain(error, word, wrong);
	words->items[words->count++] = word;
	return true;
}

bool policy_words_read(struct policy_words *words, const char *line, size_t len,
                       struct text *error)
{
	struct cursor cursor = { .at = line, .end = line + len };

	words->count = 0;
	if (!line_is_visible(line, len)) {
		text_append_string(error,
		                   "a control or hidden character, or no "
		                   "UTF-8");
		return false;
	}
	if (!make_room(words, len + 1)) {
		text_append_string(error, "out of memory");
		return false;
	}
	cursor.out = words->bytes;
	while (skip_blanks(&cursor))
		if (!read_word(words, &cursor, error))
			return false;
	return true;
}

void policy_words_release(struct policy_words *words)
{
	free(words->bytes);
	*words = (struct policy_words){ 0 };
}

void policy_words_append(struct text *text, const char *word)
{
	bool plain = word[0] != '\0' && word[0] != '#' &&
	             strpbrk(word, " \t\"") == NULL;

	if (plain) {
		text_append_string(text, word);
		return;
	}
	text_append_char(text, '"');
	for (; *word != '\0'; word++) {
		if (*word == '"' || *word == '\\')
			text_append_char(text, '\\');
		text_append_char(text, *word);
	}
	text_append_char(text, '"');
}
