// SPDX-License-Identifier: Apache-2.0
#include "identify/http_pattern.h"

#include <ctype.h>
#include <string.h>

/* As far as %t and %* reach. */
enum { REACH = 256 };

static bool is_version_sign(uint8_t c)
{
	return isalnum(c) || (c != '\0' && strchr("._-+~", c) != NULL);
}

/* The bytes of the version that `text` begins with; 0 without one. */
static size_t version_length(struct bytes text)
{
	size_t len = 0;

	if (text.len == 0 || !isdigit(text.data[0]))
		return 0;
	while (len < text.len && is_version_sign(text.data[len]))
		len++;
	while (!isalnum(text.data[len - 1]))
		len--;
	return len;
}

static bool joins_words(uint8_t c)
{
	return isalnum(c) || c == '_' || c == '-';
}

static bool is_wild(const char *pattern)
{
	return pattern[0] == '%' && (pattern[1] == 't' || pattern[1] == '*');
}

/*
 * Match what stands before the next %t or %*, at the begin of the text; move
 * both behind it.  A version is taken whole, so there is one way to match.
 */
static bool match_part(struct bytes *text, const char **pattern,
                       struct http_captures *captures)
{
	const char *p = *pattern;
	struct bytes rest = *text;

	while (p[0] != '\0' && !is_wild(p)) {
		size_t len = 1;

		if (p[0] == '%' && p[1] == 'v') {
			len = version_length(rest);
			if (len == 0)
				return false;
			captures->version = bytes_first(rest, len);
			p++;
		} else if (p[0] == '%' && p[1] == '$') {
			if (rest.len > 0)
				return false;
			p++;
		} else if (!bytes_equal_at(rest, 0, p, 1)) {
			return false;
		}
		rest = bytes_from(rest, len);
		p++;
	}
	if (p[0] == '\0' && p > *pattern && joins_words((uint8_t)p[-1]) &&
	    rest.len > 0 && joins_words(rest.data[0]))
		return false;
	*text = rest;
	*pattern = p;
	return true;
}

/* Rules out most places at once. */
static bool may_begin(struct bytes text, const char *pattern)
{
	return pattern[0] == '%' || pattern[0] == '\0' ||
	       (text.len > 0 && text.data[0] == (uint8_t)pattern[0]);
}

/*
 * The first place within reach where the next part matches is as good as any
 * later one: it leaves the most to the parts behind it.
 */
static bool match_wild(struct bytes *text, const char **pattern,
                       struct http_captures *captures)
{
	bool wanted = (*pattern)[1] == 't';
	bool last = (*pattern)[2] == '\0';
	size_t len = last     ? bytes_line(*text).len
	             : wanted ? 1 /* at the least */
	                      : 0;

	for (; len <= REACH && len <= text->len; len++) {
		struct bytes rest = bytes_from(*text, len);
		const char *p = *pattern + 2;

		if (len > 0 && text->data[len - 1] == '\n')
			return false;
		if (!may_begin(rest, p) || !match_part(&rest, &p, captures))
			continue;
		if (wanted)
			captures->text = bytes_first(*text, len);
		*text = rest;
		*pattern = p;
		return true;
	}
	return false;
}

bool http_pattern_begins(struct bytes text, const char *pattern,
                         struct http_captures *captures)
{
	*captures = (struct http_captures){ 0 };
	if (!match_part(&text, &pattern, captures))
		return false;
	while (pattern[0] != '\0')
		if (!match_wild(&text, &pattern, captures))
			return false;
	captures->rest = text;
	return true;
}

bool http_pattern_occurs(struct bytes text, const char *pattern,
                         struct http_captures *captures)
{
	size_t len = strcspn(pattern, "%");

	while (text.len > 0) {
		const uint8_t *found =
			memmem(text.data, text.len, pattern, len);

		if (found == NULL)
			return false;
		text = bytes_from(text, (size_t)(found - text.data));
		if (http_pattern_begins(text, pattern, captures))
			return true;
		text = bytes_from(text, 1);
	}
	return false;
}
