// SPDX-License-Identifier: Apache-2.0
#include "identify/regex.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BYTES(literal)                                                         \
	{                                                                      \
		(const uint8_t *)(literal), sizeof(literal) - 1                \
	}

/* Enough for machine code, wherever there is some. */
enum { OFTEN = 100 };

static bool is(struct bytes bytes, const char *text)
{
	return bytes.len == strlen(text) &&
	       bytes_equal_at(bytes, 0, text, bytes.len);
}

static const struct {
	struct bytes source, subject;
	bool caseless, dotall, matches;
} tries[] = {
	{ BYTES("^a.c"), BYTES("abc"), false, false, true },
	{ BYTES("^a.c"), BYTES("Abc"), false, false, false },
	{ BYTES("^a.c"), BYTES("ABC"), true, false, true },
	{ BYTES("^a.c"), BYTES("a\nc"), false, false, false },
	{ BYTES("^a.c"), BYTES("a\nc"), false, true, true },
	{ BYTES("a\\0b"), BYTES("xa\0b"), false, false, true },
	{ BYTES("a\0b"), BYTES("xa\0b"), false, false, true },
	{ BYTES("^\\xff\\xfe.$"), BYTES("\xff\xfe\x80"), false, false, true },
	{ BYTES("^[^\\0-\\x7f]+$"), BYTES("\xc3\xa9"), false, false, true },
	{ BYTES("\\xe9"), BYTES("\xc9"), true, false, false }, /* ASCII only */
	{ BYTES("a$"), BYTES("a\n"), false, false, true },
	{ BYTES("a.$"), BYTES("a\r"), false, false, true },
	{ BYTES("^$"), BYTES(""), false, false, true },
	{ BYTES(""), BYTES("abc"), false, false, true },
};

/* By the interpreter first, by machine code later. */
Test(regex, is_over_bytes)
{
	struct regex_matcher *matcher = regex_matcher_create();

	cr_assert(matcher != NULL);
	for (size_t i = 0; i < COUNT(tries); i++) {
		struct regex regex = { .source = tries[i].source,
			               .caseless = tries[i].caseless,
			               .dotall = tries[i].dotall };
		struct bytes groups[REGEX_GROUPS];

		for (int j = 0; j < OFTEN; j++)
			cr_expect(regex_match(&regex, matcher, tries[i].subject,
			                      groups) == tries[i].matches,
			          "row %zu, try %d", i, j);
		regex_release(&regex);
	}
	regex_matcher_free(matcher);
}

Test(regex, tells_its_groups)
{
	struct regex_matcher *matcher = regex_matcher_create();
	struct regex regex = { .source = BYTES("b(c)(x)?(d)(x)?()") };
	struct bytes subject = BYTES("abcde"), groups[REGEX_GROUPS];

	cr_assert(regex_match(&regex, matcher, subject, groups));
	cr_expect(eq(u32, regex_group_count(&regex), 5));
	cr_expect(is(groups[0], "bcd"));
	cr_expect(is(groups[1], "c"));
	cr_expect(is(groups[2], ""));
	cr_expect(is(groups[3], "d"));
	for (size_t i = 4; i < REGEX_GROUPS; i++)
		cr_expect(is(groups[i], ""));
	regex_release(&regex);
	regex_matcher_free(matcher);
}

Test(regex, more_groups_than_are_kept_are_no_harm)
{
	struct regex_matcher *matcher = regex_matcher_create();
	struct regex regex = { .source = BYTES(
				       "(1)(2)(3)(4)(5)(6)(7)(8)(9)(A)(B)") };
	struct bytes subject = BYTES("123456789AB"), groups[REGEX_GROUPS];

	for (int j = 0; j < OFTEN; j++) {
		cr_assert(regex_match(&regex, matcher, subject, groups));
		cr_expect(is(groups[9], "9"));
	}
	regex_release(&regex);
	regex_matcher_free(matcher);
}

Test(regex, that_ends_before_it_begins_has_an_empty_group)
{
	struct regex_matcher *matcher = regex_matcher_create();
	struct regex regex = { .source = BYTES("a(?=bc\\K)") };
	struct bytes subject = BYTES("abc"), groups[REGEX_GROUPS];

	if (regex_match(&regex, matcher, subject, groups))
		cr_expect(is(groups[0], ""));
	regex_release(&regex);
	regex_matcher_free(matcher);
}

static const struct {
	struct bytes source;
	size_t at;
} bad[] = { { BYTES("a("), 2 },     { BYTES("[a"), 2 },
	    { BYTES("*"), 0 },      { BYTES("a)"), 1 },
	    { BYTES("(?z)"), 2 },   { BYTES("(*UTF)a"), 6 },
	    { BYTES("a\\"), 2 },    { BYTES("\\x{100}"), 6 },
	    { BYTES("(*UCP)a"), 6 } };

Test(regex, that_is_none_is_refused)
{
	struct regex_matcher *matcher = regex_matcher_create();

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct regex regex = { .source = bad[i].source };
		struct bytes subject = BYTES("a"), groups[REGEX_GROUPS];
		char why[128] = "";
		size_t at = 99;

		cr_expect(not(regex_compile(&regex, why, sizeof(why), &at)),
		          "row %zu", i);
		cr_expect(ne(str, why, ""), "row %zu", i);
		cr_expect(le(sz, at, bad[i].source.len), "row %zu", i);
		cr_expect(not(regex_match(&regex, matcher, subject, groups)),
		          "row %zu", i);
		regex_release(&regex);
	}
	regex_matcher_free(matcher);
}

/* Takes more steps than there are seconds, unless somebody counts. */
Test(regex, gives_up_where_there_is_no_end, .timeout = 60)
{
	struct regex_matcher *matcher = regex_matcher_create();
	struct regex regex = { .source = BYTES("^(a+)+$") };
	struct regex deep = { .source = BYTES("^(?:(?:a|b)(?:c|))*d"),
		              .dotall = true };
	struct bytes groups[REGEX_GROUPS], subject;
	static uint8_t text[16000];

	memset(text, 'a', sizeof(text));
	text[sizeof(text) - 1] = '!';
	subject = (struct bytes){ text, sizeof(text) };
	for (int i = 0; i < OFTEN; i++) {
		cr_expect(not(regex_match(&regex, matcher, subject, groups)));
		cr_expect(not(regex_match(&deep, matcher, subject, groups)));
	}
	regex_release(&regex);
	regex_release(&deep);
	regex_matcher_free(matcher);
}

/* Some half a million steps lead to nothing, and a few more to a match. */
Test(regex, gives_up_before_it_is_too_late)
{
	struct regex_matcher *matcher = regex_matcher_create();
	struct regex regex = { .source = BYTES("^(?:(a+)+c|a)") };
	struct bytes small = BYTES("aaaaaaaab"), groups[REGEX_GROUPS];
	struct bytes large = BYTES("aaaaaaaaaaaaaaaaaab");

	for (int i = 0; i < OFTEN; i++) {
		cr_expect(regex_match(&regex, matcher, small, groups));
		cr_expect(not(regex_match(&regex, matcher, large, groups)));
	}
	regex_release(&regex);
	regex_matcher_free(matcher);
}

/* More than the stack of machine code has room for. */
Test(regex, has_room_for_long_subjects)
{
	struct regex_matcher *matcher = regex_matcher_create();
	struct regex regex = { .source = BYTES("^(?:(a)|(b)|c)+$") };
	struct bytes groups[REGEX_GROUPS], subject;
	static uint8_t text[16000];

	memset(text, 'a', sizeof(text));
	subject = (struct bytes){ text, sizeof(text) };
	for (int i = 0; i < OFTEN; i++)
		cr_expect(regex_match(&regex, matcher, subject, groups),
		          "try %d", i);
	regex_release(&regex);
	regex_matcher_free(matcher);
}

enum { THREADS = 4 };

static void *try_often(void *arg)
{
	struct regex_matcher *matcher = regex_matcher_create();
	struct regex *regex = arg;
	struct bytes subject = BYTES("version 1.2.3"), groups[REGEX_GROUPS];
	size_t matched = 0;

	for (int i = 0; i < OFTEN; i++)
		if (regex_match(regex, matcher, subject, groups) &&
		    is(groups[1], "1.2.3"))
			matched++;
	regex_matcher_free(matcher);
	return matched == OFTEN ? regex : NULL;
}

Test(regex, is_compiled_by_several_threads_at_once)
{
	for (int round = 0; round < 20; round++) {
		struct regex regex = { .source = BYTES("version ([\\d.]+)") };
		pthread_t threads[THREADS];

		for (int i = 0; i < THREADS; i++)
			cr_assert(eq(int,
			             pthread_create(&threads[i], NULL,
			                            try_often, &regex),
			             0));
		for (int i = 0; i < THREADS; i++) {
			void *result;

			pthread_join(threads[i], &result);
			cr_expect(result == &regex);
		}
		regex_release(&regex);
	}
}
