// SPDX-License-Identifier: Apache-2.0
#include "cli/checkpoint_file.h"

#include "base/read_file.h"
#include "base/replace_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <uv.h>

enum {
	PAUSE_MS = 1000,
	PAUSE_SHARE = 19, /* so at most a twentieth of the time is writing */
};

/* The log of a scan that shows all of a large network. */
#define FILE_BYTES_MAX ((size_t)1 << 32)

/* What one worker told last. */
struct told {
	bool yet;
	struct text log;
	struct text snapshot;
};

struct checkpoint_file {
	struct text path;
	struct text draft; /* the path of a file that is not whole yet */
	struct text head;
	struct text discovery;
	/* In force while a worker has not told: where the scan was before. */
	struct text earlier_log;
	struct text earlier_snapshots;
	struct told *told;
	uint32_t workers;
	struct text tail; /* made for each write: all behind the log */
	struct text end;
	bool is_behind; /* something was told that is not in the file */
	uint64_t due_ms;
};

bool checkpoint_file_read(const char *path, struct text *bytes,
                          struct checkpoint *checkpoint, struct text *error)
{
	struct checkpoint_error at;
	int status = read_file(path, FILE_BYTES_MAX, bytes);

	*checkpoint = (struct checkpoint){ 0 };
	checkpoint_identity_init(&checkpoint->identity);
	if (status != 0) {
		text_printf(error, "%s: %s", path, strerror(status));
		return false;
	}
	if (checkpoint_parse(bytes->data, bytes->len, checkpoint, &at))
		return true;
	text_printf(error, "%s:%zu: %s", path, at.line, at.why);
	return false;
}

/* Renaming would put a file in the place of a device or a pipe. */
static int check_regular(const char *path)
{
	struct stat status;

	if (stat(path, &status) != 0)
		return errno == ENOENT ? 0 : errno;
	if (S_ISDIR(status.st_mode))
		return EISDIR;
	return S_ISREG(status.st_mode) ? 0 : EINVAL;
}

static struct checkpoint_file *create(uint32_t workers)
{
	struct checkpoint_file *file = calloc(1, sizeof(*file));

	if (file == NULL)
		return NULL;
	file->told = calloc(workers, sizeof(*file->told));
	if (file->told == NULL) {
		free(file);
		return NULL;
	}
	file->workers = workers;
	text_init(&file->path);
	text_init(&file->draft);
	text_init(&file->head);
	text_init(&file->discovery);
	text_init(&file->earlier_log);
	text_init(&file->earlier_snapshots);
	text_init(&file->tail);
	text_init(&file->end);
	for (uint32_t i = 0; i < workers; i++) {
		text_init(&file->told[i].log);
		text_init(&file->told[i].snapshot);
	}
	return file;
}

void checkpoint_file_free(struct checkpoint_file *file)
{
	if (file == NULL)
		return;
	for (uint32_t i = 0; i < file->workers; i++) {
		text_release(&file->told[i].log);
		text_release(&file->told[i].snapshot);
	}
	free(file->told);
	text_release(&file->path);
	text_release(&file->draft);
	text_release(&file->head);
	text_release(&file->discovery);
	text_release(&file->earlier_log);
	text_release(&file->earlier_snapshots);
	text_release(&file->tail);
	text_release(&file->end);
	free(file);
}

static void go_on_from(struct checkpoint_file *file,
                       const struct checkpoint *before)
{
	if (before->discovered)
		checkpoint_put_discovered(&file->discovery,
		                          before->discovery_attempts);
	for (size_t i = 0; i < before->skipped_count; i++)
		checkpoint_put_skipped(&file->discovery, before->skipped[i]);
	text_append(&file->earlier_log, before->log, before->log_len);
	for (uint32_t i = 0; i < file->workers; i++) {
		const struct checkpoint_worker *worker = &before->workers[i];

		checkpoint_put_worker(&file->earlier_snapshots, i);
		text_append(&file->earlier_snapshots, worker->snapshot,
		            worker->snapshot_len);
	}
}

/* Every worker has told: that it did nothing. */
static void start_afresh(struct checkpoint_file *file)
{
	for (uint32_t i = 0; i < file->workers; i++) {
		checkpoint_put_cursor(&file->told[i].snapshot, 0);
		file->told[i].yet = true;
	}
}

struct checkpoint_file *
checkpoint_file_open(const char *path,
                     const struct checkpoint_identity *identity,
                     int64_t started_us, uint32_t workers,
                     const struct checkpoint *before, struct text *error)
{
	int status = check_regular(path);
	struct checkpoint_file *file = status == 0 ? create(workers) : NULL;

	if (file != NULL) {
		text_append_string(&file->path, path);
		text_printf(&file->draft, "%s.draft", path);
		checkpoint_put_head(&file->head, identity, started_us);
		if (before != NULL)
			go_on_from(file, before);
		else
			start_afresh(file);
		status = checkpoint_file_write(
			file, before != NULL ? before->elapsed_ms : 0);
		if (status == 0)
			return file;
	} else if (status == 0) {
		status = ENOMEM;
	}
	text_printf(error, "%s: %s", path,
	            status == EINVAL ? "not a regular file" : strerror(status));
	checkpoint_file_free(file);
	return NULL;
}

void checkpoint_file_discovered(struct checkpoint_file *file,
                                const struct text *lines)
{
	text_clear(&file->discovery);
	text_append(&file->discovery, lines->data, lines->len);
	file->is_behind = true;
}

void checkpoint_file_note(struct checkpoint_file *file, uint32_t worker,
                          const struct text *log, const struct text *snapshot)
{
	struct told *told = &file->told[worker];

	text_append(&told->log, log->data + told->log.len,
	            log->len - told->log.len);
	text_clear(&told->snapshot);
	text_append(&told->snapshot, snapshot->data, snapshot->len);
	/* Half a log would be a scan that lost findings. */
	if (log->failed || snapshot->failed)
		told->log.failed = true;
	told->yet = true;
	file->is_behind = true;
}

static bool have_all_told(const struct checkpoint_file *file)
{
	for (uint32_t i = 0; i < file->workers; i++)
		if (!file->told[i].yet)
			return false;
	return true;
}

static void append(struct text *text, const struct text *more)
{
	text_append(text, more->data, more->len);
	if (more->failed)
		text->failed = true;
}

static void make_tail(struct checkpoint_file *file, bool all_told,
                      uint64_t elapsed_ms)
{
	text_clear(&file->tail);
	checkpoint_put_elapsed(&file->tail, elapsed_ms);
	if (!all_told)
		append(&file->tail, &file->earlier_snapshots);
	for (uint32_t i = 0; all_told && i < file->workers; i++) {
		checkpoint_put_worker(&file->tail, i);
		append(&file->tail, &file->told[i].snapshot);
	}
}

/* Add `text` to `parts`; false when it ran out of memory. */
static bool add_part(struct iovec *parts, size_t *count,
                     const struct text *text)
{
	parts[(*count)++] = (struct iovec){ text->data, text->len };
	return !text->failed;
}

/* All parts of the file, for which there is room; return how many, or 0 when
 * one of them ran out of memory. */
static size_t gather(struct checkpoint_file *file, bool all_told,
                     struct iovec *parts)
{
	size_t count = 0;
	bool whole = add_part(parts, &count, &file->head) &&
	             add_part(parts, &count, &file->discovery);

	if (!all_told)
		whole = whole && add_part(parts, &count, &file->earlier_log);
	for (uint32_t i = 0; all_told && whole && i < file->workers; i++)
		whole = add_part(parts, &count, &file->told[i].log);
	whole = whole && add_part(parts, &count, &file->tail);
	text_clear(&file->end);
	checkpoint_put_end(&file->end, parts, count);
	return whole && add_part(parts, &count, &file->end) ? count : 0;
}

int checkpoint_file_write(struct checkpoint_file *file, uint64_t elapsed_ms)
{
	enum { BESIDES_LOGS = 4 }; /* head, discovery, tail, end */
	struct iovec *parts =
		calloc(file->workers + BESIDES_LOGS, sizeof(*parts));
	bool all_told = have_all_told(file);
	int error = ENOMEM;
	size_t count;

	if (parts == NULL)
		return ENOMEM;
	make_tail(file, all_told, elapsed_ms);
	count = gather(file, all_told, parts);
	if (count > 0 && !file->path.failed && !file->draft.failed)
		error = replace_file(file->path.data, file->draft.data, 0600,
		                     parts, count);
	free(parts);
	if (error == 0)
		file->is_behind = false;
	return error;
}

uint64_t checkpoint_file_pause_ms(uint64_t wrote_ms)
{
	uint64_t pause_ms = wrote_ms * PAUSE_SHARE;

	return pause_ms > PAUSE_MS ? pause_ms : PAUSE_MS;
}

int checkpoint_file_tick(struct checkpoint_file *file, uint64_t now_ms,
                         uint64_t elapsed_ms)
{
	uint64_t began_ns = uv_hrtime();
	uint64_t wrote_ms;
	int error;

	if (!file->is_behind || !have_all_told(file) || now_ms < file->due_ms)
		return 0;
	error = checkpoint_file_write(file, elapsed_ms);
	wrote_ms = (uv_hrtime() - began_ns) / 1000000;
	file->due_ms = now_ms + wrote_ms + checkpoint_file_pause_ms(wrote_ms);
	return error;
}
