// SPDX-License-Identifier: Apache-2.0
#include "identify/http_favicon.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static const struct {
	const char *text;
	uint32_t hash;
} texts[] = {
	{ "", 0 },
	{ "a", 0x3c2569b2 },
	{ "ab", 0x9bbfd75f },
	{ "abc", 0xb3dd93fa },
	{ "test", 0xba6bd213 },
	{ "Hello, world!", 0xc0363e43 },
	{ "The quick brown fox jumps over the lazy dog", 0x2e4ff723 },
};

Test(http_favicon, murmur3_is_right)
{
	for (size_t i = 0; i < COUNT(texts); i++)
		cr_expect(eq(u32, murmur3(texts[i].text, strlen(texts[i].text)),
		             texts[i].hash),
		          "row %zu", i);
}

static struct bytes as_bytes(const char *text)
{
	return (struct bytes){ (const uint8_t *)text, strlen(text) };
}

/* By Python: murmurhash.mrmr.hash(base64.encodebytes(icon), 0). */
Test(http_favicon, icons_have_the_number_that_others_give_them)
{
	char line[58];
	uint8_t bytes[256];

	cr_expect(eq(i32, http_favicon_hash(as_bytes("")), 0));
	cr_expect(eq(i32, http_favicon_hash(as_bytes("a")), -316242180));
	cr_expect(eq(i32, http_favicon_hash(as_bytes("icon")), 1355950459));
	memset(line, 'x', sizeof(line));
	/* A line that is just full, and one that is not. */
	cr_expect(eq(
		i32,
		http_favicon_hash((struct bytes){ (const uint8_t *)line, 57 }),
		-419094338));
	cr_expect(eq(
		i32,
		http_favicon_hash((struct bytes){ (const uint8_t *)line, 58 }),
		-160383347));
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)i;
	cr_expect(eq(i32,
	             http_favicon_hash((struct bytes){ bytes, sizeof(bytes) }),
	             -757223386));
}
