// SPDX-License-Identifier: Apache-2.0
#include "audit/lock.h"

#include "base/make_folders.h"
#include "base/read_file.h"
#include "base/write_all.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

/* "4711 2026-11-25 02:00:03\n", and nothing else. */
enum { HOLDER_MAX = 64 };

struct lock {
	int fd;
};

/* Append who wrote it, or nothing when that cannot be told. */
static void append_holder(int fd, struct text *error)
{
	struct text holder;
	char *since, *end;
	long pid;

	text_init(&holder);
	if (read_descriptor(fd, HOLDER_MAX, &holder) == 0) {
		pid = strtol(holder.data, &since, 10);
		end = strchr(since, '\n');
		if (pid > 0 && *since == ' ' && end != NULL)
			text_printf(error, " by pid %ld since%.*s", pid,
			            (int)(end - since), since);
	}
	text_release(&holder);
}

/* Of no consequence when it fails: others are told less. */
static void write_holder(int fd)
{
	char since[32];
	time_t now = time(NULL);
	struct text holder;
	struct tm local;

	text_init(&holder);
	if (localtime_r(&now, &local) != NULL &&
	    strftime(since, sizeof(since), "%F %T", &local) > 0)
		text_printf(&holder, "%ld %s\n", (long)getpid(), since);
	if (ftruncate(fd, 0) == 0)
		write_all(fd, holder.data, holder.len);
	text_release(&holder);
}

/* Children of ours do not get it, so that it ends with us. */
static int open_lock(char *path, struct text *error)
{
	int made = make_folders(path);
	int fd =
		made == 0 ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;

	if (fd < 0)
		text_printf(error, "%s: %s", path,
		            strerror(made != 0 ? made : errno));
	return fd;
}

/* Lock `fd`, the file at `path`. */
static bool take(int fd, const char *path, const char *name, struct text *error)
{
	if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
		write_holder(fd);
		return true;
	}
	if (errno != EWOULDBLOCK) {
		text_printf(error, "%s: %s", path, strerror(errno));
		return false;
	}
	text_printf(error, "%s is being run", name);
	append_holder(fd, error);
	text_append_string(error, "; try again when that is over");
	return false;
}

struct lock *lock_take(const char *database, const char *name,
                       struct text *error)
{
	struct lock *lock = malloc(sizeof(*lock));
	struct text path;

	text_init(&path);
	text_printf(&path, "%s.lock", database);
	if (lock == NULL || path.failed) {
		text_append_string(error, "out of memory");
		goto failed;
	}
	lock->fd = open_lock(path.data, error);
	if (lock->fd < 0)
		goto failed;
	if (!take(lock->fd, path.data, name, error)) {
		close(lock->fd);
		goto failed;
	}
	text_release(&path);
	return lock;

failed:
	text_release(&path);
	free(lock);
	return NULL;
}

void lock_release(struct lock *lock)
{
	if (lock == NULL)
		return;
	(void)!ftruncate(lock->fd, 0); /* held by nobody */
	close(lock->fd);
	free(lock);
}
