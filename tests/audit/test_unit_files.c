// SPDX-License-Identifier: Apache-2.0
#include "audit/unit_files.h"

#include "base/count.h"
#include "base/read_file.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * For a user's manager, with its folders in one of our own, and with a
 * systemctl in the PATH that notes what it is told.
 */
static char root[] = "/tmp/portscan-test-XXXXXX";

#define TIMER "portscan-audit-office.timer"
#define SERVICE "portscan-audit-office.service"

static char *path_of(const char *name)
{
	static char path[256];

	sprintf(path, "%s/%s", root, name);
	return path;
}

static void write_file(const char *name, const char *content, mode_t mode)
{
	FILE *file = fopen(path_of(name), "w");

	cr_assert(file != NULL);
	fputs(content, file);
	fclose(file);
	cr_assert(eq(int, chmod(path_of(name), mode), 0));
}

static void make_places(void)
{
	cr_assert(mkdtemp(root) != NULL);
	setenv("XDG_CONFIG_HOME", path_of("config"), 1);
	setenv("XDG_RUNTIME_DIR", path_of("run"), 1);
	setenv("NOTES", path_of("notes"), 1);
}

static void remove_places(void)
{
	char command[64];

	sprintf(command, "rm -r %s", root);
	cr_expect(eq(int, system(command), 0));
}

/* A systemd that runs, and a systemctl that ends with what `body` does. */
static void run_systemd(const char *body)
{
	char script[512], path[512];

	cr_assert(eq(int, mkdir(path_of("run"), 0700), 0));
	cr_assert(eq(int, mkdir(path_of("run/systemd"), 0700), 0));
	write_file("run/systemd/private", "", 0600);
	cr_assert(eq(int, mkdir(path_of("bin"), 0700), 0));
	sprintf(script, "#!/bin/sh\necho \"$*\" >>\"$NOTES\"\n%s\n", body);
	write_file("bin/systemctl", script, 0700);
	sprintf(path, "%s:/usr/bin:/bin", path_of("bin"));
	setenv("PATH", path, 1);
}

static void expect_content(const char *name, const char *expected)
{
	struct text text;

	text_init(&text);
	cr_expect(eq(int, read_file(path_of(name), 1 << 16, &text), 0), "%s",
	          name);
	cr_expect(eq(str, text.data, (char *)expected));
	text_release(&text);
}

static bool is_there(const char *name)
{
	return access(path_of(name), F_OK) == 0;
}

static struct unit_plan plan(void)
{
	return (struct unit_plan){
		.name = "office",
		.binary = "/bin/true",
		.profile = "/etc/passwd", /* that is there */
		.schedule = "daily 02:00",
		.user = true,
	};
}

static void expect_installed(enum unit_outcome expected, const char *said)
{
	struct unit_plan office = plan();
	struct text message;

	text_init(&message);
	cr_expect(eq(int, unit_files_install(&office, &message), expected));
	cr_expect(eq(str, message.data, (char *)said));
	text_release(&message);
}

static void expect_removed(enum unit_outcome expected, const char *said)
{
	struct text message;

	text_init(&message);
	cr_expect(
		eq(int, unit_files_remove("office", true, &message), expected));
	cr_expect(eq(str, message.data, (char *)said));
	text_release(&message);
}

static const char unminded[] =
	"no systemd runs here that would mind it for you; where one does: "
	"systemctl --user daemon-reload && systemctl --user enable --now " TIMER
	"; or let cron do it: --cron";

Test(unit_files, are_written_where_no_systemd_runs, .init = make_places,
     .fini = remove_places)
{
	struct stat status;

	expect_installed(UNITS_UNMINDED, unminded);
	cr_expect(is_there("config/systemd/user/" SERVICE));
	cr_assert(eq(int, stat(path_of("config/systemd/user/" TIMER), &status),
	             0));
	cr_expect(eq(u32, status.st_mode & 0777, 0644));
	expect_removed(UNITS_DONE, "");
	cr_expect(not(is_there("config/systemd/user/" SERVICE)));
	cr_expect(not(is_there("config/systemd/user/" TIMER)));
	expect_removed(UNITS_NONE, "");
}

Test(unit_files, are_minded_by_a_systemd_that_runs, .init = make_places,
     .fini = remove_places)
{
	run_systemd("");
	expect_installed(UNITS_DONE, "");
	expect_content("notes", "--user daemon-reload\n"
	                        "--user enable " TIMER "\n"
	                        "--user restart " TIMER "\n");
	unlink(path_of("notes"));
	expect_removed(UNITS_DONE, "");
	expect_content("notes", "--user disable --now " TIMER "\n"
	                        "--user daemon-reload\n");
	cr_expect(not(is_there("config/systemd/user/" TIMER)));
}

Test(unit_files, say_what_systemd_said, .init = make_places,
     .fini = remove_places)
{
	run_systemd("[ $2 != enable ] || { echo 'No such thing' >&2; exit 1; }"
	            "\n[ $2 != disable ] || exit 3");
	expect_installed(UNITS_FAILED,
	                 "systemctl --user enable: No such thing");
	cr_expect(is_there("config/systemd/user/" TIMER));
	expect_removed(UNITS_FAILED, "systemctl --user disable: failed");
	cr_expect(is_there("config/systemd/user/" TIMER));
}

Test(unit_files, are_not_written_for_a_folder_that_is_missing,
     .init = make_places, .fini = remove_places)
{
	static const char *const writable[] = { "/var", "/nowhere" };
	struct unit_plan office = plan();
	struct text message;

	text_init(&message);
	office.writable = writable;
	office.writable_count = 2;
	cr_expect(eq(int, unit_files_install(&office, &message), UNITS_FAILED));
	cr_expect(eq(str, message.data, "/nowhere: No such file or directory"));
	cr_expect(not(is_there("config")));
	text_release(&message);
}

Test(unit_files, are_not_written_for_what_a_service_does_not_see,
     .init = make_places, .fini = remove_places)
{
	const char *const folders[] = { "/tmp", "/var/tmp", root };

	for (size_t i = 0; i < COUNT(folders); i++) {
		struct unit_plan office = plan();
		struct text message, expected;

		text_init(&message);
		text_init(&expected);
		office.user = false;
		office.binary = "/nowhere"; /* which would stop it, too */
		office.writable = &folders[i];
		office.writable_count = 1;
		text_printf(&expected,
		            "%s: a service of the system has a /tmp of its "
		            "own; put this elsewhere",
		            folders[i]);
		cr_expect(eq(int, unit_files_install(&office, &message),
		             UNITS_FAILED));
		cr_expect(eq(str, message.data, expected.data));
		text_release(&expected);
		text_release(&message);
	}
}

/* 2026-11-25 12:00 UTC */
enum { NOON = 1795608000 };

Test(unit_files, tell_when_they_run_by_what_systemd_says, .init = make_places,
     .fini = remove_places)
{
	struct unit_times times;

	run_systemd("[ $2 != show ] || echo NextElapseUSecRealtime=Thu "
	            "2026-11-26 02:00:42 $TZ");
	expect_installed(UNITS_DONE, "");
	unlink(path_of("notes"));
	cr_assert(unit_files_times("office", true, NOON, &times));
	expect_content("notes",
	               "--user show -p NextElapseUSecRealtime " TIMER "\n");
	cr_expect(times.minded);
	cr_expect(eq(str, times.schedule.data, "daily 02:00"));
	cr_expect(eq(i64, times.next, NOON + 14 * 3600 + 42));
	unit_times_release(&times);
}

Test(unit_files, tell_when_they_would_run_where_no_systemd_does,
     .init = make_places, .fini = remove_places)
{
	struct unit_times times;

	setenv("TZ", "UTC", 1);
	cr_expect(not(unit_files_times("office", true, NOON, &times)));
	unit_times_release(&times);
	expect_installed(UNITS_UNMINDED, unminded);
	cr_assert(unit_files_times("office", true, NOON, &times));
	cr_expect(not(times.minded));
	cr_expect(eq(i64, times.next, NOON + 14 * 3600));
	unit_times_release(&times);
}

Test(unit_files, have_a_timer_that_is_stopped, .init = make_places,
     .fini = remove_places)
{
	struct unit_times times;

	run_systemd("[ $2 != show ] || echo NextElapseUSecRealtime=");
	expect_installed(UNITS_DONE, "");
	cr_assert(unit_files_times("office", true, NOON, &times));
	cr_expect(times.minded);
	cr_expect(eq(i64, times.next, 0));
	unit_times_release(&times);
}
