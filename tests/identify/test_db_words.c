// SPDX-License-Identifier: Apache-2.0
#include "identify/db_words.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#define BYTES(literal)                                                         \
	(struct bytes)                                                         \
	{                                                                      \
		(const uint8_t *)(literal), sizeof(literal) - 1                \
	}

Test(db_words, lines_end_at_either_line_end_or_at_all)
{
	struct bytes text = BYTES("one\r\n\ntwo\r"), line;

	cr_assert(db_take_line(&text, &line));
	cr_expect(db_bytes_are(line, "one"));
	cr_assert(db_take_line(&text, &line));
	cr_expect(db_bytes_are(line, ""));
	cr_assert(db_take_line(&text, &line));
	cr_expect(db_bytes_are(line, "two"));
	cr_expect(not(db_take_line(&text, &line)));
}

Test(db_words, word_goes_with_the_blanks_behind_it)
{
	struct bytes line = BYTES("one \t two");

	cr_expect(db_bytes_are(db_take_word(&line), "one"));
	cr_expect(db_bytes_are(line, "two"));
	cr_expect(db_bytes_are(db_take_word(&line), "two"));
	cr_expect(db_bytes_are(db_take_word(&line), ""));
}

static const struct {
	const char *line, *inside, *rest;
} delimited[] = {
	{ "|a/b| c", "a/b", " c" }, { "/a|b/s", "a|b", "s" }, { "==", "", "" },
	{ "|a", NULL, "|a" },       { "|", NULL, "|" },       { "", NULL, "" },
	{ "aba", NULL, "aba" },     { " a ", NULL, " a " },
};

Test(db_words, delimiter_is_any_punctuation)
{
	for (size_t i = 0; i < COUNT(delimited); i++) {
		const char *wanted = delimited[i].inside;
		struct bytes line = { (const uint8_t *)delimited[i].line,
			              strlen(delimited[i].line) };
		struct bytes inside;
		bool taken = db_take_delimited(&line, &inside);

		cr_expect(taken == (wanted != NULL), "row %zu", i);
		cr_expect(wanted == NULL || db_bytes_are(inside, wanted),
		          "row %zu", i);
		cr_expect(db_bytes_are(line, delimited[i].rest), "row %zu", i);
	}
}

static const struct {
	const char *text;
	uint32_t max, number;
	bool is_one;
} numbers[] = {
	{ "0", 9, 0, true },
	{ "65535-", 65535, 65535, true },
	{ "65536", 65535, 0, false },
	{ "99999999999999999999999999", 65535, 0, false },
	{ "4294967295", UINT32_MAX, UINT32_MAX, true },
	{ "4294967296", UINT32_MAX, 0, false },
	{ "", 9, 0, false },
	{ "-1", 9, 0, false },
	{ "+1", 9, 0, false },
	{ " 1", 9, 0, false },
};

Test(db_words, number_is_digits_within_bounds)
{
	for (size_t i = 0; i < COUNT(numbers); i++) {
		struct bytes text = { (const uint8_t *)numbers[i].text,
			              strlen(numbers[i].text) };
		size_t len = text.len;
		uint32_t number = 0;
		bool is_one = db_take_number(&text, numbers[i].max, &number);

		cr_expect(is_one == numbers[i].is_one, "row %zu", i);
		cr_expect(number == numbers[i].number, "row %zu", i);
		cr_expect(is_one == (text.len < len), "row %zu", i);
	}
}

static const struct {
	struct bytes escaped, bytes;
} payloads[] = {
	{ BYTES(""), BYTES("") },
	{ BYTES("a b"), BYTES("a b") },
	{ BYTES("\\0\\a\\b\\f\\n\\r\\t\\v\\\\"), BYTES("\0\a\b\f\n\r\t\v\\") },
	{ BYTES("\\x00\\xfF\\x7e1"), BYTES("\0\377~1") },
	{ BYTES("\\012"), BYTES("\00012") }, /* octal it is not */
	{ BYTES("\303\244"), BYTES("\303\244") },
};

Test(db_words, escapes_are_a_byte_each)
{
	for (size_t i = 0; i < COUNT(payloads); i++) {
		uint8_t out[64];
		size_t len;

		cr_assert(db_unescape(payloads[i].escaped, out, &len),
		          "row %zu", i);
		cr_expect(len == payloads[i].bytes.len &&
		                  memcmp(out, payloads[i].bytes.data, len) == 0,
		          "row %zu", i);
	}
}

Test(db_words, other_escapes_are_refused)
{
	static const char *const bad[] = { "\\",    "\\x",    "\\x1", "\\xg0",
		                           "\\x0g", "a\\1b",  "\\d",  "\\\"",
		                           "\\X41", "\\u0041" };

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct bytes escaped = { (const uint8_t *)bad[i],
			                 strlen(bad[i]) };
		uint8_t out[64];
		size_t len;

		cr_expect(not(db_unescape(escaped, out, &len)), "%s", bad[i]);
	}
}
