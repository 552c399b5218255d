// SPDX-License-Identifier: Apache-2.0
#include "cli/audit_schedule.h"

#include "audit/places.h"
#include "audit/profile.h"
#include "audit/schedule.h"
#include "audit/unit_files.h"
#include "base/make_folders.h"
#include "cli/complain.h"
#include "cli/standard_streams.h"

#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* What the command line asks for. */
struct wish {
	const char *word;     /* NAME */
	const char *schedule; /* NULL where none is to be given */
	bool cron;
	bool user;
};

/* Folders that a run writes to: those of the history and of the metrics. */
enum { FOLDERS_MAX = 2 };

/* What a schedule is made from. */
struct arrangement {
	struct text path, name, database; /* of the profile, of the audit */
	struct profile profile;
	char binary[PATH_MAX];
	char folder_paths[FOLDERS_MAX][PATH_MAX];
	const char *folders[FOLDERS_MAX];
	size_t folder_count;
	struct text error;
};

static bool read_word(struct wish *wish, char **argv, char *word)
{
	bool schedules = strcmp(argv[0], "schedule") == 0;

	if (strcmp(word, "--user") == 0)
		wish->user = true;
	else if (strcmp(word, "--system") == 0)
		wish->user = false;
	else if (strcmp(word, "--cron") == 0 && schedules)
		wish->cron = true;
	else if (word[0] != '-' && wish->word == NULL)
		wish->word = word;
	else if (word[0] != '-' && wish->schedule == NULL && schedules)
		wish->schedule = word;
	else {
		complain("%s: not understood by audit %s", word, argv[0]);
		return false;
	}
	return true;
}

static bool read_words(struct wish *wish, int argc, char **argv)
{
	bool schedules = strcmp(argv[0], "schedule") == 0;

	*wish = (struct wish){ .user = geteuid() != 0 };
	for (int i = 1; i < argc; i++)
		if (!read_word(wish, argv, argv[i]))
			return false;
	if (wish->word != NULL && (wish->schedule != NULL || !schedules))
		return true;
	complain(schedules ? "audit schedule takes a NAME and when to run it, "
	                     "like \"daily 02:00\""
	                   : "audit unschedule takes a NAME");
	return false;
}

static bool check_schedule(const struct wish *wish, struct text *error)
{
	struct schedule schedule;

	return schedule_parse(wish->schedule, &schedule, error);
}

static bool fail(struct arrangement *made, const char *path, int code)
{
	text_printf(&made->error, "%s: %s", path, strerror(code));
	return false;
}

/* The folder that the file at `path` is in, which is absolute. */
static bool add_folder(struct arrangement *made, const char *path)
{
	size_t len = (size_t)(strrchr(path, '/') - path);
	char *folder = made->folder_paths[made->folder_count];

	if (len >= PATH_MAX)
		return fail(made, path, ENAMETOOLONG);
	memcpy(folder, path, len);
	folder[len] = '\0';
	made->folders[made->folder_count++] = len > 0 ? folder : "/";
	return true;
}

/* Only the history's is made where it is not there: whoever reads metrics has
 * to be able to. */
static bool find_folders(struct arrangement *made)
{
	const struct profile *profile = &made->profile;
	int code;

	if (profile->database != NULL)
		text_append_string(&made->database, profile->database);
	else if (!places_database(made->name.data, &made->database,
	                          &made->error))
		return false;
	code = make_folders(made->database.data);
	if (code != 0)
		return fail(made, made->database.data, code);
	return add_folder(made, made->database.data) &&
	       (profile->notify.metrics == NULL ||
	        add_folder(made, profile->notify.metrics));
}

static bool find_binary(struct arrangement *made)
{
	static const char self[] = "/proc/self/exe";
	ssize_t len = readlink(self, made->binary, sizeof(made->binary) - 1);

	if (len < 0)
		return fail(made, self, errno);
	made->binary[len] = '\0';
	return true;
}

static void arrangement_init(struct arrangement *made)
{
	*made = (struct arrangement){ 0 };
	text_init(&made->path);
	text_init(&made->name);
	text_init(&made->database);
	text_init(&made->error);
}

static void arrangement_release(struct arrangement *made)
{
	profile_release(&made->profile);
	text_release(&made->path);
	text_release(&made->name);
	text_release(&made->database);
	text_release(&made->error);
}

/* EXIT_DONE, or another code with the reason in its error. */
static int arrange(struct arrangement *made, const struct wish *wish)
{
	if (!check_schedule(wish, &made->error) ||
	    !places_find_profile(wish->word, &made->path, &made->name,
	                         &made->error) ||
	    !profile_read(made->path.data, &made->profile, &made->error))
		return EXIT_USAGE;
	if (!places_remember(made->name.data, made->path.data, &made->error) ||
	    !find_folders(made) || !find_binary(made))
		return EXIT_INCOMPLETE;
	return EXIT_DONE;
}

/* An environment's variable, where it is one that we heed. */
static const char *folder_variable(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] == '/' ? value : NULL;
}

static struct unit_plan plan_of(const struct arrangement *made,
                                const struct wish *wish)
{
	const struct profile_notify *notify = &made->profile.notify;

	return (struct unit_plan){
		.name = made->name.data,
		.binary = made->binary,
		.profile = made->path.data,
		.schedule = wish->schedule,
		.user = wish->user,
		.home = folder_variable("HOME"),
		.data_home = folder_variable("XDG_DATA_HOME"),
		.starts_programs =
			notify->command != NULL || notify->mail_to != NULL,
		.writable = made->folders,
		.writable_count = made->folder_count,
	};
}

static int print_cron(const struct unit_plan *plan)
{
	struct text line;
	bool written;

	text_init(&line);
	written = units_cron_line(plan, &line) && !line.failed;
	if (written)
		fputs(line.data, stdout);
	else
		complain("%s: cannot stand in a crontab", plan->profile);
	text_release(&line);
	return written ? standard_output_finish() : EXIT_INCOMPLETE;
}

/* A user's manager ends with the last of their sessions, unless they linger. */
static bool lingers(void)
{
	const struct passwd *who = getpwuid(geteuid());
	struct text path;
	bool lingering;

	text_init(&path);
	text_printf(&path, "/var/lib/systemd/linger/%s",
	            who != NULL ? who->pw_name : "");
	lingering = who != NULL && access(path.data, F_OK) == 0;
	text_release(&path);
	return lingering;
}

static void print_next(const struct unit_plan *plan)
{
	char next[32] = "unknown";
	struct unit_times times;
	struct tm local;

	if (unit_files_times(plan->name, plan->user, time(NULL), &times) &&
	    times.next != 0 && localtime_r(&times.next, &local) != NULL)
		strftime(next, sizeof(next), "%F %R", &local);
	unit_times_release(&times);
	printf("%s  %s; next %s\n", plan->name, plan->schedule, next);
	if (plan->user && !lingers())
		printf("it runs while you are logged in; at other times, too, "
		       "after: loginctl enable-linger\n");
}

static int install(const struct unit_plan *plan)
{
	struct text message;
	int code = EXIT_INCOMPLETE;

	text_init(&message);
	switch (unit_files_install(plan, &message)) {
	case UNITS_DONE:
		print_next(plan);
		code = standard_output_finish();
		break;
	case UNITS_UNMINDED:
	case UNITS_NONE:
	case UNITS_FAILED: complain("%s", message.data); break;
	}
	text_release(&message);
	return code;
}

static int schedule(const struct wish *wish)
{
	struct arrangement made;
	int code;

	arrangement_init(&made);
	code = arrange(&made, wish);
	if (code == EXIT_DONE) {
		struct unit_plan plan = plan_of(&made, wish);

		code = wish->cron ? print_cron(&plan) : install(&plan);
	} else {
		complain("%s", made.error.data);
	}
	arrangement_release(&made);
	return code;
}

static int remove_units(const struct wish *wish, const char *name)
{
	struct text message;
	int code = EXIT_INCOMPLETE;

	text_init(&message);
	switch (unit_files_remove(name, wish->user, &message)) {
	case UNITS_DONE:
	case UNITS_UNMINDED: code = EXIT_DONE; break;
	case UNITS_NONE:
		complain("%s: is not scheduled for the %s", name,
		         wish->user ? "user" : "system");
		code = EXIT_USAGE;
		break;
	case UNITS_FAILED: complain("%s", message.data); break;
	}
	text_release(&message);
	return code;
}

/* The profile may be gone; its name is enough. */
static int unschedule(const struct wish *wish)
{
	struct text name, error;
	int code = EXIT_USAGE;

	text_init(&name);
	text_init(&error);
	if (places_name(wish->word, &name, &error))
		code = remove_units(wish, name.data);
	else
		complain("%s", error.data);
	text_release(&error);
	text_release(&name);
	return code;
}

int audit_schedule_command(int argc, char **argv)
{
	struct wish wish;

	if (!read_words(&wish, argc, argv))
		return EXIT_USAGE;
	return strcmp(argv[0], "schedule") == 0 ? schedule(&wish)
	                                        : unschedule(&wish);
}
