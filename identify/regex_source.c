// SPDX-License-Identifier: Apache-2.0
#include "identify/regex_source.h"

#include "identify/db_words.h"

#include <ctype.h>
#include <string.h>

static const struct regex_atom other = { REGEX_ATOM_OTHER, 0 };

uint8_t regex_source_fold(uint8_t byte)
{
	return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte - 'A' + 'a') : byte;
}

static struct regex_atom byte_atom(unsigned byte)
{
	return (struct regex_atom){ REGEX_ATOM_BYTE,
		                    regex_source_fold((uint8_t)byte) };
}

void regex_source_give_up(struct regex_source *source)
{
	source->bewildered = true;
	source->rest.len = 0;
}

static struct regex_atom give_up(struct regex_source *source)
{
	regex_source_give_up(source);
	return other;
}

/* The next byte, not taken; -1 at the end. */
static int next(const struct regex_source *source)
{
	return source->rest.len > 0 ? source->rest.data[0] : -1;
}

/* The next byte; the caller knows that there is one. */
static uint8_t take(struct regex_source *source)
{
	source->rest.len--;
	return *source->rest.data++;
}

static bool take_if(struct regex_source *source, int wanted)
{
	if (next(source) != wanted)
		return false;
	take(source);
	return true;
}

/* The end of a quotation, if one ends here. */
static bool take_quote_end(struct regex_source *source)
{
	if (!source->quoted || !db_take_string(&source->rest, "\\E"))
		return false;
	source->quoted = false;
	return true;
}

/* {2}, {2,}, {2,3}; {,3} and blanks, which not every version takes for such,
 * end a run in either case.  False, and nothing taken, where the brace is one
 * itself. */
static bool take_braces(struct regex_source *source,
                        struct regex_quantity *quantity)
{
	struct bytes braces = bytes_from(source->rest, 1);
	bool blank = false, zero = true;
	size_t len = 0;

	while (len < braces.len &&
	       (isdigit(braces.data[len]) || braces.data[len] == ',' ||
	        braces.data[len] == ' ')) {
		blank = blank || braces.data[len] == ' ';
		len++;
	}
	if (len == 0 || !bytes_equal_at(braces, len, "}", 1))
		return false;
	for (size_t i = 0; isdigit(braces.data[i]); i++)
		zero = zero && braces.data[i] == '0';
	quantity->optional = quantity->optional || zero || blank;
	quantity->once = false;
	source->rest = bytes_from(braces, len + 1);
	return true;
}

static bool take_quantifier(struct regex_source *source,
                            struct regex_quantity *quantity)
{
	switch (next(source)) {
	case '{': return take_braces(source, quantity);
	case '?':
	case '*': quantity->optional = true; break;
	case '+': break;
	default: return false;
	}
	take(source);
	quantity->once = false;
	return true;
}

/* All that follow, each perhaps lazy (?) or possessive (+). */
struct regex_quantity regex_source_quantity(struct regex_source *source)
{
	struct regex_quantity quantity = { .once = true };

	(void)take_quote_end(source);
	while (!source->quoted && take_quantifier(source, &quantity))
		(void)(take_if(source, '?') || take_if(source, '+'));
	return quantity;
}

/* \0, \01, \012 */
static struct regex_atom take_octal(struct regex_source *source)
{
	unsigned byte = 0;

	for (int i = 0; i < 2 && next(source) >= '0' && next(source) <= '7';
	     i++)
		byte = byte * 8 + (unsigned)(take(source) - '0');
	return byte_atom(byte);
}

/* \x, \x4, \x41; \x{41} is too rare to be worth it. */
static struct regex_atom take_hex(struct regex_source *source)
{
	unsigned byte = 0;

	if (next(source) == '{')
		return give_up(source);
	for (int i = 0; i < 2 && isxdigit(next(source)); i++) {
		int digit = tolower(take(source));

		byte = byte * 16 + (unsigned)(isdigit(digit)
		                                      ? digit - '0'
		                                      : digit - 'a' + 10);
	}
	return byte_atom(byte);
}

/* A reference to a group, or octal if there are not so many: no matter. */
static struct regex_atom take_reference(struct regex_source *source)
{
	while (isdigit(next(source)))
		take(source);
	return other;
}

static struct regex_atom start_quoting(struct regex_source *source)
{
	/* What follows would be about something further in front. */
	if (bytes_have(source->rest, 0, "\\E"))
		return give_up(source);
	source->quoted = true;
	return (struct regex_atom){ REGEX_ATOM_NOTHING, 0 };
}

/* What follows a backslash. */
static struct regex_atom take_escape(struct regex_source *source)
{
	static const char letters[] = "aefnrt";
	static const char stand_for[] = "\a\033\f\n\r\t";
	const char *found;
	uint8_t c;

	if (source->rest.len == 0)
		return give_up(source);
	c = take(source);
	if (!isalnum(c))
		return byte_atom(c);
	found = strchr(letters, c);
	if (found != NULL)
		return byte_atom((uint8_t)stand_for[found - letters]);
	if (strchr("dDhHRsSvVwWXbBGKzZ", c) != NULL)
		return other;
	switch (c) {
	case '0': return take_octal(source);
	case 'x': return take_hex(source);
	case 'A': return (struct regex_atom){ REGEX_ATOM_ANCHOR, 0 };
	case 'Q': return start_quoting(source);
	default: return isdigit(c) ? take_reference(source) : give_up(source);
	}
}

/* [:alpha:] in a class; false where it may be something else. */
static bool take_posix_class(struct regex_source *source)
{
	size_t len = 1;

	while (len < source->rest.len && (isalpha(source->rest.data[len]) ||
	                                  source->rest.data[len] == '^'))
		len++;
	if (!bytes_equal_at(source->rest, len, ":]", 2))
		return false;
	source->rest = bytes_from(source->rest, len + 2);
	return true;
}

/* What stands in a class, up to its end; a range is three of these. */
static struct regex_atom take_class_member(struct regex_source *source)
{
	uint8_t c = take(source);

	if (c == '[' &&
	    (next(source) == ':' || next(source) == '.' || next(source) == '='))
		return take_posix_class(source) ? other : give_up(source);
	if (c != '\\')
		return byte_atom(c);
	if (source->rest.len == 0 ||
	    strchr("QEc", source->rest.data[0]) != NULL)
		return give_up(source);
	c = take(source);
	return isalnum(c) ? other : byte_atom(c);
}

/* [.] and [Aa] are a byte. */
static struct regex_atom take_class(struct regex_source *source)
{
	bool negated = take_if(source, '^');
	struct regex_atom all = other;
	bool first = true;

	while (source->rest.len > 0 && (first || next(source) != ']')) {
		struct regex_atom member = take_class_member(source);

		if (first)
			all = member;
		else if (member.kind != all.kind || member.byte != all.byte)
			all = other;
		first = false;
	}
	if (source->rest.len == 0)
		return give_up(source);
	take(source);
	return negated ? other : all;
}

enum regex_mark regex_source_mark(struct regex_source *source)
{
	if (source->rest.len == 0)
		return REGEX_MARK_END;
	if (source->quoted)
		return REGEX_MARK_NONE;
	if (take_if(source, '('))
		return REGEX_MARK_OPEN;
	if (take_if(source, ')'))
		return REGEX_MARK_CLOSE;
	return take_if(source, '|') ? REGEX_MARK_OR : REGEX_MARK_NONE;
}

struct bytes regex_source_plain(struct regex_source *source)
{
	static const bool special[256] = {
		['\\'] = true, ['^'] = true, ['$'] = true, ['.'] = true,
		['['] = true,  ['|'] = true, ['('] = true, [')'] = true,
		['?'] = true,  ['*'] = true, ['+'] = true, ['{'] = true,
	};
	struct bytes plain = source->rest;
	size_t len = 0;

	if (source->quoted)
		return bytes_first(plain, 0);
	while (len < plain.len && !special[plain.data[len]])
		len++;
	if (len > 0 && len < plain.len)
		len--; /* what follows may be about that one */
	source->rest = bytes_from(plain, len);
	return bytes_first(plain, len);
}

struct regex_atom regex_source_atom(struct regex_source *source)
{
	uint8_t c;

	if (take_quote_end(source))
		return (struct regex_atom){ REGEX_ATOM_NOTHING, 0 };
	c = take(source);
	if (source->quoted)
		return byte_atom(c);
	switch (c) {
	case '\\': return take_escape(source);
	case '[': return take_class(source);
	case '^': return (struct regex_atom){ REGEX_ATOM_ANCHOR, 0 };
	case '.':
	case '$': return other;
	case '?':
	case '*':
	case '+': return give_up(source); /* repeats nothing */
	default: return byte_atom(c);
	}
}

/* (?i) or (?i: */
static enum regex_group take_options(struct regex_source *source)
{
	while (source->rest.len > 0) {
		uint8_t c = take(source);

		if (c == ')')
			return REGEX_GROUP_NONE;
		if (c == ':')
			return REGEX_GROUP_CONSUMES;
		if (c == 'm')
			source->multiline = true;
		else if (strchr("isnJU-^", c) == NULL || c == '\0')
			return REGEX_GROUP_STRANGE; /* x: blanks are none */
	}
	return REGEX_GROUP_STRANGE;
}

/* The rest of (?<name> or (?'name' */
static enum regex_group take_name(struct regex_source *source, uint8_t end)
{
	while (source->rest.len > 0) {
		uint8_t c = take(source);

		if (c == end)
			return REGEX_GROUP_CONSUMES;
		if (!isalnum(c) && c != '_')
			return REGEX_GROUP_STRANGE;
	}
	return REGEX_GROUP_STRANGE;
}

enum regex_group regex_source_group(struct regex_source *source)
{
	if (next(source) == '*')
		return REGEX_GROUP_STRANGE; /* (*ACCEPT) */
	if (!take_if(source, '?'))
		return REGEX_GROUP_CONSUMES;
	if (take_if(source, ':') || take_if(source, '>') ||
	    take_if(source, '|'))
		return REGEX_GROUP_CONSUMES;
	if (take_if(source, '=') || take_if(source, '!') ||
	    db_take_string(&source->rest, "<=") ||
	    db_take_string(&source->rest, "<!"))
		return REGEX_GROUP_LOOKS;
	if (db_take_string(&source->rest, "P<") || take_if(source, '<'))
		return take_name(source, '>');
	if (take_if(source, '\''))
		return take_name(source, '\'');
	return take_options(source);
}
