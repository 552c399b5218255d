// SPDX-License-Identifier: Apache-2.0
#include "store_sample.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

TestSuite(store_sightings, .init = store_sample_make,
          .fini = store_sample_drop);

#define SSH "10.0.0.5:22=ssh"
#define HTTP "10.0.0.5:80=http"

/* Runs in turn, and then the stretches of 10.0.0.5:22. */
static const struct history {
	const char *what;
	struct {
		enum run_end end;
		const char *sees;
	} runs[6];
	const char *stretches; /* "FIRST-LAST service" of each */
} histories[] = {
	{ "stays",
	  { { RUN_COMPLETE, SSH },
	    { RUN_COMPLETE, SSH },
	    { RUN_COMPLETE, SSH } },
	  "1-3 ssh;" },
	{ "comes and goes",
	  { { RUN_COMPLETE, "" },
	    { RUN_COMPLETE, SSH },
	    { RUN_COMPLETE, HTTP },
	    { RUN_COMPLETE, SSH " " HTTP } },
	  "2-2 ssh;4-4 ssh;" },
	{ "another answers",
	  { { RUN_COMPLETE, SSH },
	    { RUN_COMPLETE, "10.0.0.5:22=http" },
	    { RUN_COMPLETE, SSH } },
	  "1-1 ssh;2-2 http;3-3 ssh;" },
	{ "was not asked",
	  { { RUN_COMPLETE, SSH },
	    { RUN_INCOMPLETE, "-10.0.0.5:22" },
	    { RUN_COMPLETE, SSH } },
	  "1-1 ssh;3-3 ssh;" },
	{ "incomplete, but seen",
	  { { RUN_COMPLETE, SSH },
	    { RUN_INCOMPLETE, SSH " -10.0.0.6:22" },
	    { RUN_INTERRUPTED, SSH },
	    { RUN_COMPLETE, SSH } },
	  "1-4 ssh;" },
	{ "nobody looked",
	  { { RUN_COMPLETE, SSH },
	    { RUN_FAILED, "" },
	    { RUN_COMPLETE, SSH },
	    { RUN_FAILED, "" } },
	  "1-3 ssh;" },
	{ "other addresses",
	  { { RUN_COMPLETE, SSH " 2001:db8::5:22=ssh" },
	    { RUN_COMPLETE, SSH " 2001:db8::5:22=http 10.0.0.15:22=ssh" },
	    { RUN_COMPLETE, "10.0.0.15:22=ssh 2001:db8::5:22=http" } },
	  "1-2 ssh;" },
	{ "never", { { RUN_COMPLETE, HTTP } }, "" },
};

static void tell(void *arg, const struct stretch *stretch)
{
	text_printf(arg, "%d-%d %s;", (int)stretch->first_run,
	            (int)stretch->last_run, stretch->sighting.service);
	cr_expect(eq(i64, stretch->first_us, 1000000));
	cr_expect(eq(i64, stretch->last_us, 1000000));
}

static void describe_port(struct store *store, uint16_t port,
                          struct text *stretches)
{
	struct address address;
	struct text error;

	text_init(&error);
	cr_assert(address_parse("10.0.0.5", &address));
	cr_assert(store_port(store, &address, PROTOCOL_TCP, port, tell,
	                     stretches, &error),
	          "%s", error.data);
	text_release(&error);
}

static void play(struct store *store, const struct history *history)
{
	struct text stretches;

	text_init(&stretches);
	for (size_t i = 0; i < COUNT(history->runs); i++)
		if (history->runs[i].sees != NULL)
			store_sample_run(store, history->runs[i].end,
			                 history->runs[i].sees);
	for (size_t i = 0; i < COUNT(history->runs); i++)
		if (history->runs[i].sees != NULL &&
		    history->runs[i].end != RUN_FAILED)
			store_sample_expect(store, (int64_t)i + 1,
			                    history->runs[i].sees);
	describe_port(store, 22, &stretches);
	cr_expect(eq(str, stretches.data, (char *)history->stretches), "%s",
	          history->what);
	text_release(&stretches);
}

Test(store_sightings, stretch_goes_on_while_runs_see_the_same)
{
	for (size_t i = 0; i < COUNT(histories); i++) {
		struct store *store = store_sample_open(STORE_WRITE);

		play(store, &histories[i]);
		store_close(store);
		cr_assert(eq(int, remove(store_sample_path()), 0));
	}
}

Test(store_sightings, first_and_last_seen_outlive_their_runs)
{
	struct store *store = store_sample_open(STORE_WRITE);
	struct text stretches, error;
	size_t pruned;

	text_init(&stretches);
	text_init(&error);
	for (int i = 0; i < 6; i++)
		store_sample_run(store, RUN_COMPLETE, SSH);
	store_sample_run(store, RUN_COMPLETE, "");
	store_sample_run(store, RUN_COMPLETE, SSH);
	store_sample_run(store, RUN_COMPLETE, "");
	store_sample_run(store, RUN_COMPLETE, "");
	cr_assert(store_set_baseline(store, 3, &error));
	cr_assert(store_prune(store, 0, 1, &pruned, &error), "%s", error.data);
	cr_expect(eq(sz, pruned, 7));
	describe_port(store, 22, &stretches);
	cr_expect(eq(str, stretches.data, "1-6 ssh;"),
	          "no run is left that saw the second");
	store_sample_expect(store, 3, SSH);
	store_sample_expect(store, 9, "");
	store_close(store);
	text_release(&stretches);
	text_release(&error);
}

enum { RANDOM_RUNS = 60, PLACES = 12, SEES_MAX = PLACES * 24 };

static void append_place(char *sees, unsigned place, const char *what)
{
	size_t len = strlen(sees);
	bool unasked = *what == '-';

	snprintf(sees + len, SEES_MAX - len, "%s10.0.0.%u:%u%s ",
	         unasked ? what : "", place / 3, 1 + place % 3,
	         unasked ? "" : what);
}

/* Each place mostly stays as it is. */
static void draw(unsigned *seed, unsigned choices[PLACES], char *sees)
{
	static const char *const what[] = { NULL, "=ssh", "=http", "-" };

	*sees = '\0';
	for (unsigned i = 0; i < PLACES; i++) {
		if (rand_r(seed) % 5 == 0)
			choices[i] = (unsigned)rand_r(seed) % COUNT(what);
		if (what[choices[i]] != NULL)
			append_place(sees, i, what[choices[i]]);
	}
}

static void expect_all(struct store *store, char sees[][SEES_MAX])
{
	struct run_list runs;
	struct text error;

	text_init(&error);
	cr_assert(store_runs(store, 0, &runs, &error), "%s", error.data);
	for (size_t i = 0; i < runs.count; i++)
		if (run_was_seen(&runs.items[i]))
			store_sample_expect(store, runs.items[i].id,
			                    sees[runs.items[i].id]);
	cr_expect(store_check(store, &error), "%s", error.data);
	run_list_release(&runs);
	text_release(&error);
}

static void set_baseline_or_prune(struct store *store, unsigned *seed)
{
	struct text error;
	size_t pruned;

	text_init(&error);
	if (rand_r(seed) % 8 == 0)
		(void)store_set_baseline(store, 0, &error);
	if (rand_r(seed) % 6 == 0)
		cr_assert(store_prune(store, 0, 1 + (size_t)rand_r(seed) % 9,
		                      &pruned, &error),
		          "%s", error.data);
	text_release(&error);
}

Test(store_sightings, every_run_is_read_back_as_it_was)
{
	static const enum run_end ends[] = { RUN_COMPLETE, RUN_COMPLETE,
		                             RUN_INCOMPLETE, RUN_FAILED };
	static char sees[RANDOM_RUNS + 1][SEES_MAX];
	struct store *store = store_sample_open(STORE_WRITE);
	unsigned choices[PLACES] = { 0 };
	unsigned seed = (unsigned)time(NULL);

	fprintf(stderr, "seed %u\n", seed);
	for (int i = 1; i <= RANDOM_RUNS; i++) {
		draw(&seed, choices, sees[i]);
		store_sample_run(store, ends[rand_r(&seed) % COUNT(ends)],
		                 sees[i]);
		set_baseline_or_prune(store, &seed);
		if (i % 10 == 0)
			expect_all(store, sees);
	}
	store_close(store);
}
