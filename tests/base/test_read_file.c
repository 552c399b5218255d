// SPDX-License-Identifier: Apache-2.0
#include "base/read_file.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* A file of `len` bytes; its name goes to `path`. */
static void make_file(char *path, size_t len)
{
	int fd = mkstemp(path);

	cr_assert(ge(int, fd, 0));
	for (size_t i = 0; i < len; i++)
		cr_assert(eq(int, (int)write(fd, "x", 1), 1));
	close(fd);
}

Test(read_file, reads_all_of_it_and_no_more_than_allowed)
{
	char path[] = "/tmp/portscan-read-file-XXXXXX";
	struct text text;

	make_file(path, 5000);
	text_init(&text);
	cr_expect(eq(int, read_file(path, 5000, &text), 0));
	cr_expect(eq(sz, text.len, 5000));
	cr_expect(eq(int, read_file(path, 4999, &text), EFBIG));
	text_release(&text);
	unlink(path);
}

Test(read_file, tells_why_it_cannot)
{
	struct text text;

	text_init(&text);
	cr_expect(eq(int, read_file("/nonexistent/file", 9, &text), ENOENT));
	cr_expect(eq(int, read_file("/", 9, &text), EISDIR));
	text_release(&text);
}

/* What never ends stops at the limit. */
Test(read_file, an_endless_file_is_too_large)
{
	struct text text;

	text_init(&text);
	cr_expect(eq(int, read_file("/dev/zero", 100000, &text), EFBIG));
	text_release(&text);
}
