// SPDX-License-Identifier: Apache-2.0
#include "identify/http_page.h"

#include "base/count.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

/* Characters that a text cannot spell as they are, or that people do not. */
static const struct {
	const char *name;
	char c;
} entities[] = {
	{ "&amp;", '&' },  { "&lt;", '<' },    { "&gt;", '>' },
	{ "&quot;", '"' }, { "&apos;", '\'' }, { "&nbsp;", ' ' },
	{ "&#39;", '\'' }, { "&#x27;", '\'' }, { "&#34;", '"' },
	{ "&#38;", '&' },  { "&#160;", ' ' },
};

/* The character that `text` begins with, and its length there. */
static char decode(struct bytes text, size_t *len)
{
	for (size_t i = 0; i < COUNT(entities); i++) {
		*len = strlen(entities[i].name);
		if (bytes_equal_at(text, 0, entities[i].name, *len))
			return entities[i].c;
	}
	*len = 1;
	return (char)text.data[0];
}

/* The bytes of a UTF-8 character behind its first. */
static bool continues_character(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

static bool is_space(char c)
{
	return isspace((unsigned char)c) || iscntrl((unsigned char)c);
}

static void copy_folded(char *out, size_t size, struct bytes text)
{
	size_t len = 0, step;

	for (; text.len > 0; text = bytes_from(text, step)) {
		char c = decode(text, &step);

		if (is_space(c) && (len == 0 || out[len - 1] == ' '))
			continue;
		if (len == size - 1)
			break;
		out[len++] = is_space(c) ? ' ' : c;
	}
	if (text.len > 0 && continues_character((char)text.data[0])) {
		while (len > 0 && continues_character(out[len - 1]))
			len--;
		len -= len > 0;
	}
	while (len > 0 && out[len - 1] == ' ')
		len--;
	out[len] = '\0';
}

static bool is_name(uint8_t c)
{
	return isalnum(c) || c == '-' || c == ':' || c == '_';
}

/* From the next "<name", a whole word, on: *rest is what follows it. */
static bool next_tag(struct bytes page, const char *name, struct bytes *rest)
{
	while (bytes_after(page, name, &page))
		if (page.len > 0 && !is_name(page.data[0])) {
			*rest = page;
			return true;
		}
	return false;
}

bool http_page_title(struct bytes page, char *out, size_t size)
{
	struct bytes text, behind;

	out[0] = '\0';
	if (!next_tag(page, "<title", &text) ||
	    !bytes_after(text, ">", &text) ||
	    !bytes_after(text, "</title", &behind))
		return false;
	text.len = (size_t)(behind.data - text.data) - strlen("</title");
	copy_folded(out, size, text);
	return out[0] != '\0';
}

static void skip_spaces(struct bytes *rest)
{
	while (rest->len > 0 && isspace(rest->data[0]))
		*rest = bytes_from(*rest, 1);
}

/* What stands before the next of `ends`, or all. */
static struct bytes take_until(struct bytes *rest, const char *ends)
{
	struct bytes taken = { rest->data, 0 };

	while (taken.len < rest->len &&
	       strchr(ends, rest->data[taken.len]) == NULL)
		taken.len++;
	*rest = bytes_from(*rest, taken.len);
	return taken;
}

/* No tag is longer. */
enum { TAG_MAX = 1024 };

struct attribute {
	struct bytes name, value;
};

static struct bytes read_value(struct bytes *rest)
{
	struct bytes value;

	skip_spaces(rest);
	if (bytes_have(*rest, 0, "\"") || bytes_have(*rest, 0, "'")) {
		const char quote[] = { (char)rest->data[0], '\0' };

		*rest = bytes_from(*rest, 1);
		value = take_until(rest, quote);
		*rest = bytes_from(*rest, 1);
		return value;
	}
	return take_until(rest, " \t\r\n>");
}

/* The next `name`, `name=value`, `name="value"`; false where the tag ends. */
static bool next_attribute(struct bytes *rest, struct attribute *attribute)
{
	skip_spaces(rest);
	if (bytes_have(*rest, 0, "/"))
		*rest = bytes_from(*rest, 1);
	attribute->name = take_until(rest, " \t\r\n=>/");
	attribute->value = (struct bytes){ NULL, 0 };
	skip_spaces(rest);
	if (bytes_have(*rest, 0, "=")) {
		*rest = bytes_from(*rest, 1);
		attribute->value = read_value(rest);
		return true;
	}
	return attribute->name.len > 0;
}

static bool is_word(struct bytes text, const char *word)
{
	return text.len > 0 && text.len == strlen(word) &&
	       strncasecmp((const char *)text.data, word, text.len) == 0;
}

/* Whether this <meta> is of that name, and its content; `*tag` is moved to its
 * end. */
static bool meta_content(struct bytes *tag, const char *name,
                         struct bytes *content)
{
	struct attribute attribute;
	bool named = false, filled = false;

	while (next_attribute(tag, &attribute)) {
		if (is_word(attribute.name, "name") ||
		    is_word(attribute.name, "http-equiv"))
			named |= is_word(attribute.value, name);
		if (is_word(attribute.name, "content")) {
			*content = attribute.value;
			filled = true;
		}
	}
	return named && filled && bytes_have(*tag, 0, ">");
}

bool http_page_meta(struct bytes page, const char *name, char *out, size_t size)
{
	struct bytes content, tag;

	out[0] = '\0';
	while (next_tag(page, "<meta", &page)) {
		tag = bytes_first(page, TAG_MAX);
		if (meta_content(&tag, name, &content)) {
			copy_folded(out, size, content);
			return out[0] != '\0';
		}
		page = bytes_from(page, (size_t)(tag.data - page.data));
	}
	return false;
}
