// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "store_sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

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

TestSuite(store_runs, .init = set_up, .fini = tear_down);

#define SEES "10.0.0.5:22=ssh"

/* "3 complete, 2 failed": all runs, newest first, a star at the baseline. */
static void expect_runs(const char *expected)
{
	struct run_list runs;
	struct text text;

	text_init(&text);
	cr_assert(store_runs(store, 0, &runs, &error), "%s", error.data);
	for (size_t i = 0; i < runs.count; i++)
		text_printf(&text, "%s%d %s%s", i > 0 ? ", " : "",
		            (int)runs.items[i].id,
		            run_end_name(runs.items[i].end),
		            runs.items[i].baseline ? "*" : "");
	cr_expect(eq(str, text.data, (char *)expected));
	run_list_release(&runs);
	text_release(&text);
}

static void expect_no_run(int64_t id, const char *why)
{
	struct run run;

	text_clear(&error);
	cr_expect(not(store_run(store, id, &run, &error)));
	cr_expect(ne(ptr, strstr(error.data, why), NULL), "%s", error.data);
}

static int64_t id_of(int64_t id)
{
	struct run run;
	int64_t found;

	cr_assert(store_run(store, id, &run, &error), "%s", error.data);
	found = run.id;
	run_release(&run);
	return found;
}

Test(store_runs, all_of_a_run_is_kept)
{
	struct issue_list issues = { 0 };
	struct snapshot snapshot;
	struct run back, run = {
		.started_us = 1700000000000001,
		.settings = "-p 1-1000 10.0.0.0/24",
		.version = "0.1.0",
		.note = "two \"words\"\xff",
		.addresses = 256,
		.questions = 1000,
		.hosts_answered = 3,
		.states = { 1, 2, 3, 4, 5 },
		.open = 1,
		.expected = 6,
		.unconfirmed = 7,
		.investigate = 8,
		.approved = 9,
		.unaccounted = 10,
		.changes = UINT64_MAX,
		.depth = DEPTH_LIGHT,
	};

	cr_assert(store_begin(store, &run, &error), "%s", error.data);
	cr_expect(eq(i64, run.id, 1));
	expect_runs("1 running");
	run.end = RUN_INTERRUPTED;
	run.finished_us = 1700000000000002;
	run.registry = "2026-11-20 sha256:ab";
	store_sample_snapshot(&snapshot, SEES);
	cr_assert(store_end(store, &run, &snapshot, NULL, 0, &issues, &error),
	          "%s", error.data);
	cr_assert(store_run(store, 1, &back, &error), "%s", error.data);
	cr_expect(eq(int, back.end, RUN_INTERRUPTED));
	cr_expect(eq(i64, back.started_us, run.started_us));
	cr_expect(eq(i64, back.finished_us, run.finished_us));
	cr_expect(eq(str, back.settings, run.settings));
	cr_expect(eq(str, back.version, run.version));
	cr_expect(eq(str, back.registry, run.registry));
	cr_expect(eq(str, back.note, run.note));
	cr_expect(eq(u64, back.addresses, 256));
	cr_expect(eq(u64, back.questions, 1000));
	cr_expect(eq(u64, back.hosts_answered, 3));
	for (uint64_t i = 0; i < PORT_STATE_COUNT; i++)
		cr_expect(eq(u64, back.states[i], i + 1));
	cr_expect(eq(u64, back.open, 1));
	cr_expect(eq(u64, back.expected, 6));
	cr_expect(eq(u64, back.unconfirmed, 7));
	cr_expect(eq(u64, back.investigate, 8));
	cr_expect(eq(u64, back.approved, 9));
	cr_expect(eq(u64, back.unaccounted, 10));
	cr_expect(eq(u64, back.changes, INT64_MAX), "more than SQL can say");
	cr_expect(eq(int, back.depth, DEPTH_LIGHT));
	cr_expect(not(back.baseline));
	run_release(&back);
	snapshot_release(&snapshot);
}

Test(store_runs, newest_come_first)
{
	struct run_list runs;

	store_sample_run(store, RUN_COMPLETE, SEES);
	store_sample_run(store, RUN_FAILED, "");
	store_sample_run(store, RUN_INCOMPLETE, SEES);
	store_sample_begin(store, 1);
	expect_runs("4 running, 3 incomplete, 2 failed, 1 complete");
	cr_assert(store_runs(store, 2, &runs, &error));
	cr_assert(eq(sz, runs.count, 2));
	cr_expect(eq(i64, runs.items[1].id, 3));
	run_list_release(&runs);
}

Test(store_runs, runs_are_found_by_what_they_are)
{
	struct run before;

	expect_no_run(0, "no run has seen anything yet");
	store_sample_run(store, RUN_FAILED, "");
	expect_no_run(0, "no run has seen anything yet");
	expect_no_run(-1, "there is no baseline");
	expect_no_run(7, "there is no run 7");
	store_sample_run(store, RUN_COMPLETE, SEES);
	store_sample_run(store, RUN_FAILED, "");
	cr_expect(eq(i64, id_of(0), 2));
	cr_expect(eq(i64, id_of(3), 3));
	cr_assert(store_run_before(store, 3, &before, &error));
	cr_expect(eq(i64, before.id, 2));
	run_release(&before);
	cr_assert(store_run_before(store, 2, &before, &error));
	cr_expect(eq(i64, before.id, 0));
	run_release(&before);
}

Test(store_runs, run_that_nobody_runs_was_killed)
{
	store_sample_run(store, RUN_COMPLETE, SEES);
	store_sample_begin(store, 1);
	store_sample_begin(store, 2);
	cr_assert(store_settle(store, &error), "%s", error.data);
	expect_runs("3 killed, 2 killed, 1 complete");
	cr_expect(eq(i64, id_of(0), 1));
}

static bool end_again(int64_t id)
{
	struct issue_list issues = { 0 };
	struct run run = { .id = id, .end = RUN_COMPLETE };
	struct snapshot snapshot;
	bool ended;

	store_sample_snapshot(&snapshot, "");
	text_clear(&error);
	ended = store_end(store, &run, &snapshot, NULL, 0, &issues, &error);
	snapshot_release(&snapshot);
	return ended;
}

Test(store_runs, run_ends_once_and_in_order)
{
	int64_t first = store_sample_begin(store, 1);

	store_sample_run(store, RUN_COMPLETE, SEES);
	cr_expect(not(end_again(2)));
	cr_expect(not(end_again(first)));
	cr_expect(ne(ptr, strstr(error.data, "run 2 was made meanwhile"), NULL),
	          "%s", error.data);
	store_sample_run(store, RUN_FAILED, "");
	cr_expect(not(end_again(3)));
	cr_expect(ne(ptr, strstr(error.data, "run 3 is not under way"), NULL),
	          "%s", error.data);
	cr_expect(not(end_again(99)));
	cr_expect(ne(ptr, strstr(error.data, "run 99 is not under way"), NULL),
	          "%s", error.data);
	store_sample_expect(store, 2, SEES);
	expect_runs("3 failed, 2 complete, 1 running");
}

Test(store_runs, what_saw_nothing_is_no_baseline)
{
	store_sample_run(store, RUN_COMPLETE, SEES);
	store_sample_run(store, RUN_FAILED, "");
	store_sample_run(store, RUN_INCOMPLETE, SEES);
	cr_assert(store_set_baseline(store, 1, &error), "%s", error.data);
	cr_expect(eq(i64, id_of(-1), 1));
	cr_expect(not(store_set_baseline(store, 2, &error)));
	cr_expect(ne(ptr, strstr(error.data, "run 2 is failed"), NULL), "%s",
	          error.data);
	cr_expect(not(store_set_baseline(store, 9, &error)));
	cr_expect(eq(i64, id_of(-1), 1));
	cr_assert(store_set_baseline(store, 3, &error));
	expect_runs("3 incomplete*, 2 failed, 1 complete");
}

Test(store_runs, snapshot_of_what_saw_nothing_is_refused)
{
	struct snapshot snapshot;

	store_sample_run(store, RUN_COMPLETE, SEES);
	store_sample_run(store, RUN_FAILED, "");
	store_sample_run(store, RUN_COMPLETE, SEES);
	cr_expect(not(store_snapshot(store, 2, &snapshot, &error)));
	cr_expect(ne(ptr, strstr(error.data, "run 2 is failed"), NULL), "%s",
	          error.data);
}

/* Seven runs, started at 10, 20, … s, the clock being wrong in some. */
static const enum run_end ends[] = {
	RUN_COMPLETE,    RUN_COMPLETE, RUN_FAILED,  RUN_COMPLETE,
	RUN_INTERRUPTED, RUN_FAILED,   RUN_RUNNING,
};

static const struct pruning {
	const char *what;
	int64_t started_us[COUNT(ends)];
	int64_t baseline; /* 0: none */
	int64_t before_us;
	size_t keep;
	size_t pruned;
	const char *left;
} prunings[] = {
	{ "no limit",
	  { 10, 20, 30, 40, 50, 60, 70 },
	  0,
	  0,
	  0,
	  0,
	  "7 running, 6 failed, 5 interrupted, 4 complete, 3 failed, "
	  "2 complete, 1 complete" },
	{ "age",
	  { 10, 20, 30, 40, 50, 60, 70 },
	  0,
	  40,
	  0,
	  3,
	  "7 running, 6 failed, 5 interrupted, 4 complete" },
	{ "count",
	  { 10, 20, 30, 40, 50, 60, 70 },
	  0,
	  0,
	  3,
	  1,
	  "7 running, 6 failed, 5 interrupted, 4 complete, 3 failed, "
	  "2 complete" },
	{ "the two newest that were seen stay",
	  { 10, 20, 30, 40, 50, 60, 70 },
	  0,
	  1000,
	  1,
	  4,
	  "7 running, 5 interrupted, 4 complete" },
	{ "the baseline stays",
	  { 10, 20, 30, 40, 50, 60, 70 },
	  2,
	  1000,
	  1,
	  3,
	  "7 running, 5 interrupted, 4 complete, 2 complete*" },
	{ "dated in the future",
	  { 10, 999, 30, 40, 50, 60, 70 },
	  0,
	  40,
	  0,
	  2,
	  "7 running, 6 failed, 5 interrupted, 4 complete, 2 complete" },
	{ "the clock went back, and count goes by id",
	  { 90, 80, 70, 60, 50, 40, 30 },
	  0,
	  0,
	  3,
	  1,
	  "7 running, 6 failed, 5 interrupted, 4 complete, 3 failed, "
	  "2 complete" },
};

static void make_runs(const struct pruning *pruning)
{
	struct issue_list issues = { 0 };
	struct snapshot snapshot;

	store_sample_snapshot(&snapshot, SEES);
	for (size_t i = 0; i < COUNT(ends); i++) {
		struct run run = { .end = ends[i],
			           .started_us = pruning->started_us[i] };

		run.id = store_sample_begin(store, run.started_us);
		if (run.end != RUN_RUNNING)
			cr_assert(store_end(store, &run, &snapshot, NULL, 0,
			                    &issues, &error),
			          "%s", error.data);
	}
	snapshot_release(&snapshot);
	if (pruning->baseline != 0)
		cr_assert(store_set_baseline(store, pruning->baseline, &error));
}

Test(store_runs, pruning_keeps_what_is_needed)
{
	for (size_t i = 0; i < COUNT(prunings); i++) {
		const struct pruning *pruning = &prunings[i];
		size_t pruned;

		make_runs(pruning);
		cr_assert(store_prune(store, pruning->before_us, pruning->keep,
		                      &pruned, &error),
		          "%s", error.data);
		cr_expect(eq(sz, pruned, pruning->pruned), "%s", pruning->what);
		expect_runs(pruning->left);
		store_sample_expect(store, id_of(0), SEES);
		cr_expect(store_check(store, &error), "%s", error.data);
		store_close(store);
		remove(store_sample_path());
		store = store_sample_open(STORE_WRITE);
	}
}

Test(store_runs, pruning_leaves_nothing_behind)
{
	size_t pruned;

	store_sample_run(store, RUN_COMPLETE, SEES " -10.0.0.7:1");
	store_sample_run(store, RUN_COMPLETE, "10.0.0.6:80=http");
	store_sample_run(store, RUN_COMPLETE, "");
	store_sample_run(store, RUN_COMPLETE, "");
	store_sample_expect_rows(store, "stretches", 2);
	store_sample_expect_rows(store, "bytes", 3 + 2 * 2);
	cr_assert(store_prune(store, 0, 1, &pruned, &error), "%s", error.data);
	cr_expect(eq(sz, pruned, 2));
	store_sample_expect_rows(store, "runs", 2);
	store_sample_expect_rows(store, "stretches", 0);
	store_sample_expect_rows(store, "coverage", 1);
	store_sample_expect_rows(
		store, "bytes",
		3); /* what the runs that are left were run with */
}

Test(store_runs, ids_are_not_given_twice)
{
	size_t pruned;

	store_sample_run(store, RUN_COMPLETE, SEES);
	store_sample_run(store, RUN_FAILED, "");
	cr_assert(store_prune(store, INT64_MAX, 0, &pruned, &error));
	expect_runs("1 complete");
	cr_expect(eq(i64, store_sample_run(store, RUN_COMPLETE, ""), 3));
}
