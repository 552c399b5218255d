// SPDX-License-Identifier: Apache-2.0
#include "audit/child.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LONG_MS = 60000 };

/* A script for /bin/sh, given `input`. */
static bool run(const char *script, const struct text *input, unsigned limit_ms,
                struct text *why)
{
	const char *const argv[] = { "/bin/sh", "-c", script, NULL };
	const char *const extra[] = { "PORTSCAN_RUN=17", NULL };
	const struct child_order order = {
		.argv = argv,
		.extra = extra,
		.input = input,
		.limit_ms = limit_ms,
		.grace_ms = 1,
	};

	return child_run(&order, why);
}

static const struct {
	const char *script;
	const char *why; /* NULL: it succeeds */
} cases[] = {
	{ "exit 0", NULL },
	{ "test \"$(cat)\" = input", NULL },
	{ "test \"$(cat /dev/stdin)\" = input", NULL },
	{ "exec <&-", NULL },
	{ "echo fine; echo complaint >&2", NULL },
	{ "echo complaint >/dev/stderr; exit 2", "exit status 2: complaint" },
	{ "test \"$PORTSCAN_RUN\" = 17", NULL },
	{ "test -n \"$PATH\"", NULL },
	{ "exit 1", "exit status 1" },
	{ "echo one >&2; echo two >&2; exit 3", "exit status 3: one" },
	{ "printf 'a\\033[2Jb' >&2; exit 4", "exit status 4: a\\x1b[2Jb" },
	{ "printf '\\nb' >&2; exit 5", "exit status 5" },
	{ "kill -9 $$", "ended by signal 9 (Killed)" },
	{ "cd /; yes 2>/dev/null | head -c 1000000 >&2; exit 6",
	  "exit status 6: y" },
};

Test(child, success_is_status_0_and_all_else_is_explained)
{
	struct text input, why;

	signal(SIGPIPE, SIG_DFL);
	setenv("PORTSCAN_RUN", "16", 1);
	text_init(&input);
	text_init(&why);
	text_append_string(&input, "input");
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *wanted = cases[i].why;

		text_clear(&why);
		cr_expect(eq(int, run(cases[i].script, &input, LONG_MS, &why),
		             wanted == NULL),
		          "%s", cases[i].script);
		cr_expect(eq(str, why.data,
		             (char *)(wanted == NULL ? "" : wanted)),
		          "%s", cases[i].script);
	}
	text_release(&input);
	text_release(&why);
}

Test(child, long_input_that_nobody_reads_is_no_failure)
{
	static char block[1 << 20];
	struct text input, why;

	signal(SIGPIPE, SIG_DFL);
	memset(block, 'x', sizeof(block));
	text_init(&input);
	text_init(&why);
	text_append(&input, block, sizeof(block));
	cr_expect(run("exec <&-; exit 0", &input, LONG_MS, &why));
	cr_expect(run("head -c 1 >/dev/null", &input, LONG_MS, &why));
	cr_expect(run("test $(wc -c) = 1048576", &input, LONG_MS, &why), "%s",
	          why.data);
	text_release(&input);
	text_release(&why);
}

/* One that waits for what never comes, by a child of its own. */
#define HANG                                                                   \
	"mkfifo \"$FOLDER/fifo\" 2>/dev/null; echo waiting >&2; "              \
	"cat \"$FOLDER/fifo\" & wait"

static const struct {
	const char *script;
	const char *why;
} endless[] = {
	{ HANG, "ended for not being done after " },
	{ "trap '' TERM; " HANG "; wait; wait",
	  "ended for not being done after " },
	{ "while :; do echo noise >&2; done",
	  "ended for not being done after " },
};

Test(child, what_does_not_end_is_ended)
{
	char folder[] = "/tmp/portscan-child-XXXXXX";
	struct text input, why;

	cr_assert(mkdtemp(folder) != NULL);
	setenv("FOLDER", folder, 1);
	text_init(&input);
	text_init(&why);
	for (size_t i = 0; i < COUNT(endless); i++) {
		text_clear(&why);
		cr_expect(not(run(endless[i].script, &input, 100, &why)));
		cr_expect(eq(int,
		             strncmp(why.data, endless[i].why,
		                     strlen(endless[i].why)),
		             0),
		          "%zu: %s", i, why.data);
	}
	text_clear(&why);
	text_printf(&why, "%s/fifo", folder);
	unlink(why.data);
	rmdir(folder);
	text_release(&input);
	text_release(&why);
}

Test(child, what_it_leaves_running_holds_nobody_up)
{
	struct text input, why;

	text_init(&input);
	text_init(&why);
	/* Until the reader of this pipe, which is the test, is gone. */
	cr_expect(run("(while echo still here; do :; done) >&2 & exit 0",
	              &input, LONG_MS, &why));
	text_release(&input);
	text_release(&why);
}

Test(child, what_cannot_be_run_is_said)
{
	const char *const argv[] = { "/nonexistent/program", NULL };
	struct text input, why;
	const struct child_order order = {
		.argv = argv,
		.input = &input,
		.limit_ms = LONG_MS,
		.grace_ms = 1,
	};

	text_init(&input);
	text_init(&why);
	cr_expect(not(child_run(&order, &why)));
	cr_expect(
		eq(str, why.data, "cannot be run: no such file or directory"));
	text_release(&input);
	text_release(&why);
}

Test(child, no_descriptor_is_left)
{
	struct text input, why;
	int before, after;

	text_init(&input);
	text_init(&why);
	run("exit 1", &input, LONG_MS, &why); /* libuv keeps some of its own */
	before = dup(0);
	close(before);
	run("exit 1", &input, LONG_MS, &why);
	after = dup(0);
	close(after);
	cr_expect(eq(int, after, before));
	cr_expect(eq(int, waitpid(-1, NULL, WNOHANG), -1));
	cr_expect(eq(int, errno, ECHILD));
	text_release(&input);
	text_release(&why);
}
