// SPDX-License-Identifier: Apache-2.0
#include "cli/words.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

/* A command line, and what is made of it: words, owner and quiet, or else the
 * error. */
static const struct {
	const char *argv[6];
	const char *made;
} lines[] = {
	{ { "office" }, "office - no" },
	{ { "office", "--owner", "ops" }, "office ops no" },
	{ { "--owner=ops", "office", "--quiet" }, "office ops yes" },
	{ { "--owner=", "office" }, "office  no" },
	{ { "--owner", "--quiet", "office" }, "office --quiet no" },
	{ { "--", "--owner" }, "--owner - no" },
	{ { NULL }, "- no" },
	{ { "office", "lab", "third" }, "third: one word too many" },
	{ { "--owner" }, "--owner: needs a value" },
	{ { "--owner=a", "--owner=b" }, "--owner: given twice" },
	{ { "--quiet=yes" }, "--quiet=yes: takes no value" },
	{ { "--own", "ops" }, "--own: unknown option" },
};

static void make(const char *const given[6], struct text *made)
{
	const char *owner = NULL, *words[2];
	bool quiet = false;
	const struct word_option options[] = {
		{ "owner", &owner, NULL },
		{ "quiet", NULL, &quiet },
	};
	char *argv[8] = { "command" };
	int argc = 1;
	size_t count;

	for (size_t i = 0; i < 6 && given[i] != NULL; i++)
		argv[argc++] = (char *)given[i];
	if (!words_take(argc, argv, options, COUNT(options), words, 2, &count,
	                made))
		return;
	for (size_t i = 0; i < count; i++)
		text_printf(made, "%s ", words[i]);
	text_printf(made, "%s %s", owner != NULL ? owner : "-",
	            quiet ? "yes" : "no");
}

Test(words, are_sorted_from_options)
{
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct text made;

		text_init(&made);
		make(lines[i].argv, &made);
		cr_expect(eq(str, made.data, (char *)lines[i].made), "line %zu",
		          i);
		text_release(&made);
	}
}
