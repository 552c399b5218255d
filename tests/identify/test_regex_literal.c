// SPDX-License-Identifier: Apache-2.0
#include "identify/regex_literal.h"
#include "identify/regex_source.h"

#include "base/count.h"
#include "identify/regex.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static const struct {
	const char *source, *prefix, *inside;
} sources[] = {
	{ "", "", "" },
	{ "abc", "", "abc" },
	{ "^abc", "abc", "abc" },
	{ "\\Aabc", "abc", "abc" },
	{ "^ab.cdef", "ab", "cdef" },
	{ "^", "", "" },
	{ "a^bc", "", "bc" },
	{ "^^abc", "", "abc" },
	{ "ABC", "", "abc" },

	/* Repetition. */
	{ "^ab?cd", "a", "cd" },
	{ "ab*cd", "", "cd" },
	{ "xab+cd", "", "xab" },
	{ "ab+cde", "", "bcde" },
	{ "^xab{0}cd", "xa", "xa" },
	{ "ab{0,}c", "", "a" },
	{ "ab{0,2}c", "", "a" },
	{ "xab{2}cdef", "", "bcdef" },
	{ "xab{2,}", "", "xab" },
	{ "xab{10}", "", "xab" },
	{ "xab{01,3}", "", "xab" },
	{ "ab??cde", "", "cde" },
	{ "ab*+cde", "", "cde" },
	{ "xab+?c", "", "xab" },
	{ "xab++c", "", "xab" },
	{ "xab{1}{0}cd", "", "xa" },
	{ "x{,3}y", "", "y" },
	{ "x{ 2 }yz", "", "yz" },
	{ "x{2, 3}yz", "", "yz" },
	{ "a{b", "", "a{b" },
	{ "a{}b", "", "a{}b" },
	{ "a{1b", "", "a{1b" },
	{ "a}b]c", "", "a}b]c" },
	{ "^*abc", "", "abc" },
	{ "*abc", "", "" },

	/* Escapes. */
	{ "a\\.b\\\\c\\/", "", "a.b\\c/" },
	{ "\\r\\n\\t\\f\\a\\e", "", "\r\n\t\f\a\033" },
	{ "\\x41\\x4\\x7a", "", "a\x04z" },
	{ "\\x4G", "", "\x04g" },
	{ "a\\x{41}b", "", "" },
	{ "\\101bc", "", "bc" },
	{ "a\\1b", "", "a" },
	{ "ab\\d+cd", "", "ab" },
	{ "ab\\bcde", "", "cde" },
	{ "ab$", "", "ab" },
	{ "a\\Qb.c\\Ed", "", "ab.cd" },
	{ "a\\Qb.c\\E*d", "", "ab." },
	{ "a\\Qb(c|d)", "", "ab(c|d)" },
	{ "a\\Q\\E+b", "", "" },
	{ "a\\Eb", "", "" },
	{ "ab\\", "", "" },
	{ "a\\k<n>b", "", "" },
	{ "a\\g{1}b", "", "" },
	{ "a\\pLb", "", "" },
	{ "a\\cab", "", "" },
	{ "a\\o{12}b", "", "" },
	{ "a\\N{2}b", "", "" },

	/* Classes. */
	{ "a[.]b", "", "a.b" },
	{ "[Ss]erver", "", "server" },
	{ "[sS]*erver", "", "erver" },
	{ "a[^b]cd", "", "cd" },
	{ "a[]]b", "", "a]b" },
	{ "a[]b]cde", "", "cde" },
	{ "a[^]b]cde", "", "cde" },
	{ "a[\\]b]cde", "", "cde" },
	{ "a[[:alpha:]]bcd", "", "bcd" },
	{ "a[[:^alpha:]b]bcd", "", "bcd" },
	{ "a[[b]cde", "", "cde" },
	{ "a[[.]bcd", "", "" },
	{ "a[\\Qb]\\E]c", "", "" },
	{ "a[\\c]]c", "", "" },
	{ "a[b-d]cde", "", "cde" },
	{ "abc[", "", "" },
	{ "a[\\d]bcd", "", "bcd" },
	{ "a[\\x41]bcd", "", "bcd" },

	/* Groups. */
	{ "ab(cd)ef", "", "abcdef" },
	{ "ab(?:cd)ef", "", "abcdef" },
	{ "ab(?>cd)ef", "", "abcdef" },
	{ "ab(?<n>cd)ef", "", "abcdef" },
	{ "ab(?P<n>cd)ef", "", "abcdef" },
	{ "ab(?'n'cd)ef", "", "abcdef" },
	{ "ab(?|cd)ef", "", "abcdef" },
	{ "ab(cdef)?gh", "", "ab" },
	{ "ab(cdef)*gh", "", "ab" },
	{ "ab(cdef){0,1}gh", "", "ab" },
	{ "ab(cd)+efg", "", "abcd" },
	{ "ab(cd|efgh)i", "", "ab" },
	{ "ab(cd|)efg", "", "efg" },
	{ "ab(c(d|e)f)ghi", "", "fghi" },
	{ "abc|defg", "", "" },
	{ "^abc|^abc", "", "" },
	{ "^(abc)d", "abcd", "abcd" },
	{ "^(a|b)cde", "", "cde" },
	{ "(^abc)", "", "abc" },
	{ "(?:^|x)abc", "", "abc" },
	{ "ab(?#cd)e", "", "" },
	{ "ab(cd", "", "" },
	{ "ab)cd", "", "" },
	{ "abcd(?R)?", "", "" },
	{ "abcd(?1)(e)", "", "" },
	{ "(a)?(?(1)bcd|efg)", "", "" },
	{ "abc(*ACCEPT)def", "", "" },
	{ "(*LIMIT_MATCH=1)abc", "", "" },
	{ "(a)(?P=n)b", "", "" },
	{ "ab(?C)cd", "", "" },

	/* Looking around. */
	{ "ab(?=cdef)gh", "", "ab" },
	{ "ab(?!cdef)gh", "", "ab" },
	{ "ab(?<=cdef)gh", "", "ab" },
	{ "ab(?<!cdef)gh", "", "ab" },
	{ "^(?!cdef)gh", "", "gh" },

	/* Options. */
	{ "(?i)^abc", "abc", "abc" },
	{ "^(?i)abc", "abc", "abc" },
	{ "^(?s-i:abc)d", "abcd", "abcd" },
	{ "(?m)^abc", "", "abc" },
	{ "^(?m:abc)", "", "abc" },
	{ "(?x)a b c", "", "" },
	{ "a(?i)b|c", "", "" },
};

static bool is(const struct regex_literal *literal, const char *wanted)
{
	return literal->len == strlen(wanted) &&
	       memcmp(literal->bytes, wanted, literal->len) == 0;
}

Test(regex_literal, is_what_every_match_holds)
{
	for (size_t i = 0; i < COUNT(sources); i++) {
		struct bytes source = { (const uint8_t *)sources[i].source,
			                strlen(sources[i].source) };
		struct regex_literals found;

		regex_literals_find(source, &found);
		cr_expect(is(&found.prefix, sources[i].prefix),
		          "%s: prefix %.*s", sources[i].source,
		          (int)found.prefix.len, found.prefix.bytes);
		cr_expect(is(&found.inside, sources[i].inside),
		          "%s: inside %.*s", sources[i].source,
		          (int)found.inside.len, found.inside.bytes);
	}
}

Test(regex_literal, holds_any_byte)
{
	static const uint8_t source[] = "^\\0\\01\\0123\0\xff";
	static const uint8_t bytes[] = "\0\x01\n3\0\xff";
	struct regex_literals found;

	regex_literals_find((struct bytes){ source, sizeof(source) - 1 },
	                    &found);
	cr_assert(eq(sz, found.prefix.len, sizeof(bytes) - 1));
	cr_expect(eq(int, memcmp(found.prefix.bytes, bytes, sizeof(bytes) - 1),
	             0));
}

Test(regex_literal, long_ones_are_cut)
{
	char source[100] = "^";
	struct regex_literals found;

	memset(source + 1, 'a', 90);
	regex_literals_find(
		(struct bytes){ (const uint8_t *)source, strlen(source) },
		&found);
	cr_expect(eq(sz, found.prefix.len, REGEX_LITERAL_MAX));
	cr_expect(eq(sz, found.inside.len, REGEX_LITERAL_MAX));
}

Test(regex_literal, deep_groups_are_not_followed)
{
	enum { DEEP = 100000 };
	static char source[2 * DEEP + 4];
	struct regex_literals found;

	memset(source, '(', DEEP);
	memcpy(source + DEEP, "abc", 3);
	memset(source + DEEP + 3, ')', DEEP);
	regex_literals_find(
		(struct bytes){ (const uint8_t *)source, 2 * DEEP + 3 },
		&found);
	cr_expect(eq(sz, found.inside.len, 0));
}

/* A small deterministic generator: the tests say the same every time. */
static uint32_t draw(uint32_t *state, uint32_t below)
{
	*state = *state * 1664525 + 1013904223;
	return (*state >> 16) % below;
}

static size_t draw_text(uint32_t *state, const char *const *pieces,
                        size_t count, size_t most, char *out)
{
	size_t len = 0;

	for (uint32_t i = draw(state, (uint32_t)most) + 1; i > 0; i--) {
		const char *piece = pieces[draw(state, (uint32_t)count)];

		memcpy(out + len, piece, strlen(piece));
		len += strlen(piece);
	}
	out[len] = '\0';
	return len;
}

static bool stand_in(const struct regex_literals *found, struct bytes subject)
{
	uint8_t folded[256];
	bool inside = false;

	for (size_t i = 0; i < subject.len; i++)
		folded[i] = regex_source_fold(subject.data[i]);
	subject.data = folded;
	for (size_t at = 0; at <= subject.len; at++)
		inside = inside ||
		         bytes_equal_at(subject, at, found->inside.bytes,
		                        found->inside.len);
	return inside && bytes_equal_at(subject, 0, found->prefix.bytes,
	                                found->prefix.len);
}

/*
 * Patterns put together at random from what regexes are made of, against
 * subjects of few letters: whatever matches holds the literals.
 */
Test(regex_literal, no_match_is_without_its_literals)
{
	static const char *const parts[] = {
		"a",     "b",     "c",    "A",     "ab",    "bc",
		".",     "?",     "*",    "+",     "{2}",   "{0}",
		"{1,}",  "{0,1}", "{,2}", "{",     "}",     "(",
		")",     "|",     "(?:",  "(?i)",  "(?i:",  "(?=",
		"(?!",   "(?<=",  "(?<!", "(?>",   "(?#a)", "[ab]",
		"[^a]",  "[aA]",  "[]a]", "[",     "]",     "\\x61",
		"\\141", "\\1",   "\\Q",  "\\E",   "\\b",   "^",
		"$",     "\\A",   "\\K",  "(?m)",  "(?x)",  " ",
		"#",     "\\d",   "-",    "[a-c]", "(?|",   "(*ACCEPT)",
		"(?1)",  "(?R)",  "\\w",  "\\W",   "\\R",   "(?<n>",
	};
	static const char *const letters[] = { "a", "b",  "c", "A",
		                               "B", "\n", "{", "2" };
	struct regex_matcher *matcher = regex_matcher_create();
	uint32_t state = 1, matches = 0, with_literals = 0;

	for (int i = 0; i < 60000; i++) {
		char source[128], subject[128], why[128];
		struct regex regex = { .dotall = i % 2 == 0,
			               .caseless = i % 3 == 0 };
		struct regex_literals found;
		size_t at;

		regex.source.data = (const uint8_t *)source;
		regex.source.len =
			draw_text(&state, parts, COUNT(parts), 8, source);
		regex_literals_find(regex.source, &found);
		if (!regex_compile(&regex, why, sizeof(why), &at))
			continue;
		for (int j = 0; j < 8; j++) {
			struct bytes groups[REGEX_GROUPS];
			struct bytes said = { (const uint8_t *)subject,
				              draw_text(&state, letters,
				                        COUNT(letters), 10,
				                        subject) };

			if (!regex_match(&regex, matcher, said, groups))
				continue;
			matches++;
			with_literals += found.inside.len > 0;
			cr_assert(stand_in(&found, said), "%s: %s", source,
			          subject);
		}
		regex_release(&regex);
	}
	cr_expect(gt(u32, matches, 10000), "%u", matches);
	cr_expect(gt(u32, with_literals, 1000), "%u", with_literals);
	regex_matcher_free(matcher);
}
