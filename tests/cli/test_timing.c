// SPDX-License-Identifier: Apache-2.0
#include "cli/timing.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static const char *const names[] = { "paranoid", "sneaky",     "polite",
	                             "normal",   "aggressive", "insane" };

Test(timing, number_and_name_find_the_same)
{
	for (size_t i = 0; i < COUNT(names); i++) {
		const char digit[] = { (char)('0' + i), '\0' };
		const struct timing *timing = timing_find(names[i]);

		cr_assert(ne(ptr, (void *)timing, NULL), "%s", names[i]);
		cr_expect(eq(str, (char *)timing->name, (char *)names[i]));
		cr_expect(timing == timing_find(digit), "%s", digit);
	}
}

Test(timing, other_words_find_nothing)
{
	static const char *const words[] = { "",       "6",       "33", "-1",
		                             "Normal", "normal ", "n" };

	for (size_t i = 0; i < COUNT(words); i++)
		cr_expect(timing_find(words[i]) == NULL, "'%s'", words[i]);
}

Test(timing, normal_is_the_default_of_the_scan)
{
	struct scan_options usual = scan_options_default();
	struct scan_options options = timing_untold();

	timing_complete(&options, timing_find("normal"));
	cr_expect(eq(u32, options.rate, usual.rate));
	cr_expect(eq(u32, options.max_in_flight, usual.max_in_flight));
	cr_expect(eq(u32, options.per_host, usual.per_host));
	cr_expect(eq(u32, options.timeout_ms, usual.timeout_ms));
	cr_expect(eq(u32, options.retries, usual.retries));
	cr_expect(options.adaptive_retries && options.talk == TALK_LIGHT);
}

Test(timing, what_was_told_stays)
{
	struct scan_options options = timing_untold();

	options.rate = 5;
	options.timeout_ms = 2500;
	options.retries = 0;
	options.adaptive_retries = false;
	timing_complete(&options, timing_find("paranoid"));
	cr_expect(eq(u32, options.rate, 5));
	cr_expect(eq(u32, options.timeout_ms, 2500));
	cr_expect(eq(u32, options.retries, 0));
	cr_expect(not(options.adaptive_retries));
	cr_expect(eq(u32, options.max_in_flight, 1));
	cr_expect(eq(u32, options.per_host, 1));
}

Test(timing, each_is_no_gentler_than_the_one_before)
{
	for (char digit = '1'; digit <= '5'; digit++) {
		const char last[] = { (char)(digit - 1), '\0' };
		const char next[] = { digit, '\0' };
		const struct timing *slower = timing_find(last);
		const struct timing *faster = timing_find(next);

		/* 0 is no limit: the largest, once one is taken away. */
		cr_expect(ge(u32, faster->rate - 1, slower->rate - 1), "-T%c",
		          digit);
		cr_expect(ge(u32, faster->max_in_flight, slower->max_in_flight),
		          "-T%c", digit);
		cr_expect(ge(u32, faster->per_host, slower->per_host), "-T%c",
		          digit);
		cr_expect(le(u32, faster->timeout_ms, slower->timeout_ms),
		          "-T%c", digit);
		cr_expect(le(u32, faster->retries, slower->retries), "-T%c",
		          digit);
	}
}

Test(timing, kernel_repeats_no_syn_within_a_wait)
{
	for (size_t i = 0; i < COUNT(names); i++)
		cr_expect(lt(u32, timing_find(names[i])->timeout_ms, 1000),
		          "%s", names[i]);
}
