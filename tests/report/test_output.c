// SPDX-License-Identifier: Apache-2.0
#include "report/output.h"

#include "base/count.h"
#include "tests/report/sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void put(struct output *output, const char *record)
{
	text_append_string(output_text(output), record);
	output_commit(output);
}

Test(output, path_that_cannot_be_written_is_named_with_the_reason)
{
	struct text error;

	text_init(&error);
	cr_expect(eq(ptr, output_open("/nonexistent/x.json", &error), NULL));
	cr_expect(eq(str, error.data,
	             "/nonexistent/x.json: No such file or directory"));
	text_clear(&error);
	cr_expect(eq(ptr, output_open("/tmp", &error), NULL));
	cr_expect(eq(str, error.data, "/tmp: Is a directory"));
	text_release(&error);
}

Test(output, old_file_is_kept_until_begin)
{
	const char *path = sample_path();
	struct output *output = sample_output(path);

	output_begin(output);
	put(output, "a long old report\n");
	cr_expect(eq(int, output_end(output), 0));
	output_free(output);

	output = sample_output(path);
	output_free(output);
	cr_expect(eq(str, sample_read(path), "a long old report\n"));

	output = sample_output(path);
	output_begin(output);
	put(output, "new\n");
	cr_expect(eq(int, output_end(output), 0));
	output_free(output);
	cr_expect(eq(str, sample_read(path), "new\n"));
	unlink(path);
}

Test(output, bytes_wait_for_flush_or_for_enough_of_them)
{
	const char *path = sample_path();
	struct output *output = sample_output(path);
	struct stat status;

	output_begin(output);
	put(output, "one\n");
	cr_expect(eq(str, sample_read(path), ""));
	output_flush(output);
	cr_expect(eq(str, sample_read(path), "one\n"));
	text_printf(output_text(output), "%0100000d\n", 0);
	output_commit(output);
	stat(path, &status);
	cr_expect(eq(i64, status.st_size, 100005));
	cr_expect(eq(int, output_end(output), 0));
	output_free(output);
	unlink(path);
}

Test(output, tail_ends_the_file_after_every_write_and_is_overwritten)
{
	const char *path = sample_path();
	struct output *output = sample_output(path);

	output_begin(output);
	output_set_tail(output, "]");
	put(output, "[1");
	output_flush(output);
	cr_expect(eq(str, sample_read(path), "[1]"));
	put(output, ",2");
	output_flush(output);
	output_flush(output);
	cr_expect(eq(str, sample_read(path), "[1,2]"));
	put(output, ",3];");
	cr_expect(eq(int, output_end(output), 0));
	output_free(output);
	cr_expect(eq(str, sample_read(path), "[1,2,3];"));
	unlink(path);
}

/* Point stdout at `fd` for the rest of the test, which is a process. */
static void become_stdout(int fd)
{
	fflush(stdout);
	cr_assert(ne(int, dup2(fd, STDOUT_FILENO), -1));
	close(fd);
}

Test(output, no_tail_is_left_at_the_end_however_little_came_last)
{
	static const char *const last[] = { "", "!" };

	for (size_t i = 0; i < COUNT(last); i++) {
		const char *path = sample_path();
		struct output *output = sample_output(path);
		char whole[16];

		output_begin(output);
		output_set_tail(output, "cut off\n");
		put(output, "one\n");
		output_flush(output);
		cr_expect(eq(str, sample_read(path), "one\ncut off\n"));
		put(output, last[i]);
		cr_expect(eq(int, output_end(output), 0));
		output_free(output);
		snprintf(whole, sizeof(whole), "one\n%s", last[i]);
		cr_expect(eq(str, sample_read(path), whole));
		unlink(path);
	}
}

Test(output, pipe_gets_no_tail)
{
	int fds[2];
	char got[64] = "";
	struct output *output;

	cr_assert(eq(int, pipe(fds), 0));
	become_stdout(fds[1]);
	output = sample_output("-");
	output_begin(output);
	output_set_tail(output, "]");
	put(output, "[1");
	output_flush(output);
	put(output, ",2]");
	cr_expect(eq(int, output_end(output), 0));
	output_free(output);
	cr_expect(eq(i64, read(fds[0], got, sizeof(got) - 1), 5));
	cr_expect(eq(str, got, "[1,2]"));
}

Test(output, appended_stdout_keeps_what_stood_there_and_gets_no_tail)
{
	const char *path = sample_path();
	int fd = open(path, O_WRONLY | O_APPEND);
	struct output *output;

	cr_assert(eq(i64, write(fd, "before\n", 7), 7));
	become_stdout(fd);
	output = sample_output("-");
	output_begin(output);
	output_set_tail(output, "tail");
	put(output, "after");
	output_flush(output);
	put(output, "wards\n");
	cr_expect(eq(int, output_end(output), 0));
	output_free(output);
	cr_expect(eq(str, sample_read(path), "before\nafterwards\n"));
	unlink(path);
}

Test(output, stdout_that_is_a_file_has_its_tail_behind_what_stood_there)
{
	const char *path = sample_path();
	int fd = open(path, O_WRONLY);
	struct output *output;

	cr_assert(eq(i64, write(fd, "before\n", 7), 7));
	become_stdout(fd);
	output = sample_output("-");
	output_begin(output);
	output_set_tail(output, "tail");
	put(output, "a");
	output_flush(output);
	cr_expect(eq(str, sample_read(path), "before\natail"));
	put(output, "fterwards\n");
	cr_expect(eq(int, output_end(output), 0));
	cr_assert(eq(i64, write(STDOUT_FILENO, "next\n", 5), 5));
	output_free(output);
	cr_expect(eq(str, sample_read(path), "before\nafterwards\nnext\n"));
	unlink(path);
}

Test(output, full_device_is_reported_by_end)
{
	struct output *output = sample_output("/dev/full");

	output_begin(output);
	put(output, "lost\n");
	cr_expect(eq(int, output_end(output), ENOSPC));
	output_free(output);
}

Test(output, first_error_sticks_and_nothing_is_kept_after_it)
{
	struct output *output = sample_output("/dev/full");

	output_begin(output);
	put(output, "lost\n");
	output_flush(output);
	put(output, "lost too\n");
	cr_expect(eq(sz, output_text(output)->len, 0));
	cr_expect(eq(int, output_end(output), ENOSPC));
	output_free(output);
}

Test(output, reader_that_went_away_is_epipe)
{
	int fds[2];
	struct output *output;

	signal(SIGPIPE, SIG_IGN);
	cr_assert(eq(int, pipe(fds), 0));
	become_stdout(fds[1]);
	close(fds[0]);
	output = sample_output("-");
	output_begin(output);
	put(output, "unread\n");
	cr_expect(eq(int, output_end(output), EPIPE));
	output_free(output);
}

Test(output, write_that_fails_halfway_is_taken_back)
{
	const char *path = sample_path();
	struct output *output = sample_output(path);
	struct rlimit limit = { 1000, 1000 };

	signal(SIGXFSZ, SIG_IGN);
	output_begin(output);
	output_set_tail(output, "]");
	put(output, "[1");
	output_flush(output);
	cr_assert(eq(int, setrlimit(RLIMIT_FSIZE, &limit), 0));
	text_printf(output_text(output), ",%02000d", 0);
	output_commit(output);
	output_flush(output);
	cr_expect(eq(str, sample_read(path), "[1]"));
	cr_expect(eq(int, output_end(output), EFBIG));
	output_free(output);
	unlink(path);
}

Test(output, out_of_memory_is_an_error)
{
	const char *path = sample_path();
	struct output *output = sample_output(path);

	output_begin(output);
	put(output, "whole\n");
	output_flush(output);
	output_text(output)->failed = true;
	put(output, "half");
	cr_expect(eq(int, output_end(output), ENOMEM));
	cr_expect(eq(str, sample_read(path), "whole\n"));
	output_free(output);
	unlink(path);
}
