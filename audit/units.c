// SPDX-License-Identifier: Apache-2.0
#include "audit/units.h"

#include "audit/schedule.h"
#include "base/count.h"

#include <string.h>

#define SCHEDULE_COMMENT "# schedule: "

/*
 * Whom a line is for.  A user's manager may not do most of it; and programs
 * that a run starts, such as a sendmail that is set-user-ID, may need what
 * portscan does not: the free ones are those of such a run.
 */
enum {
	SYSTEM = 1 << 0,
	USER = 1 << 1,
	FREE_SYSTEM = 1 << 2,
	FREE_USER = 1 << 3,
	CONFINED = SYSTEM | USER,
	ANY_SYSTEM = SYSTEM | FREE_SYSTEM,
	ANY = CONFINED | FREE_SYSTEM | FREE_USER,
};

static const struct {
	unsigned whom;
	const char *line;
} confinement[] = {
	{ ANY, "UMask=0077" },
	{ CONFINED, "NoNewPrivileges=yes" },
	/* Connecting and echo requests need none. */
	{ SYSTEM, "CapabilityBoundingSet=" },
	{ SYSTEM, "ProtectSystem=strict" },
	{ FREE_SYSTEM, "ProtectSystem=full" }, /* spools are in /var */
	{ ANY_SYSTEM, "ProtectHome=read-only" },
	{ ANY_SYSTEM, "PrivateTmp=yes" },
	{ SYSTEM, "PrivateDevices=yes" },
	/* No ProtectProc=: a listener whose process is hidden, instead of out
	 * of reach, looks to root like one without. */
	{ ANY_SYSTEM, "ProtectClock=yes" },
	{ ANY_SYSTEM, "ProtectHostname=yes" },
	{ ANY_SYSTEM, "ProtectControlGroups=yes" },
	{ ANY_SYSTEM, "ProtectKernelLogs=yes" },
	{ ANY_SYSTEM, "ProtectKernelModules=yes" },
	{ ANY_SYSTEM, "ProtectKernelTunables=yes" },
	{ CONFINED, "LockPersonality=yes" },
	{ CONFINED, "RestrictNamespaces=yes" },
	{ CONFINED, "RestrictRealtime=yes" },
	{ CONFINED, "RestrictSUIDSGID=yes" },
	{ CONFINED,
	  "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK" },
	{ CONFINED, "SystemCallArchitectures=native" },
	{ CONFINED, "SystemCallFilter=@system-service" },
	{ CONFINED, "SystemCallFilter=~@privileged" },
	{ CONFINED, "SystemCallErrorNumber=EPERM" },
};

static const char no_write_execute[] =
	"# Not MemoryDenyWriteExecute=: patterns are compiled to machine "
	"code.\n";

static const char free_programs[] = "# What this run starts to tell of it may "
				    "need more than portscan does,\n"
				    "# so that less is forbidden.\n";

static const char exit_codes[] =
	"# 1: something was found that --fail-on names; the run did its work.\n"
	"# 3: it is incomplete, which fails this unit as all else does.\n"
	"SuccessExitStatus=1\n";

/* At most this much later than asked for, and less where runs are closer. */
enum { DELAY_MAX_S = 300, DELAYS_A_PERIOD = 10, ACCURACIES_A_DELAY = 5 };

void units_service_name(const char *name, struct text *text)
{
	text_printf(text, "portscan-audit-%s.service", name);
}

void units_timer_name(const char *name, struct text *text)
{
	text_printf(text, "portscan-audit-%s.timer", name);
}

/*
 * One word of a unit, whatever is in it.  `variables`: it stands where `$`
 * begins one.  See systemd.syntax(7), and systemd.unit(5) on `%`.
 */
static void put_quoted(struct text *text, const char *word, bool variables)
{
	text_append_char(text, '"');
	for (const char *p = word; *p != '\0'; p++) {
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			text_printf(text, "\\x%02x", (unsigned char)*p);
		else if (*p == '"' || *p == '\\')
			text_printf(text, "\\%c", *p);
		else if (*p == '%' || (*p == '$' && variables))
			text_printf(text, "%c%c", *p, *p);
		else
			text_append_char(text, *p);
	}
	text_append_char(text, '"');
}

static void put_environment(const char *name, const char *value,
                            struct text *text)
{
	struct text assignment;

	if (value == NULL)
		return;
	text_init(&assignment);
	text_printf(&assignment, "%s=%s", name, value);
	text_append_string(text, "Environment=");
	put_quoted(text, assignment.data, false);
	text_append_char(text, '\n');
	text->failed |= assignment.failed;
	text_release(&assignment);
}

static void put_command(const struct unit_plan *plan, struct text *text)
{
	put_environment("HOME", plan->home, text);
	put_environment("XDG_DATA_HOME", plan->data_home, text);
	text_append_string(text, "ExecStart=");
	put_quoted(text, plan->binary, false);
	text_append_string(text, " audit run ");
	put_quoted(text, plan->profile, true);
	text_append_char(text, '\n');
}

static unsigned whom(const struct unit_plan *plan)
{
	if (plan->user)
		return plan->starts_programs ? FREE_USER : USER;
	return plan->starts_programs ? FREE_SYSTEM : SYSTEM;
}

static void put_confinement(const struct unit_plan *plan, struct text *text)
{
	if (plan->starts_programs)
		text_append_string(text, free_programs);
	for (size_t i = 0; i < COUNT(confinement); i++)
		if ((confinement[i].whom & whom(plan)) != 0)
			text_printf(text, "%s\n", confinement[i].line);
	text_append_string(text, no_write_execute);
}

/* A user's manager does not take anything away that is to be given back. */
static void put_writable(const struct unit_plan *plan, struct text *text)
{
	for (size_t i = 0; i < plan->writable_count && !plan->user; i++) {
		text_append_string(text, "ReadWritePaths=");
		put_quoted(text, plan->writable[i], false);
		text_append_char(text, '\n');
	}
}

void units_service(const struct unit_plan *plan, struct text *text)
{
	text_printf(text, "[Unit]\nDescription=portscan audit %s\n",
	            plan->name);
	if (!plan->user)
		text_append_string(text, "Wants=network-online.target\n"
		                         "After=network-online.target\n");
	text_append_string(text, "\n[Service]\nType=oneshot\n");
	put_command(plan, text);
	text_append_string(text, exit_codes);
	text_append_char(text, '\n');
	put_confinement(plan, text);
	put_writable(plan, text);
}

static bool parse_schedule(const struct unit_plan *plan,
                           struct schedule *schedule)
{
	struct text error;
	bool parsed;

	text_init(&error);
	parsed = schedule_parse(plan->schedule, schedule, &error);
	text_release(&error);
	return parsed;
}

static int delay_s(const struct schedule *schedule)
{
	int delay = 60 * schedule->every / DELAYS_A_PERIOD;

	return delay > 0 && delay < DELAY_MAX_S ? delay : DELAY_MAX_S;
}

bool units_timer(const struct unit_plan *plan, struct text *text)
{
	struct schedule schedule;

	if (!parse_schedule(plan, &schedule))
		return false;
	text_printf(text,
	            SCHEDULE_COMMENT "%s\n"
	                             "[Unit]\nDescription=portscan audit %s, "
	                             "by the clock\n"
	                             "\n[Timer]\nOnCalendar=",
	            plan->schedule, plan->name);
	schedule_put_calendar(&schedule, text);
	text_printf(text,
	            "\n"
	            "# Make up for a run that was due while the machine was "
	            "off.\n"
	            "Persistent=yes\n"
	            "# Not all machines of a network at once.\n"
	            "RandomizedDelaySec=%d\nFixedRandomDelay=yes\n"
	            "AccuracySec=%d\n"
	            "\n[Install]\nWantedBy=timers.target\n",
	            delay_s(&schedule),
	            delay_s(&schedule) / ACCURACIES_A_DELAY);
	return true;
}

bool units_schedule_of(const struct text *timer, struct text *schedule)
{
	const char *line = timer->data;

	while (line != NULL) {
		if (strncmp(line, SCHEDULE_COMMENT, strlen(SCHEDULE_COMMENT)) ==
		    0) {
			line += strlen(SCHEDULE_COMMENT);
			text_append(schedule, line, strcspn(line, "\n"));
			return true;
		}
		line = strchr(line, '\n');
		line += line != NULL;
	}
	return false;
}

/* One word for the shell, in which cron leaves `%` alone. */
static bool put_shell_word(struct text *text, const char *word)
{
	text_append_char(text, '\'');
	for (const char *p = word; *p != '\0'; p++) {
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			return false;
		if (*p == '\'')
			text_append_string(text, "'\\''");
		else if (*p == '%')
			text_append_string(text, "\\%");
		else
			text_append_char(text, *p);
	}
	text_append_char(text, '\'');
	return true;
}

static bool put_cron_command(const struct unit_plan *plan, struct text *text)
{
	if (plan->data_home != NULL) {
		text_append_string(text, "XDG_DATA_HOME=");
		if (!put_shell_word(text, plan->data_home))
			return false;
		text_append_char(text, ' ');
	}
	if (!put_shell_word(text, plan->binary))
		return false;
	text_append_string(text, " audit run ");
	return put_shell_word(text, plan->profile);
}

bool units_cron_line(const struct unit_plan *plan, struct text *text)
{
	struct schedule schedule;

	if (!parse_schedule(plan, &schedule))
		return false;
	schedule_put_cron(&schedule, text);
	text_append_char(text, ' ');
	if (!put_cron_command(plan, text))
		return false;
	text_append_char(text, '\n');
	return true;
}
