// SPDX-License-Identifier: Apache-2.0
#include "identify/pattern_index.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static const char *const sources[] = {
	"^SSH-2",           /* by its literal */
	"^\\xff",           /* by the first byte */
	"^..$",             /* always */
	"Server: (nginx)?", /* by the literal, folded */
	"a|b",              /* always */
};

static const struct {
	const char *subject;
	uint64_t worth;
} searches[] = {
	{ "", 1 << 2 | 1 << 4 },
	{ "ssh-2.0", 1 << 0 | 1 << 2 | 1 << 4 },
	{ "\xff\xfb", 1 << 1 | 1 << 2 | 1 << 4 },
	{ "http\r\nserver: x", 1 << 2 | 1 << 3 | 1 << 4 },
	{ "x\xff ssh", 1 << 2 | 1 << 4 },
};

Test(pattern_index, tells_which_are_worth_trying)
{
	struct bytes all[COUNT(sources)];
	struct pattern_index *index;

	for (size_t i = 0; i < COUNT(sources); i++)
		all[i] = (struct bytes){ (const uint8_t *)sources[i],
			                 strlen(sources[i]) };
	index = pattern_index_create(all, COUNT(sources));
	cr_assert(index != NULL);
	cr_assert(eq(sz, pattern_index_words(index), 1));
	for (size_t i = 0; i < COUNT(searches); i++) {
		struct bytes subject = { (const uint8_t *)searches[i].subject,
			                 strlen(searches[i].subject) };
		uint64_t worth = UINT64_MAX;

		pattern_index_search(index, subject, &worth);
		cr_expect(eq(u64, worth, searches[i].worth), "row %zu", i);
	}
	pattern_index_free(index);
}

Test(pattern_index, of_no_patterns_is_empty)
{
	struct pattern_index *index = pattern_index_create(NULL, 0);
	struct bytes subject = { (const uint8_t *)"abcdef", 6 };
	uint64_t worth = 7;

	cr_assert(index != NULL);
	cr_expect(eq(sz, pattern_index_words(index), 0));
	pattern_index_search(index, subject, &worth);
	cr_expect(eq(u64, worth, 7));
	pattern_index_free(index);
}
