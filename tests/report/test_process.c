// SPDX-License-Identifier: Apache-2.0
#include "report/process.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static const struct {
	struct process process;
	const char *member;
	const char *words;
} rows[] = {
	{ { .user = "" }, "\"process\":null", "" },
	{ { .user = "root",
	    .pid = 812,
	    .name = "sshd",
	    .executable = "/usr/sbin/sshd" },
	  "\"process\":{\"pid\":812,\"name\":\"sshd\","
	  "\"executable\":\"/usr/sbin/sshd\",\"user\":\"root\"}",
	  "; on this machine: sshd (pid 812, user root)" },
	{ { .user = "1000", .pid = 812, .name = "nc" },
	  "\"process\":{\"pid\":812,\"name\":\"nc\",\"executable\":null,"
	  "\"user\":\"1000\"}",
	  "; on this machine: nc (pid 812, user 1000)" },
	{ { .user = "root", .hidden = true },
	  "\"process\":{\"pid\":null,\"name\":null,\"executable\":null,"
	  "\"user\":\"root\"}",
	  "; on this machine: a process of user root (run as root to see "
	  "which)" },
	{ { .user = "root" },
	  "\"process\":{\"pid\":null,\"name\":null,\"executable\":null,"
	  "\"user\":\"root\"}",
	  "; on this machine: no process that can be seen (the kernel's, or "
	  "in a container)" },
	{ { .user = "me", .pid = 1, .name = "\x1b[2J\xff\"" },
	  "\"process\":{\"pid\":1,\"name\":\"\\u001b[2J\\ufffd\\\"\","
	  "\"executable\":null,\"user\":\"me\"}",
	  "; on this machine: \x1b[2J\xff\" (pid 1, user me)" },
};

Test(process, is_told_in_a_member_and_in_words)
{
	struct text text;

	text_init(&text);
	for (size_t i = 0; i < COUNT(rows); i++) {
		text_clear(&text);
		process_append_member(&text, &rows[i].process);
		cr_expect(eq(str, text.data, (char *)rows[i].member), "row %zu",
		          i);
		text_clear(&text);
		process_append_words(&text, &rows[i].process);
		cr_expect(eq(str, text.data, (char *)rows[i].words), "row %zu",
		          i);
	}
	text_release(&text);
}
