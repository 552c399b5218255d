// SPDX-License-Identifier: Apache-2.0
#include "audit/lock.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/portscan-test-XXXXXX";
static char database[128];

/* In a folder that is not there yet. */
static void make_place(void)
{
	cr_assert(mkdtemp(folder) != NULL);
	sprintf(database, "%s/data/office.db", folder);
}

static void remove_place(void)
{
	char path[256];

	sprintf(path, "%s.lock", database);
	unlink(path);
	sprintf(path, "%s/data", folder);
	rmdir(path);
	cr_expect(eq(int, rmdir(folder), 0), "files left in %s", folder);
}

/* A child that has the lock and then waits until it is killed. */
static pid_t start_holder(void)
{
	int ready[2];
	char byte = 0;
	pid_t pid;

	cr_assert(eq(int, pipe(ready), 0));
	pid = fork();
	if (pid == 0) {
		struct text error;

		text_init(&error);
		byte = lock_take(database, "office", &error) != NULL;
		if (write(ready[1], &byte, 1) == 1)
			pause();
		_exit(0);
	}
	cr_assert(eq(i64, read(ready[0], &byte, 1), 1));
	cr_assert(eq(int, byte, 1));
	close(ready[0]);
	close(ready[1]);
	return pid;
}

static void kill_holder(pid_t pid)
{
	cr_assert(eq(int, kill(pid, SIGKILL), 0));
	cr_assert(eq(int, waitpid(pid, NULL, 0), pid));
}

Test(lock, is_had_by_one_and_again_when_it_is_released, .init = make_place,
     .fini = remove_place)
{
	struct lock *first, *second;
	char *held = NULL;
	struct text error;

	text_init(&error);
	first = lock_take(database, "office", &error);
	cr_assert(first != NULL, "%s", error.data);
	cr_expect(eq(ptr, lock_take(database, "office", &error), NULL));
	cr_assert(asprintf(&held, "office is being run by pid %d since ",
	                   getpid()) > 0);
	cr_expect(eq(ptr, strstr(error.data, held), error.data), "%s",
	          error.data);
	cr_expect(strstr(error.data, "; try again when that is over") != NULL);
	lock_release(first);
	text_clear(&error);
	second = lock_take(database, "office", &error);
	cr_expect(second != NULL, "%s", error.data);
	lock_release(second);
	free(held);
	text_release(&error);
}

Test(lock, of_one_who_was_killed_is_free, .init = make_place,
     .fini = remove_place)
{
	pid_t holder = start_holder();
	char by[64];
	struct lock *lock;
	struct text error;

	text_init(&error);
	cr_expect(eq(ptr, lock_take(database, "office", &error), NULL));
	sprintf(by, " by pid %d since ", holder);
	cr_expect(strstr(error.data, by) != NULL, "%s", error.data);
	text_clear(&error);
	kill_holder(holder);
	lock = lock_take(database, "office", &error);
	cr_expect(lock != NULL, "%s", error.data);
	lock_release(lock);
	text_release(&error);
}

/* What the file says is read with care. */
Test(lock, whose_holder_cannot_be_told_is_held_all_the_same, .init = make_place,
     .fini = remove_place)
{
	struct text error;
	struct lock *lock;
	char path[256];
	FILE *file;

	text_init(&error);
	lock = lock_take(database, "office", &error);
	cr_assert(lock != NULL, "%s", error.data);
	sprintf(path, "%s.lock", database);
	file = fopen(path, "w");
	cr_assert(file != NULL);
	fputs("somebody", file);
	fclose(file);
	cr_expect(eq(ptr, lock_take(database, "office", &error), NULL));
	cr_expect(eq(str, error.data,
	             "office is being run; try again when that is over"));
	lock_release(lock);
	text_release(&error);
}

/* A program that stays; it is not us any more when this returns. */
static pid_t start_program(void)
{
	int ready[2];
	char byte;
	pid_t pid;

	cr_assert(eq(int, pipe2(ready, O_CLOEXEC), 0));
	pid = fork();
	if (pid == 0) {
		execl("/bin/sleep", "sleep", "600", (char *)NULL);
		_exit(1);
	}
	close(ready[1]);
	cr_assert(eq(i64, read(ready[0], &byte, 1), 0));
	close(ready[0]);
	return pid;
}

Test(lock, is_not_left_to_programs_we_start, .init = make_place,
     .fini = remove_place)
{
	struct text error;
	struct lock *lock;
	pid_t program;

	text_init(&error);
	lock = lock_take(database, "office", &error);
	cr_assert(lock != NULL, "%s", error.data);
	program = start_program();
	lock_release(lock);
	lock = lock_take(database, "office", &error);
	cr_expect(lock != NULL, "%s", error.data);
	lock_release(lock);
	kill_holder(program);
	text_release(&error);
}

Test(lock, that_cannot_be_made_says_where, .init = make_place)
{
	struct text error;

	text_init(&error);
	cr_expect(eq(ptr, lock_take("/dev/null/office.db", "office", &error),
	             NULL));
	cr_expect(eq(str, error.data,
	             "/dev/null/office.db.lock: Not a directory"));
	text_release(&error);
	rmdir(folder);
}
