// SPDX-License-Identifier: Apache-2.0
#include "audit/units.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Of ten; measured: 2.2 for the system's units. */
#define EXPOSURE_MAX "25"

static const char *const writable[] = { "/var/lib/portscan", "/a b/%c" };

static struct unit_plan plan(void)
{
	return (struct unit_plan){
		.name = "office",
		.binary = "/bin/true",
		.profile = "/etc/audits/office.ini",
		.schedule = "mon-fri 02:00",
		.home = "/root",
		.writable = writable,
		.writable_count = 1,
	};
}

static struct text service_of(const struct unit_plan *plan)
{
	struct text text;

	text_init(&text);
	units_service(plan, &text);
	return text;
}

static struct text timer_of(const struct unit_plan *plan)
{
	struct text text;

	text_init(&text);
	cr_assert(units_timer(plan, &text));
	return text;
}

static bool has_line(const struct text *text, const char *line)
{
	size_t len = strlen(line);
	const char *found = text->data;

	while ((found = strstr(found, line)) != NULL) {
		if ((found == text->data || found[-1] == '\n') &&
		    found[len] == '\n')
			return true;
		found += len;
	}
	return false;
}

Test(units, have_names)
{
	struct text text;

	text_init(&text);
	units_service_name("office", &text);
	cr_expect(eq(str, text.data, "portscan-audit-office.service"));
	text_clear(&text);
	units_timer_name("office", &text);
	cr_expect(eq(str, text.data, "portscan-audit-office.timer"));
	text_release(&text);
}

Test(units, run_the_audit_and_tell_exit_codes_apart)
{
	struct unit_plan office = plan();
	struct text service = service_of(&office);

	cr_expect(has_line(&service, "Type=oneshot"));
	cr_expect(has_line(&service, "ExecStart=\"/bin/true\" audit run "
	                             "\"/etc/audits/office.ini\""));
	cr_expect(has_line(&service, "Environment=\"HOME=/root\""));
	cr_expect(has_line(&service, "SuccessExitStatus=1"));
	cr_expect(has_line(&service, "ReadWritePaths=\"/var/lib/portscan\""));
	cr_expect(strstr(service.data, "XDG_DATA_HOME") == NULL);
	text_release(&service);
}

/* systemd.syntax(7), systemd.unit(5) on specifiers, systemd.service(5) on
 * variables. */
Test(units, take_paths_as_they_are)
{
	struct unit_plan office = plan();
	struct text service;

	office.binary = "/opt/a b/$x/portscan";
	office.profile = "/etc/1\"2\\3%4$5\n6'7/\xc3\xbc.ini";
	office.data_home = "/d a/$t/%a";
	office.writable_count = 2;
	service = service_of(&office);
	cr_expect(has_line(&service,
	                   "ExecStart=\"/opt/a b/$x/portscan\" audit run "
	                   "\"/etc/1\\\"2\\\\3%%4$$5\\x0a6'7/\xc3\xbc.ini\""));
	cr_expect(has_line(&service,
	                   "Environment=\"XDG_DATA_HOME=/d a/$t/%%a\""));
	cr_expect(has_line(&service, "ReadWritePaths=\"/a b/%%c\""));
	text_release(&service);
}

Test(units, forbid_what_their_manager_can_and_their_programs_let_it)
{
	static const struct {
		const char *line;
		bool system, free_system, user, free_user;
	} rows[] = {
		{ "UMask=0077", true, true, true, true },
		{ "NoNewPrivileges=yes", true, false, true, false },
		{ "CapabilityBoundingSet=", true, false, false, false },
		{ "ProtectSystem=strict", true, false, false, false },
		{ "ProtectSystem=full", false, true, false, false },
		{ "ProtectHome=read-only", true, true, false, false },
		{ "SystemCallFilter=@system-service", true, false, true,
		  false },
		{ "ReadWritePaths=\"/var/lib/portscan\"", true, true, false,
		  false },
		{ "After=network-online.target", true, true, false, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const bool expected[] = { rows[i].system, rows[i].free_system,
			                  rows[i].user, rows[i].free_user };

		for (size_t j = 0; j < COUNT(expected); j++) {
			struct unit_plan office = plan();
			struct text service;

			office.user = j >= 2;
			office.starts_programs = j % 2 == 1;
			service = service_of(&office);
			cr_expect(eq(int, has_line(&service, rows[i].line),
			             expected[j]),
			          "row %zu, %zu", i, j);
			text_release(&service);
		}
	}
}

Test(units, have_a_timer_that_makes_up_for_runs_and_spreads_them)
{
	static const struct {
		const char *schedule, *calendar, *delay, *accuracy;
	} rows[] = {
		{ "daily 02:00", "OnCalendar=*-*-* 02:00:00",
		  "RandomizedDelaySec=300", "AccuracySec=60" },
		{ "every 6h", "OnCalendar=*-*-* 00/6:00:00",
		  "RandomizedDelaySec=300", "AccuracySec=60" },
		{ "every 30m", "OnCalendar=*-*-* *:00/30:00",
		  "RandomizedDelaySec=180", "AccuracySec=36" },
		{ "every 1m", "OnCalendar=*-*-* *:00/1:00",
		  "RandomizedDelaySec=6", "AccuracySec=1" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct unit_plan office = plan();
		struct text timer, schedule;

		text_init(&schedule);
		office.schedule = rows[i].schedule;
		timer = timer_of(&office);
		cr_expect(has_line(&timer, rows[i].calendar), "row %zu", i);
		cr_expect(has_line(&timer, rows[i].delay), "row %zu", i);
		cr_expect(has_line(&timer, rows[i].accuracy), "row %zu", i);
		cr_expect(has_line(&timer, "Persistent=yes"));
		cr_expect(has_line(&timer, "WantedBy=timers.target"));
		cr_expect(units_schedule_of(&timer, &schedule));
		cr_expect(eq(str, schedule.data, (char *)rows[i].schedule));
		text_release(&schedule);
		text_release(&timer);
	}
}

Test(units, have_no_timer_without_a_schedule)
{
	struct unit_plan office = plan();
	struct text text;

	text_init(&text);
	office.schedule = "nightly";
	cr_expect(not(units_timer(&office, &text)));
	cr_expect(not(units_cron_line(&office, &text)));
	cr_expect(eq(sz, text.len, 0));
	text_append_string(&text, "[Timer]\nOnCalendar=daily\n");
	cr_expect(not(units_schedule_of(&text, &text)));
	text_release(&text);
}

Test(units, are_a_line_for_cron_too)
{
	static const struct {
		const char *profile, *data_home, *line;
	} rows[] = {
		{ "/etc/office.ini", NULL,
		  "0 2 * * 1,2,3,4,5 '/bin/true' audit run "
		  "'/etc/office.ini'\n" },
		{ "/etc/100%/it's $HOME.ini", "/d a",
		  "0 2 * * 1,2,3,4,5 XDG_DATA_HOME='/d a' '/bin/true' audit "
		  "run '/etc/100\\%/it'\\''s $HOME.ini'\n" },
		{ "/etc/a\nb.ini", NULL, NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct unit_plan office = plan();
		struct text line;
		bool written;

		text_init(&line);
		office.profile = rows[i].profile;
		office.data_home = rows[i].data_home;
		written = units_cron_line(&office, &line);
		cr_expect(eq(int, written, rows[i].line != NULL), "row %zu", i);
		if (written)
			cr_expect(eq(str, line.data, (char *)rows[i].line),
			          "row %zu", i);
		text_release(&line);
	}
}

/* What systemd itself makes of them, where it is installed. */

static char folder[] = "/tmp/portscan-test-XXXXXX";

static void make_folder(void)
{
	cr_assert(mkdtemp(folder) != NULL);
	setenv("XDG_RUNTIME_DIR", folder, 1);
	if (system("command -v systemd-analyze >/dev/null") != 0)
		cr_skip_test("no systemd-analyze");
}

static void remove_folder(void)
{
	char command[64];

	sprintf(command, "rm -r %s", folder);
	cr_expect(eq(int, system(command), 0));
}

static void write_file(const char *name, struct text text)
{
	char path[128];
	FILE *file;

	sprintf(path, "%s/%s", folder, name);
	file = fopen(path, "w");
	cr_assert(file != NULL);
	fputs(text.data, file);
	fclose(file);
	text_release(&text);
}

static void write_units(const struct unit_plan *plan)
{
	write_file("portscan-audit-office.service", service_of(plan));
	write_file("portscan-audit-office.timer", timer_of(plan));
}

/* Run `command` on the service, and on the timer. */
static int analyze(const char *command, bool timer)
{
	char line[512];

	sprintf(line,
	        "cd %s && systemd-analyze %s ./portscan-audit-office.service "
	        "%s >out 2>&1",
	        folder, command, timer ? "./portscan-audit-office.timer" : "");
	return system(line);
}

/* It complains of other units, too. */
static int complaints(void)
{
	char line[128];

	sprintf(line, "grep -c portscan-audit %s/out >/dev/null", folder);
	return system(line) == 0;
}

Test(units, please_systemd, .init = make_folder, .fini = remove_folder)
{
	for (int i = 0; i < 4; i++) {
		struct unit_plan office = plan();

		office.user = i >= 2;
		office.starts_programs = i % 2 == 1;
		office.profile = "/etc/a \"b\"/%x/$y/\\z.ini";
		office.data_home = "/d a/%h";
		office.writable_count = 2;
		write_units(&office);
		cr_expect(eq(int,
		             analyze(office.user ? "verify --user" : "verify",
		                     true),
		             0),
		          "%d", i);
		cr_expect(eq(int, complaints(), 0), "%d", i);
	}
}

Test(units, are_little_exposed, .init = make_folder, .fini = remove_folder)
{
	struct unit_plan office = plan();

	write_units(&office);
	cr_expect(eq(int,
	             analyze("security --offline=yes --no-pager "
	                     "--threshold=" EXPOSURE_MAX,
	                     false),
	             0));
	cr_expect(ne(int,
	             analyze("security --offline=yes --no-pager "
	                     "--threshold=10",
	                     false),
	             0));
}
