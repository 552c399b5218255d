// SPDX-License-Identifier: Apache-2.0
/*
 * A regular file with a tail, over two writes:
 *
 *   records 1-3 | tail
 *   records 1-3 | records 4-9 | tail
 *               ^ kept: where the next write goes
 */
#include "report/output.h"

#include "base/write_all.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FULL = 64 * 1024 };

struct output {
	int fd;
	bool is_stdout;
	bool can_rewrite;
	struct text buffer; /* records, the last perhaps not committed */
	const char *tail;
	const char *written_tail; /* what stands in the file behind `kept` */
	off_t kept;               /* only if can_rewrite */
	int error;
};

static bool is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* A regular file, unless every write goes to its end, or stderr writes to it
 * as well: going back to `kept` would overwrite what was said there. */
static bool is_rewritable(int fd)
{
	struct stat file, said;
	int flags = fcntl(fd, F_GETFL);

	if (flags == -1 || (flags & O_APPEND) != 0 || fstat(fd, &file) != 0 ||
	    !S_ISREG(file.st_mode))
		return false;
	return fstat(STDERR_FILENO, &said) != 0 || !is_same_file(&file, &said);
}

static int open_path(const char *path)
{
	if (strcmp(path, "-") == 0)
		return STDOUT_FILENO;
	return open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
}

struct output *output_open(const char *path, struct text *error)
{
	struct output *output = calloc(1, sizeof(*output));

	if (output != NULL) {
		text_init(&output->buffer);
		output->fd = open_path(path);
		output->is_stdout = strcmp(path, "-") == 0;
		if (output->fd != -1)
			return output;
	}
	text_printf(error, "%s: %s", path, strerror(errno));
	free(output);
	return NULL;
}

static int close_file(struct output *output)
{
	int fd = output->fd;

	output->fd = -1;
	if (fd == -1 || output->is_stdout)
		return 0;
	return close(fd) == 0 ? 0 : errno;
}

void output_free(struct output *output)
{
	if (output == NULL)
		return;
	close_file(output);
	text_release(&output->buffer);
	free(output);
}

static void fail(struct output *output, int error)
{
	if (output->error == 0)
		output->error = error;
}

void output_begin(struct output *output)
{
	output->can_rewrite = is_rewritable(output->fd);
	if (!output->can_rewrite)
		return;
	/* What stands on stdout before us is not ours to empty. */
	if (!output->is_stdout && ftruncate(output->fd, 0) != 0)
		fail(output, errno);
	output->kept = lseek(output->fd, 0, SEEK_CUR);
	if (output->kept == -1)
		fail(output, errno);
}

struct text *output_text(struct output *output)
{
	return &output->buffer;
}

/* The file as it was before the write that failed, whose errno stays. */
static void take_back(struct output *output)
{
	const char *tail = output->written_tail;
	size_t len = tail == NULL ? 0 : strlen(tail);

	if (lseek(output->fd, output->kept, SEEK_SET) == -1 ||
	    write_all(output->fd, tail, len) != 0 ||
	    ftruncate(output->fd, output->kept + (off_t)len) != 0)
		fail(output, EIO);
}

/* Overwrite the tail with the buffer and a new tail, in one write: see
 * output_set_tail() for the little that this leaves to chance. */
static void write_with_tail(struct output *output)
{
	struct text *buffer = &output->buffer;
	size_t len = buffer->len;
	int error;

	if (lseek(output->fd, output->kept, SEEK_SET) == -1) {
		fail(output, errno);
		return;
	}
	if (output->tail != NULL)
		text_append_string(buffer, output->tail);
	error = buffer->failed
	                ? ENOMEM
	                : write_all(output->fd, buffer->data, buffer->len);
	if (error != 0) {
		fail(output, error);
		take_back(output);
		return;
	}
	output->kept += (off_t)len;
	output->written_tail = output->tail;
}

static void drain(struct output *output)
{
	if (output->buffer.failed)
		fail(output, ENOMEM);
	if (output->error == 0 && output->buffer.len > 0) {
		if (output->can_rewrite)
			write_with_tail(output);
		else
			fail(output, write_all(output->fd, output->buffer.data,
			                       output->buffer.len));
	}
	text_clear(&output->buffer);
}

void output_commit(struct output *output)
{
	if (output->buffer.failed || output->error != 0 ||
	    output->buffer.len >= FULL)
		drain(output);
}

void output_flush(struct output *output)
{
	drain(output);
}

void output_set_tail(struct output *output, const char *tail)
{
	output->tail = tail;
}

/* A full disk may be noticed only now; pipes and terminals have no fsync. */
static int make_durable(const struct output *output)
{
	if (!output->can_rewrite || fsync(output->fd) == 0)
		return 0;
	return errno;
}

int output_end(struct output *output)
{
	bool had_tail = output->written_tail != NULL;

	output->tail = NULL;
	drain(output);
	/* What came last may be shorter than the tail, or nothing at all. */
	if (had_tail && output->error == 0 &&
	    ftruncate(output->fd, output->kept) != 0)
		fail(output, errno);
	fail(output, make_durable(output));
	fail(output, close_file(output));
	return output->error;
}
