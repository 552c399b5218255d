// SPDX-License-Identifier: Apache-2.0
#include "cli/checkpoint_file.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINE(n) "port " #n " open syn-ack 1 - 1 - - -\n"

static char folder[] = "/tmp/portscan-checkpoint-XXXXXX";
static char path[64];
static struct checkpoint_identity identity;
static struct text bytes, error;
static struct checkpoint checkpoint;

static void init(void)
{
	cr_assert(ne(ptr, mkdtemp(folder), NULL));
	snprintf(path, sizeof(path), "%s/scan", folder);
	text_init(&bytes);
	text_init(&error);
	checkpoint_identity_init(&identity);
	for (int i = 0; i < CHECKPOINT_ITEM_COUNT; i++)
		checkpoint_identity_set(&identity, (enum checkpoint_item)i,
		                        "2");
}

static void fini(void)
{
	unlink(path);
	cr_expect(eq(int, rmdir(folder), 0), "something was left behind");
	checkpoint_release(&checkpoint);
	checkpoint_identity_release(&identity);
	text_release(&bytes);
	text_release(&error);
}

TestSuite(checkpoint_file, .init = init, .fini = fini);

static struct checkpoint_file *open_file(const struct checkpoint *before)
{
	struct checkpoint_file *file =
		checkpoint_file_open(path, &identity, 77, 2, before, &error);

	cr_assert(ne(ptr, file, NULL), "%s", error.data);
	return file;
}

static void note(struct checkpoint_file *file, uint32_t worker,
                 const char *snapshot, const char *log)
{
	struct text a, b;

	text_init(&a);
	text_init(&b);
	text_append_string(&a, snapshot);
	text_append_string(&b, log);
	checkpoint_file_note(file, worker, &b, &a);
	text_release(&a);
	text_release(&b);
}

static void read_back(void)
{
	checkpoint_release(&checkpoint);
	text_clear(&bytes);
	text_clear(&error);
	cr_assert(checkpoint_file_read(path, &bytes, &checkpoint, &error), "%s",
	          error.data);
}

static void expect_log(const char *expected)
{
	cr_assert(eq(sz, checkpoint.log_len, strlen(expected)));
	cr_expect(eq(int, memcmp(checkpoint.log, expected, checkpoint.log_len),
	             0));
}

Test(checkpoint_file, is_there_before_anything_was_done)
{
	struct checkpoint_file *file = open_file(NULL);
	struct stat status;

	read_back();
	cr_expect(eq(i64, checkpoint.started_us, 77));
	cr_expect(eq(u64, checkpoint.elapsed_ms, 0));
	cr_expect(eq(u64, checkpoint.workers[0].cursor, 0));
	cr_expect(eq(u64, checkpoint.workers[1].cursor, 0));
	expect_log("");
	cr_expect(not(checkpoint_identity_differs(&checkpoint.identity,
	                                          &identity, &error)));
	cr_assert(eq(int, stat(path, &status), 0));
	cr_expect(eq(u32, status.st_mode & 0777, 0600));
	checkpoint_file_free(file);
}

Test(checkpoint_file, has_the_log_of_each_worker_and_what_it_told_last)
{
	struct checkpoint_file *file = open_file(NULL);

	note(file, 0, "cursor 5\nask 3-3\n", LINE(1));
	note(file, 1, "cursor 7\n", LINE(2) "host 1 1,0,0,0,0 - -\n");
	note(file, 0, "cursor 9\n", LINE(1) LINE(3));
	cr_expect(eq(int, checkpoint_file_write(file, 1234), 0));
	read_back();
	cr_expect(eq(u64, checkpoint.elapsed_ms, 1234));
	cr_expect(eq(u64, checkpoint.workers[0].cursor, 9));
	cr_expect(eq(sz, checkpoint.workers[0].unsettled_count, 0));
	cr_expect(eq(u64, checkpoint.workers[1].cursor, 7));
	expect_log(LINE(1) LINE(3) LINE(2) "host 1 1,0,0,0,0 - -\n");
	checkpoint_file_free(file);
}

/* The checkpoint of a first run, for a second to go on from: in `bytes`. */
static void run_before(void)
{
	struct checkpoint_file *file = open_file(NULL);
	struct text discovery;

	text_init(&discovery);
	checkpoint_put_discovered(&discovery, 30);
	checkpoint_put_skipped(&discovery, (struct checkpoint_run){ 2, 4 });
	checkpoint_file_discovered(file, &discovery);
	text_release(&discovery);
	note(file, 1, "cursor 7\nask 3-3\n", LINE(1));
	cr_expect(eq(int, checkpoint_file_write(file, 500), 0));
	checkpoint_file_free(file);
	read_back();
}

Test(checkpoint_file, stays_as_it_was_until_all_workers_go_on)
{
	struct checkpoint_file *file;
	char *kept;

	run_before();
	kept = strdup(bytes.data);
	file = open_file(&checkpoint);
	read_back();
	cr_expect(eq(str, bytes.data, kept));
	note(file, 0, "cursor 8\n", LINE(2));
	cr_expect(eq(int, checkpoint_file_tick(file, 3600000, 900), 0));
	read_back();
	cr_expect(eq(str, bytes.data, kept));
	/* Told to write all the same, as when it is interrupted. */
	cr_expect(eq(int, checkpoint_file_write(file, 500), 0));
	read_back();
	cr_expect(eq(str, bytes.data, kept));
	free(kept);
	checkpoint_file_free(file);
}

Test(checkpoint_file, goes_on_from_where_the_one_before_was)
{
	struct checkpoint_file *file;

	run_before();
	file = open_file(&checkpoint);
	note(file, 0, "cursor 8\n", LINE(2));
	note(file, 1, "cursor 9\n", LINE(1));
	cr_expect(eq(int, checkpoint_file_tick(file, 3600000, 900), 0));
	read_back();
	cr_expect(eq(i64, checkpoint.started_us, 77));
	cr_expect(eq(u64, checkpoint.elapsed_ms, 900));
	cr_expect(eq(u64, checkpoint.discovery_attempts, 30));
	cr_expect(eq(sz, checkpoint.skipped_count, 1));
	cr_expect(eq(u64, checkpoint.workers[0].cursor, 8));
	cr_expect(eq(u64, checkpoint.workers[1].cursor, 9));
	expect_log(LINE(2) LINE(1));
	checkpoint_file_free(file);
}

/* Far below the hours to which the clock is moved on, writing takes long. */
Test(checkpoint_file, is_written_now_and_then)
{
	enum { HOUR_MS = 3600000 };
	struct checkpoint_file *file = open_file(NULL);

	note(file, 0, "cursor 1\n", "");
	cr_expect(eq(int, checkpoint_file_tick(file, HOUR_MS, 1), 0));
	read_back();
	cr_expect(eq(u64, checkpoint.workers[0].cursor, 1));
	note(file, 0, "cursor 2\n", "");
	cr_expect(eq(int, checkpoint_file_tick(file, HOUR_MS + 999, 2), 0));
	read_back();
	cr_expect(eq(u64, checkpoint.workers[0].cursor, 1), "too early");
	cr_expect(eq(int, checkpoint_file_tick(file, 2 * HOUR_MS, 3), 0));
	read_back();
	cr_expect(eq(u64, checkpoint.workers[0].cursor, 2));
	cr_expect(eq(int, checkpoint_file_tick(file, 3 * HOUR_MS, 4), 0));
	read_back();
	cr_expect(eq(u64, checkpoint.elapsed_ms, 3), "there was nothing new");
	checkpoint_file_free(file);
}

Test(checkpoint_file, pauses_longer_after_long_writes)
{
	cr_expect(eq(u64, checkpoint_file_pause_ms(0), 1000));
	cr_expect(eq(u64, checkpoint_file_pause_ms(50), 1000));
	cr_expect(eq(u64, checkpoint_file_pause_ms(1000), 19000));
}

/* With the folder gone no file can be written; with it back, all is. */
Test(checkpoint_file, what_could_not_be_written_is_written_later)
{
	struct checkpoint_file *file = open_file(NULL);
	struct text nothing, failed;

	unlink(path);
	rmdir(folder);
	note(file, 0, "cursor 1\n", LINE(1));
	cr_expect(eq(int, checkpoint_file_tick(file, 1, 1), ENOENT));
	cr_assert(eq(int, mkdir(folder, 0700), 0));
	cr_expect(eq(int, checkpoint_file_tick(file, 3600000, 2), 0));
	read_back();
	expect_log(LINE(1));

	text_init(&nothing);
	text_init(&failed);
	text_append_string(&failed, LINE(1) LINE(2));
	failed.failed = true;
	checkpoint_file_note(file, 0, &failed, &nothing);
	cr_expect(eq(int, checkpoint_file_write(file, 3), ENOMEM));
	read_back();
	expect_log(LINE(1));
	checkpoint_file_free(file);
}

Test(checkpoint_file, path_that_cannot_be_written_is_found_early)
{
	static const struct {
		const char *path;
		const char *error;
	} rows[] = {
		{ "/nonexistent/scan",
		  "/nonexistent/scan: No such file or directory" },
		{ "/", "/: Is a directory" },
		{ "/dev/null", "/dev/null: not a regular file" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		text_clear(&error);
		cr_expect(eq(ptr,
		             checkpoint_file_open(rows[i].path, &identity, 1, 1,
		                                  NULL, &error),
		             NULL));
		cr_expect(eq(str, error.data, (char *)rows[i].error));
	}
}

Test(checkpoint_file, what_cannot_be_read_is_told_with_its_place)
{
	FILE *file;

	cr_expect(not(checkpoint_file_read("/nonexistent/scan", &bytes,
	                                   &checkpoint, &error)));
	cr_expect(eq(str, error.data,
	             "/nonexistent/scan: No such file or directory"));
	file = fopen(path, "w");
	fputs("portscan-checkpoint 2\nscan tar", file);
	fclose(file);
	text_clear(&error);
	cr_expect(not(checkpoint_file_read(path, &bytes, &checkpoint, &error)));
	cr_expect(eq(ptr, strstr(error.data, path), error.data));
	cr_expect(eq(str, error.data + strlen(path),
	             ":2: ends early: a part of it is missing"));
}
