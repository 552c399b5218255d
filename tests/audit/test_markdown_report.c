// SPDX-License-Identifier: Apache-2.0
#include "audit/markdown_report.h"

#include "base/count.h"
#include "tests/audit/sample_account.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <ctype.h>
#include <string.h>

static struct sample_account sample;
static struct text text;

static void init(void)
{
	text_init(&text);
}

static void release(void)
{
	text_release(&text);
	sample_account_release(&sample);
}

TestSuite(markdown_report, .init = init, .fini = release);

static void write_markdown(enum sample_account_kind kind)
{
	sample_account_fill(&sample, kind);
	markdown_report(&sample.account, &text);
	cr_assert(not(text.failed));
}

static void expect_in_order(const char *const *pieces, size_t count)
{
	const char *at = text.data;

	for (size_t i = 0; i < count; i++) {
		const char *found = strstr(at, pieces[i]);

		cr_assert(ne(ptr, (void *)found, NULL), "no %s", pieces[i]);
		at = found;
	}
}

Test(markdown_report, quiet_run_is_short)
{
	write_markdown(ACCOUNT_QUIET);
	cr_expect(eq(str, text.data,
	             "# Audit `office`, run 17\n\n"
	             "`office: 0 new, 0 open, 0 changes; run 17 complete`\n\n"
	             "Begun 2026-11-25T02:00:03.000Z; open ports: 0; approved: "
	             "0\n"));
}

Test(markdown_report, what_needs_a_person_comes_first)
{
	static const char *const pieces[] = {
		"# Audit `office`, run 17\n",
		"\n## Needs a person\n\n",
		"| new | 2076/tcp | `10.0.0.10` | `ssh OpenSSH 9.2p1` | "
		"`number-dormant, service-differs` | no longer approved by "
		"`ops` until 2026-10-31: `old agent` |\n",
		"`10.0.0.21` and 28 more, 38 hosts in all | `ssh OpenSSH "
		"9.2p1` | ",
		"| open | 443/tcp | `10.0.0.50` |  | must be open, and is not "
		"| "
		"wanted by `web`: `shop` |\n",
		"\n## Changes since run 16\n\n",
		"| opened | `10.0.0.1` | 443/tcp | `",
		"| appeared | `10.0.0.5` |  | `",
		"\nNot comparable: 3 not-asked-before, 2 untested, 1 "
		"not-confirmed\n",
		"\n## Policy\n\n",
		"| expired | `office.policy:2` | 2026-10-31 | `ops` | `old "
		"agent` |\n",
	};

	write_markdown(ACCOUNT_OFFICE);
	expect_in_order(pieces, COUNT(pieces));
}

Test(markdown_report, run_that_is_not_complete_says_so)
{
	sample_account_fill(&sample, ACCOUNT_OFFICE);
	sample.run.end = RUN_INTERRUPTED;
	sample.run.note = "by a signal";
	markdown_report(&sample.account, &text);
	cr_expect(ne(ptr,
	             strstr(text.data, "\n**The run is interrupted.** `by a "
	                               "signal`\n"),
	             NULL));
}

Test(markdown_report, what_was_resolved_comes_last)
{
	static struct issue gone = { .state = ISSUE_RESOLVED,
		                     .address = { .lo = 0x0a000009,
		                                  .version = 4 },
		                     .port = 2076,
		                     .first_run = 3,
		                     .last_run = 16 };
	static const struct issue_list resolved = { &gone, 1 };

	sample_account_fill(&sample, ACCOUNT_QUIET);
	sample.account.issues = &resolved;
	markdown_report(&sample.account, &text);
	cr_expect(ne(ptr, strstr(text.data, "\n## Resolved\n\n"), NULL));
	cr_expect(ne(ptr,
	             strstr(text.data, "| resolved | 2076/tcp | `10.0.0.9` |"),
	             NULL));
}

static bool is_ours(char c)
{
	return isalnum((unsigned char)c) || strchr(" `|:;,.*#-()/", c) != NULL;
}

/* Bars of a line that are not in a code span. */
static size_t count_bars(const char *line, size_t len)
{
	size_t count = 0;
	bool code = false;

	for (size_t i = 0; i < len; i++) {
		code ^= line[i] == '`';
		count += line[i] == '|' && !code;
		cr_expect(not(code && line[i] == '|'));
		cr_expect(code || is_ours(line[i]), "%c in %.*s", line[i],
		          (int)len, line);
	}
	cr_expect(not(code), "%.*s", (int)len, line);
	return count;
}

/* Every row of a table has the bars of its head, and outside of code spans
 * stands nothing but our own words. */
static void expect_well_formed(void)
{
	size_t bars = 0;
	const char *end;

	for (const char *at = text.data; *at != '\0'; at = end + 1) {
		size_t count;

		end = strchr(at, '\n');
		cr_assert(ne(ptr, (void *)end, NULL));
		count = count_bars(at, (size_t)(end - at));
		if (count > 0 && bars > 0)
			cr_expect(eq(sz, count, bars), "%.*s", (int)(end - at),
			          at);
		bars = count;
	}
}

Test(markdown_report, what_others_wrote_is_code)
{
	write_markdown(ACCOUNT_HOSTILE);
	expect_well_formed();
	for (size_t i = 0; i < sample.now.count; i++)
		sample.now.sightings[i].product =
			"` | <b> [x](http://y) \r\n# @all www.z";
	text_clear(&text);
	markdown_report(&sample.account, &text);
	expect_well_formed();
	cr_expect(ne(ptr,
	             strstr(text.data, "\\x60 \\x7c <b> [x](http://y) \\r\\n# "
	                               "@all www.z"),
	             NULL));
}

Test(markdown_report, tables_are_well_formed)
{
	write_markdown(ACCOUNT_OFFICE);
	expect_well_formed();
	sample_account_release(&sample);
	text_clear(&text);
	write_markdown(ACCOUNT_LARGE);
	expect_well_formed();
}
