// SPDX-License-Identifier: Apache-2.0
#include "base/replace_file.h"

#include "base/read_file.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static char folder[] = "/tmp/portscan-replace-file-XXXXXX";
static char path[64], draft[64];

static void make_folder(void)
{
	cr_assert(ne(ptr, mkdtemp(folder), NULL));
	snprintf(path, sizeof(path), "%s/file", folder);
	snprintf(draft, sizeof(draft), "%s/draft", folder);
}

static void drop_folder(void)
{
	unlink(path);
	unlink(draft);
	rmdir(path);
	rmdir(folder);
}

TestSuite(replace_file, .init = make_folder, .fini = drop_folder);

static int put(const char *string)
{
	struct iovec parts[] = { { (char *)string, strlen(string) },
		                 { NULL, 0 },
		                 { "\n", 1 } };

	return replace_file(path, draft, 0640, parts, 3);
}

static void expect_content(const char *expected)
{
	struct text text;

	text_init(&text);
	cr_expect(eq(int, read_file(path, 100, &text), 0));
	cr_expect(eq(str, text.data, (char *)expected));
	text_release(&text);
	cr_expect(ne(int, access(draft, F_OK), 0), "a draft was left");
}

Test(replace_file, makes_a_file_of_all_parts)
{
	struct stat status;

	umask(077);
	cr_expect(eq(int, put("first"), 0));
	expect_content("first\n");
	cr_assert(eq(int, stat(path, &status), 0));
	cr_expect(eq(u32, status.st_mode & 0777, 0640));
}

Test(replace_file, takes_the_place_of_what_was_there)
{
	cr_expect(eq(int, put("a longer one"), 0));
	cr_expect(eq(int, put("short"), 0));
	expect_content("short\n");
}

/* As after a kill between writing it and renaming it. */
Test(replace_file, draft_that_was_left_gives_way)
{
	cr_assert(eq(int, symlink("/nonexistent/elsewhere", draft), 0));
	cr_expect(eq(int, put("new"), 0));
	expect_content("new\n");
}

Test(replace_file, old_file_stays_when_the_new_one_cannot_be_written)
{
	struct rlimit small = { 4, RLIM_INFINITY };

	cr_assert(eq(int, put("old"), 0));
	signal(SIGXFSZ, SIG_IGN);
	cr_assert(eq(int, setrlimit(RLIMIT_FSIZE, &small), 0));
	cr_expect(eq(int, put("too long to be written"), EFBIG));
	expect_content("old\n");
}

Test(replace_file, tells_why_it_cannot)
{
	cr_assert(eq(int, mkdir(path, 0700), 0));
	cr_expect(eq(int, put("file"), EISDIR));
	cr_expect(ne(int, access(draft, F_OK), 0), "a draft was left");
	cr_expect(eq(int,
	             replace_file("/nonexistent/file", "/nonexistent/draft",
	                          0600, NULL, 0),
	             ENOENT));
}
