// SPDX-License-Identifier: Apache-2.0
#include "registry/plain_text.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#define BYTES(literal) sizeof(literal) - 1, (literal)

static const struct {
	const char *name;
	size_t span;
	size_t len;
	const char *bytes;
} rows[] = {
	{ "nothing", 0, BYTES("") },
	{ "ASCII", 5, BYTES("ab ~}") },
	{ "white space", 4, BYTES("\t\r\n ") },
	{ "NUL", 1, BYTES("a\0b") },
	{ "escape", 1, BYTES("a\x1b[0m") },
	{ "delete", 1, BYTES("a\x7f") },
	{ "first and last of two bytes", 4, BYTES("\xc2\xa0\xdf\xbf") },
	{ "C1 control", 1, BYTES("a\xc2\x9b") },
	{ "two bytes, too long a form", 0, BYTES("\xc1\xbf") },
	{ "first and last of three bytes", 6,
	  BYTES("\xe0\xa0\x80\xef\xbf\xbf") },
	{ "three bytes, too long a form", 0, BYTES("\xe0\x9f\xbf") },
	{ "before the surrogates", 3, BYTES("\xed\x9f\xbf") },
	{ "surrogate", 0, BYTES("\xed\xa0\x80") },
	{ "first and last of four bytes", 8,
	  BYTES("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf") },
	{ "four bytes, too long a form", 0, BYTES("\xf0\x8f\xbf\xbf") },
	{ "beyond Unicode", 0, BYTES("\xf4\x90\x80\x80") },
	{ "no such lead", 0, BYTES("\xf5\x80\x80\x80") },
	{ "continuation alone", 1, BYTES("a\x80") },
	{ "cut after one of two", 1, BYTES("a\xc3") },
	{ "cut after two of three", 1, BYTES("a\xe2\x82") },
	{ "third byte is none", 0, BYTES("\xe2\x82z") },
	{ "fourth byte is none", 0, BYTES("\xf0\x9f\x98\xc0") },
};

Test(plain_text, ends_at_the_first_byte_that_is_not)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		/* Exactly as long, for AddressSanitizer to see. */
		char *bytes = malloc(rows[i].len);

		memcpy(bytes, rows[i].bytes, rows[i].len);
		cr_expect(eq(sz, plain_text_span(bytes, rows[i].len),
		             rows[i].span),
		          "%s", rows[i].name);
		free(bytes);
	}
}
