// SPDX-License-Identifier: Apache-2.0
#include "report/base64.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

/* RFC 4648 section 10, and bytes that need the last of the alphabet. */
static const struct {
	const char *bytes;
	size_t len;
	const char *expected;
} rows[] = {
	{ "", 0, "" },
	{ "f", 1, "Zg==" },
	{ "fo", 2, "Zm8=" },
	{ "foo", 3, "Zm9v" },
	{ "foob", 4, "Zm9vYg==" },
	{ "fooba", 5, "Zm9vYmE=" },
	{ "foobar", 6, "Zm9vYmFy" },
	{ "\xfb\xff\xbf\0", 4, "+/+/AA==" },
};

Test(base64, is_that_of_rfc_4648)
{
	struct text text;

	text_init(&text);
	for (size_t i = 0; i < COUNT(rows); i++) {
		text_clear(&text);
		base64_append(&text, rows[i].bytes, rows[i].len);
		cr_expect(eq(str, text.data, (char *)rows[i].expected),
		          "row %zu", i);
	}
	text_release(&text);
}
