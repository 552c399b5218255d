// SPDX-License-Identifier: Apache-2.0
#include "cli/audit_schedule.h"

#include "base/count.h"
#include "cli/complain.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <criterion/redirect.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder with all that a user has, where no systemd runs for them; it is the
 * working folder, too. */
static char home[] = "/tmp/portscan-test-XXXXXX";

static void put_file(const char *path, const char *content)
{
	FILE *file = fopen(path, "w");

	cr_assert(file != NULL);
	fputs(content, file);
	fclose(file);
}

static void enter_home(void)
{
	cr_assert(mkdtemp(home) != NULL);
	cr_assert(eq(int, chdir(home), 0));
	setenv("HOME", home, 1);
	setenv("XDG_DATA_HOME", home, 1);
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("XDG_RUNTIME_DIR");
	put_file("office.ini", "[scan]\ntargets = 127.0.0.1\n");
	cr_redirect_stdout();
	cr_redirect_stderr();
}

static void leave_home(void)
{
	char command[64];

	sprintf(command, "rm -r %s", home);
	cr_expect(eq(int, system(command), 0));
}

TestSuite(audit_schedule, .init = enter_home, .fini = leave_home);

enum { WORDS_MAX = 5 };

/* Run `words`, up to a NULL. */
static int run(const char *const words[WORDS_MAX])
{
	char *argv[WORDS_MAX + 1] = { NULL };
	int argc = 0;

	for (; argc < WORDS_MAX && words[argc] != NULL; argc++)
		argv[argc] = (char *)words[argc];
	return audit_schedule_command(argc, argv);
}

Test(audit_schedule, that_is_wrong_is_refused)
{
	static const struct {
		const char *words[WORDS_MAX], *error;
	} rows[] = {
		{ { "schedule" },
		  "portscan: audit schedule takes a NAME and when to run it, "
		  "like \"daily 02:00\"\n" },
		{ { "schedule", "office" },
		  "portscan: audit schedule takes a NAME and when to run it, "
		  "like \"daily 02:00\"\n" },
		{ { "unschedule" },
		  "portscan: audit unschedule takes a NAME\n" },
		{ { "schedule", "office", "daily", "02:00" },
		  "portscan: 02:00: not understood by audit schedule\n" },
		{ { "unschedule", "office", "--cron" },
		  "portscan: --cron: not understood by audit unschedule\n" },
		{ { "schedule", "office", "nightly 02:00" },
		  "portscan: nightly: none of daily, hourly, weekly, every, "
		  "or days like mon-fri\n" },
		{ { "schedule", "branch", "hourly" },
		  "portscan: branch: no such audit, neither here "
		  "(./branch.ini) nor among those known: portscan audit "
		  "list\n" },
		{ { "unschedule", "office", "--user" },
		  "portscan: office: is not scheduled for the user\n" },
	};
	char expected[2048] = "";

	for (size_t i = 0; i < COUNT(rows); i++) {
		cr_expect(eq(int, run(rows[i].words), EXIT_USAGE), "row %zu",
		          i);
		strcat(expected, rows[i].error);
	}
	fflush(stderr);
	cr_assert_stderr_eq_str(expected);
}

Test(audit_schedule, is_not_made_of_a_profile_that_is_wrong)
{
	char expected[256];

	put_file("office.ini", "[audit]\nrate = 5\n");
	cr_expect(eq(int,
	             run((const char *[WORDS_MAX]){ "schedule", "office",
	                                            "hourly", "--cron" }),
	             EXIT_USAGE));
	sprintf(expected,
	        "portscan: %s/office.ini:2: rate: no key of "
	        "[audit]\n",
	        home);
	fflush(stderr);
	cr_assert_stderr_eq_str(expected);
}

Test(audit_schedule, is_a_line_for_cron)
{
	char self[512] = "", expected[1024];

	cr_assert(readlink("/proc/self/exe", self, sizeof(self) - 1) > 0);
	cr_expect(eq(int,
	             run((const char *[WORDS_MAX]){ "schedule", "office",
	                                            "daily 02:00", "--cron" }),
	             EXIT_DONE));
	sprintf(expected,
	        "0 2 * * * XDG_DATA_HOME='%s' '%s' audit run "
	        "'%s/office.ini'\n",
	        home, self, home);
	fflush(stdout);
	cr_assert_stdout_eq_str(expected);
	cr_expect(ne(int, access(".config", F_OK), 0));
	/* It is known from now on, wherever cron runs it. */
	cr_expect(eq(int, access("portscan/office.profile", F_OK), 0));
}

#define UNIT ".config/systemd/user/portscan-audit-office"

Test(audit_schedule, that_nobody_minds_is_said_to_be)
{
	cr_expect(eq(int,
	             run((const char *[WORDS_MAX]){ "schedule", "office",
	                                            "daily 02:00", "--user" }),
	             EXIT_INCOMPLETE));
	cr_expect(eq(int, access(UNIT ".service", F_OK), 0));
	cr_expect(eq(int, access(UNIT ".timer", F_OK), 0));
	unlink("office.ini"); /* needed no more */
	cr_expect(eq(int,
	             run((const char *[WORDS_MAX]){ "unschedule", "office",
	                                            "--user" }),
	             EXIT_DONE));
	cr_expect(ne(int, access(UNIT ".service", F_OK), 0));
	cr_expect(ne(int, access(UNIT ".timer", F_OK), 0));
	fflush(stderr);
	cr_assert_stderr_eq_str(
		"portscan: no systemd runs here that would mind it for you; "
		"where one does: systemctl --user daemon-reload && systemctl "
		"--user enable --now portscan-audit-office.timer; or let cron "
		"do it: --cron\n");
}

static bool unit_says(const char *line)
{
	char command[256];

	sprintf(command, "grep -qxF '%s' " UNIT ".service", line);
	return system(command) == 0;
}

Test(audit_schedule, leaves_room_for_programs_that_a_run_starts)
{
	static const struct {
		const char *profile;
		bool confined;
	} rows[] = {
		{ "[notify]\nsyslog = yes\nwebhook = http://a/\n", true },
		{ "[notify]\nmail-to = root\n", false },
		{ "[notify]\ncommand = /bin/true\n", false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		put_file("office.ini", rows[i].profile);
		run((const char *[WORDS_MAX]){ "schedule", "office", "hourly",
		                               "--user" });
		cr_expect(eq(int, unit_says("NoNewPrivileges=yes"),
		             rows[i].confined),
		          "row %zu", i);
	}
}
