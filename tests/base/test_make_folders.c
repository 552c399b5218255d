// SPDX-License-Identifier: Apache-2.0
#include "base/make_folders.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char root[] = "/tmp/portscan-test-XXXXXX";

static void enter(void)
{
	cr_assert(mkdtemp(root) != NULL);
	cr_assert(eq(int, chdir(root), 0));
}

static void leave(void)
{
	rmdir("a/b");
	rmdir("a");
	cr_expect(eq(int, rmdir(root), 0), "files left in %s", root);
}

static int make(const char *path)
{
	char copy[64];
	int error;

	strcpy(copy, path);
	error = make_folders(copy);
	cr_expect(eq(str, copy, (char *)path));
	return error;
}

Test(make_folders, makes_those_above_a_file, .init = enter, .fini = leave)
{
	struct stat status;

	cr_expect(eq(int, make("file"), 0));
	cr_expect(eq(int, make("a/b/file"), 0));
	cr_expect(eq(int, make("a/b/file"), 0));
	cr_assert(eq(int, stat("a/b", &status), 0));
	cr_expect(eq(u32, status.st_mode & 0777, 0700));
	cr_expect(ne(int, access("a/b/file", F_OK), 0));
}

Test(make_folders, takes_absolute_paths, .init = enter, .fini = leave)
{
	char path[64];

	strcpy(path, root);
	strcat(path, "/a/b/file");
	cr_expect(eq(int, make(path), 0));
	cr_expect(eq(int, access("a/b", F_OK), 0));
}

Test(make_folders, says_what_is_in_the_way)
{
	cr_expect(eq(int, make("/dev/null/a/file"), ENOTDIR));
	cr_expect(eq(int, make("/proc/nowhere/file"), ENOENT));
}
