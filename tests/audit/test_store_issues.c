// SPDX-License-Identifier: Apache-2.0
#include "store_sample.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static struct store *store;
static struct text error;

static void set_up(void)
{
	store_sample_make();
	text_init(&error);
	store = store_sample_open(STORE_WRITE);
}

static void tear_down(void)
{
	store_close(store);
	text_release(&error);
	store_sample_drop();
}

TestSuite(store_issues, .init = set_up, .fini = tear_down);

enum { ISSUES_MAX = 3, RUNS_MAX = 6 };

/* An issue of port 22 of 10.0.0.HOST after a run. */
struct row {
	unsigned host; /* 0: no more issues */
	enum issue_state state;
	int64_t first_run, last_run, resolved_run;
	bool not_seen_again;
};

/* After each run, by state and address. */
static const struct {
	enum run_end end;
	struct row rows[ISSUES_MAX];
} runs[RUNS_MAX] = {
	{ RUN_COMPLETE, { { 5, ISSUE_NEW, 1, 1, 0, false } } },
	{ RUN_COMPLETE,
	  { { 6, ISSUE_NEW, 2, 2, 0, false },
	    { 5, ISSUE_OPEN, 1, 2, 0, false } } },
	{ RUN_FAILED, { { 0 } } },
	{ RUN_COMPLETE,
	  { { 5, ISSUE_OPEN, 1, 4, 0, false },
	    { 6, ISSUE_OPEN, 2, 4, 0, false } } },
	{ RUN_INCOMPLETE,
	  { { 6, ISSUE_OPEN, 2, 5, 0, false },
	    { 5, ISSUE_APPROVED, 1, 4, 0, true } } },
	{ RUN_COMPLETE,
	  { { 6, ISSUE_OPEN, 2, 6, 0, false },
	    { 5, ISSUE_RESOLVED, 1, 4, 6, false } } },
};

static void make_issues(const struct row *rows, struct issue *items,
                        struct issue_list *issues)
{
	*issues = (struct issue_list){ .items = items };
	for (size_t i = 0; i < ISSUES_MAX && rows[i].host != 0; i++) {
		struct issue *issue = &items[issues->count++];

		*issue = (struct issue){
			.kind = rows[i].host % 2 == 0 ? ISSUE_MUST_BE_OPEN
			                              : ISSUE_OPEN_PORT,
			.state = rows[i].state,
			.address = { .lo = 0x0a000000 + rows[i].host,
			             .version = 4 },
			.port = 22,
			.first_run = rows[i].first_run,
			.last_run = rows[i].last_run,
			.resolved_run = rows[i].resolved_run,
			.not_seen_again = rows[i].not_seen_again,
		};
		issue_identify("office", issue->kind, &issue->address,
		               issue->protocol, issue->port, issue->id);
	}
}

static void store_issues_of(enum run_end end, const struct row *rows)
{
	struct run run = { .id = store_sample_begin(store, 1), .end = end };
	struct issue items[ISSUES_MAX];
	struct issue_list issues;
	struct snapshot snapshot;

	make_issues(rows, items, &issues);
	store_sample_snapshot(&snapshot, "");
	cr_assert(store_end(store, &run, &snapshot, NULL, 0, &issues, &error),
	          "%s", error.data);
	snapshot_release(&snapshot);
}

static void expect_issues(int64_t id, const struct row *rows)
{
	struct issue items[ISSUES_MAX];
	struct issue_list expected, read;

	make_issues(rows, items, &expected);
	cr_assert(store_issues(store, id, &read, &error), "%s", error.data);
	cr_assert(eq(sz, read.count, expected.count), "run %d", (int)id);
	for (size_t i = 0; i < read.count; i++) {
		const struct issue *is = &read.items[i], *was = &items[i];

		cr_expect(eq(str, (char *)is->id, (char *)was->id),
		          "run %d, issue %zu", (int)id, i);
		cr_expect(eq(int, is->kind, was->kind));
		cr_expect(eq(int, is->state, was->state));
		cr_expect(address_equal(&is->address, &was->address));
		cr_expect(eq(int, is->protocol, was->protocol));
		cr_expect(eq(u16, is->port, was->port));
		cr_expect(eq(i64, is->first_run, was->first_run));
		cr_expect(eq(i64, is->last_run, was->last_run),
		          "run %d, issue %zu", (int)id, i);
		cr_expect(eq(i64, is->resolved_run, was->resolved_run));
		cr_expect(is->not_seen_again == was->not_seen_again);
		cr_expect(eq(ptr, (void *)is->sighting, NULL));
		cr_expect(eq(ptr, (void *)is->rule, NULL));
	}
	issue_list_release(&read);
}

Test(store_issues, stand_as_they_did_after_each_run)
{
	for (size_t i = 0; i < COUNT(runs); i++)
		store_issues_of(runs[i].end, runs[i].rows);
	for (size_t i = 0; i < COUNT(runs); i++)
		/* Where nobody looked they stand as before. */
		expect_issues((int64_t)i + 1,
		              runs[runs[i].end == RUN_FAILED ? i - 1 : i].rows);
	expect_issues(INT64_MAX, runs[RUNS_MAX - 1].rows);
}

Test(store_issues, outlive_the_runs_that_began_them)
{
	size_t pruned;

	for (size_t i = 0; i < COUNT(runs); i++)
		store_issues_of(runs[i].end, runs[i].rows);
	cr_assert(store_set_baseline(store, 4, &error));
	cr_assert(store_prune(store, 0, 1, &pruned, &error), "%s", error.data);
	cr_expect(eq(sz, pruned, 3));
	/* Two of run 4, one more of run 5, and two of run 6, of which one was
	 * in run 4. */
	store_sample_expect_rows(store, "issues", 4);
	expect_issues(4, runs[3].rows);
	expect_issues(6, runs[5].rows);
}

Test(store_issues, none_before_the_first_run)
{
	static const struct row none[1] = { { 0 } };

	expect_issues(7, none);
}
