// SPDX-License-Identifier: Apache-2.0
#include "identify/bytes.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static struct bytes of(const char *text)
{
	return (struct bytes){ (const uint8_t *)text, strlen(text) };
}

static bool is(struct bytes bytes, const char *text)
{
	return bytes.len == strlen(text) &&
	       bytes_equal_at(bytes, 0, text, bytes.len);
}

Test(bytes, nothing_is_found_past_the_end)
{
	cr_expect(bytes_have(of("abc"), 1, "bc"));
	cr_expect(not(bytes_have(of("abc"), 1, "bcd")));
	cr_expect(not(bytes_have(of("abc"), 4, "")));
	cr_expect(not(bytes_have(of("abc"), SIZE_MAX, "a")));
}

Test(bytes, number_that_is_not_all_there_is_zero)
{
	struct bytes b = of("\x01\x02\x03\x04");

	cr_expect(eq(u32, bytes_number(b, 0, 4, BIG_ENDIAN_BYTES), 0x01020304));
	cr_expect(
		eq(u32, bytes_number(b, 1, 3, LITTLE_ENDIAN_BYTES), 0x040302));
	cr_expect(eq(u32, bytes_number(b, 2, 3, BIG_ENDIAN_BYTES), 0));
	cr_expect(eq(u32, bytes_number(b, SIZE_MAX, 1, BIG_ENDIAN_BYTES), 0));
}

Test(bytes, parts_stay_inside)
{
	cr_expect(is(bytes_from(of("abc"), 1), "bc"));
	cr_expect(is(bytes_from(of("abc"), 9), ""));
	cr_expect(is(bytes_first(of("abc"), 2), "ab"));
	cr_expect(is(bytes_first(of("abc"), 9), "abc"));
}

Test(bytes, line_ends_at_either_line_end_or_at_all)
{
	cr_expect(is(bytes_line(of("one\r\ntwo")), "one"));
	cr_expect(is(bytes_line(of("one\ntwo")), "one"));
	cr_expect(is(bytes_line(of("one\r")), "one\r"));
	cr_expect(is(bytes_line(of("\n")), ""));
}

Test(bytes, search_sets_case_aside)
{
	struct bytes rest;

	cr_assert(bytes_after(of("Server: X"), "server: ", &rest));
	cr_expect(is(rest, "X"));
	cr_expect(not(bytes_contain(of("serv"), "server")));
}

Test(bytes, word_is_not_part_of_a_longer_one)
{
	cr_expect(bytes_contain_word(of("220 ESMTP"), "esmtp"));
	cr_expect(bytes_contain_word(of("(vsFTPd 3.0.3)"), "vsFTPd"));
	cr_expect(bytes_contain_word(of("ftp.example.org FTP"), "FTP"));
	cr_expect(not(bytes_contain_word(of("ESMTP"), "SMTP")));
	cr_expect(not(bytes_contain_word(of("ftp.example.org"), "FTP")));
	cr_expect(not(bytes_contain_word(of("ftp-1"), "FTP")));
}
