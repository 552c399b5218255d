// SPDX-License-Identifier: Apache-2.0
#include "store_sample.h"

#include "base/read_file.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

TestSuite(store_damage, .init = store_sample_make, .fini = store_sample_drop);

enum { ROUNDS = 150, FLIPS_MAX = 8 };

static void make_history(void)
{
	static const char *const sees[] = {
		"10.0.0.5:22=ssh 10.0.0.6:80=http",
		"10.0.0.5:22=ssh 10.0.0.7:25=smtp -10.0.0.8:25",
		"10.0.0.5:22=http 10.0.0.6:80=http",
		"",
	};
	struct store *store = store_sample_open(STORE_WRITE);

	for (size_t i = 0; i < 12; i++)
		store_sample_run(store, RUN_COMPLETE, sees[i % 4]);
	store_close(store);
}

static void count_change(void *arg, const struct stored_change *change)
{
	*(size_t *)arg += strlen(change->words) + strlen(change->first) +
	                  strlen(change->second);
}

static void count_stretch(void *arg, const struct stretch *stretch)
{
	*(size_t *)arg += strlen(stretch->sighting.record) +
	                  strlen(stretch->sighting.why);
}

static size_t bytes_of(const struct snapshot *snapshot)
{
	size_t bytes = 0;

	for (size_t i = 0; i < snapshot->count; i++)
		bytes += strlen(snapshot->sightings[i].banner) +
		         strlen(snapshot->sightings[i].record);
	return bytes;
}

/* Whether it is right or an error, reading it has to end well; a failure has
 * something to say. */
static void read_all(struct store *store, unsigned seed)
{
	struct address address = { .lo = 0x0a000005, .version = 4 };
	struct run_list runs;
	struct issue_list issues;
	struct snapshot snapshot;
	struct text error, path;
	size_t bytes = 0;
	bool fine;

	text_init(&error);
	text_init(&path);
	fine = store_profile(store, &path, &error);
	if (store_runs(store, 0, &runs, &error))
		run_list_release(&runs);
	else
		fine = false;
	for (int64_t id = 1; id <= 12; id++) {
		if (store_snapshot(store, id, &snapshot, &error)) {
			bytes += bytes_of(&snapshot);
			snapshot_release(&snapshot);
		} else {
			fine = false;
		}
		if (store_issues(store, id, &issues, &error))
			issue_list_release(&issues);
		else
			fine = false;
	}
	fine &= store_changes(store, 0, count_change, &bytes, &error);
	fine &= store_port(store, &address, PROTOCOL_TCP, 22, count_stretch,
	                   &bytes, &error);
	cr_expect(fine == (error.len == 0), "seed %u", seed);
	text_release(&error);
	text_release(&path);
}

/* Storing into it is as safe. */
static void store_more(struct store *store)
{
	struct run run = { .end = RUN_COMPLETE, .started_us = 1 };
	struct issue_list issues = { 0 };
	struct snapshot snapshot;
	struct text error;
	size_t pruned;

	text_init(&error);
	store_sample_snapshot(&snapshot, "10.0.0.5:22=ssh");
	if (store_begin(store, &run, &error))
		(void)store_end(store, &run, &snapshot, NULL, 0, &issues,
		                &error);
	(void)store_prune(store, 0, 3, &pruned, &error);
	snapshot_release(&snapshot);
	text_release(&error);
}

static void flip(const struct text *whole, unsigned *seed)
{
	int fd = open(store_sample_path(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
	unsigned flips = 1 + (unsigned)rand_r(seed) % FLIPS_MAX;

	cr_assert(ge(int, fd, 0));
	cr_assert(
		eq(sz, (size_t)write(fd, whole->data, whole->len), whole->len));
	for (unsigned i = 0; i < flips; i++) {
		/* Where the most is: the header, and the first pages. */
		size_t range = rand_r(seed) % 4 == 0 ? 4096 : whole->len;
		off_t at = (off_t)((size_t)rand_r(seed) % range);
		unsigned char byte = (unsigned char)rand_r(seed);

		cr_assert(eq(sz, (size_t)pwrite(fd, &byte, 1, at), 1));
	}
	close(fd);
}

static void remove_log(void)
{
	char path[100];

	snprintf(path, sizeof(path), "%s-wal", store_sample_path());
	unlink(path);
	snprintf(path, sizeof(path), "%s-shm", store_sample_path());
	unlink(path);
}

static void open_and_use(enum store_mode mode, unsigned seed)
{
	struct store *store;
	struct text error;

	text_init(&error);
	store = store_open(store_sample_path(), mode, &error);
	cr_expect(store != NULL || error.len > 0, "seed %u", seed);
	if (store != NULL) {
		read_all(store, seed);
		(void)store_check(store, &error);
		if (mode == STORE_WRITE)
			store_more(store);
	}
	store_close(store);
	text_release(&error);
}

Test(store_damage, flipped_bytes_are_never_more_than_an_error)
{
	unsigned first = (unsigned)time(NULL);
	struct text whole;

	text_init(&whole);
	make_history();
	cr_assert(eq(int, read_file(store_sample_path(), 1 << 24, &whole), 0));
	for (unsigned i = 0; i < ROUNDS; i++) {
		unsigned seed = first + i;

		flip(&whole, &seed);
		open_and_use(STORE_READ, first + i);
		open_and_use(STORE_WRITE, first + i);
		remove_log();
	}
	text_release(&whole);
}
