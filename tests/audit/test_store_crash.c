// SPDX-License-Identifier: Apache-2.0
#include "store_sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

TestSuite(store_crash, .init = store_sample_make, .fini = store_sample_drop);

enum { KILLS = 50, STATES = 3 };

/* What the run with this id sees. */
static const char *seen_by(int64_t id)
{
	static const char *const states[STATES] = {
		"10.0.0.5:22=ssh 10.0.0.6:80=http",
		"10.0.0.5:22=ssh 10.0.0.7:25=smtp -10.0.0.8:25",
		"10.0.0.5:22=http",
	};

	return states[id % STATES];
}

static void store_run_after_run(void)
{
	struct store *store = store_sample_open(STORE_WRITE);
	struct issue_list issues = { 0 };
	size_t pruned;

	for (;;) {
		struct run run = { .end = RUN_COMPLETE };
		struct snapshot snapshot;
		struct text error;

		text_init(&error);
		run.id = store_sample_begin(store, 1);
		store_sample_snapshot(&snapshot, seen_by(run.id));
		if (!store_end(store, &run, &snapshot, NULL, 0, &issues,
		               &error) ||
		    !store_prune(store, 0, 8, &pruned, &error))
			_exit(1);
		snapshot_release(&snapshot);
		text_release(&error);
	}
}

/* Kill a child that stores runs, some time after it began. */
static void kill_one(unsigned seed)
{
	struct timespec wait = { 0, 1000000 + rand_r(&seed) % 60000000 };
	pid_t child = fork();
	int status;

	cr_assert(ge(int, child, 0));
	if (child == 0) {
		store_run_after_run();
		_exit(1);
	}
	nanosleep(&wait, NULL);
	kill(child, SIGKILL);
	cr_assert(eq(int, waitpid(child, &status, 0), child));
	cr_assert(status == SIGKILL, "the child ended by itself: %d", status);
}

static void expect_sound(struct store *store, unsigned seed)
{
	struct run_list runs;
	struct text error;

	text_init(&error);
	cr_assert(store_check(store, &error), "seed %u: %s", seed, error.data);
	cr_assert(store_runs(store, 0, &runs, &error), "seed %u: %s", seed,
	          error.data);
	for (size_t i = 0; i < runs.count; i++) {
		const struct run *run = &runs.items[i];

		cr_expect(run->end == RUN_COMPLETE || run->end == RUN_KILLED,
		          "seed %u, run %d: %s", seed, (int)run->id,
		          run_end_name(run->end));
		if (run_was_seen(run))
			store_sample_expect(store, run->id, seen_by(run->id));
	}
	run_list_release(&runs);
	text_release(&error);
}

/* Read before anything is mended, as `history` would. */
static void expect_readable(unsigned seed)
{
	struct store *store = store_sample_open(STORE_READ);
	struct text error;

	text_init(&error);
	cr_expect(store_check(store, &error), "seed %u: %s", seed, error.data);
	store_close(store);
	text_release(&error);
}

Test(store_crash, kill_at_any_moment_loses_at_most_the_run_under_way)
{
	unsigned seed = (unsigned)time(NULL);
	struct text error;

	text_init(&error);
	store_close(store_sample_open(STORE_WRITE));
	for (unsigned i = 0; i < KILLS; i++) {
		struct store *store;

		kill_one(seed + i);
		expect_readable(seed + i);
		store = store_sample_open(STORE_WRITE);
		cr_assert(store_settle(store, &error), "%s", error.data);
		expect_sound(store, seed + i);
		store_close(store);
	}
	text_release(&error);
}
