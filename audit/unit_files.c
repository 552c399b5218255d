// SPDX-License-Identifier: Apache-2.0
#include "audit/unit_files.h"

#include "audit/schedule.h"
#include "base/make_folders.h"
#include "base/read_file.h"
#include "base/replace_file.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	UNIT_MAX_BYTES = 1 << 16,
	ANSWER_MAX_BYTES = 1 << 16,
};

/* Both files of an audit. */
struct unit_pair {
	struct text folder;
	struct text service, timer; /* their paths */
	struct text timer_name;
};

static bool fail(struct text *message, const char *path, int code)
{
	text_printf(message, "%s: %s", path, strerror(code));
	return false;
}

static bool find_folder(bool user, struct text *folder, struct text *message)
{
	const char *config = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");

	if (!user)
		text_append_string(folder, "/etc");
	else if (config != NULL && config[0] == '/')
		text_append_string(folder, config);
	else if (home != NULL && home[0] == '/')
		text_printf(folder, "%s/.config", home);
	else {
		text_append_string(message, "no place for a user's units: HOME "
		                            "is not set");
		return false;
	}
	text_printf(folder, "/systemd/%s", user ? "user" : "system");
	return true;
}

static void release(struct unit_pair *pair)
{
	text_release(&pair->folder);
	text_release(&pair->service);
	text_release(&pair->timer);
	text_release(&pair->timer_name);
}

/* Release it either way. */
static bool find(struct unit_pair *pair, const char *name, bool user,
                 struct text *message)
{
	text_init(&pair->folder);
	text_init(&pair->service);
	text_init(&pair->timer);
	text_init(&pair->timer_name);
	if (!find_folder(user, &pair->folder, message))
		return false;
	text_printf(&pair->service, "%s/", pair->folder.data);
	units_service_name(name, &pair->service);
	text_printf(&pair->timer, "%s/", pair->folder.data);
	units_timer_name(name, &pair->timer);
	units_timer_name(name, &pair->timer_name);
	if (!pair->service.failed && !pair->timer.failed &&
	    !pair->timer_name.failed)
		return true;
	text_append_string(message, "out of memory");
	return false;
}

/* Does a systemd run that would mind such units?  sd_booted(3), and the socket
 * by which a user's is asked. */
static bool is_minded(bool user)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	struct text socket;
	bool minded;

	if (!user)
		return access("/run/systemd/system", F_OK) == 0;
	if (runtime == NULL)
		return false;
	text_init(&socket);
	text_printf(&socket, "%s/systemd/private", runtime);
	minded = !socket.failed && access(socket.data, F_OK) == 0;
	text_release(&socket);
	return minded;
}

/* What a program is to write to, in place of `fd`. */
static int spawn(char **argv, int output, int fd, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	int error = posix_spawn_file_actions_init(&actions);

	if (error != 0)
		return error;
	error = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO,
	                                         "/dev/null", O_RDONLY, 0);
	if (error == 0)
		error = posix_spawn_file_actions_adddup2(&actions, output, fd);
	if (error == 0)
		error = posix_spawnp(pid, argv[0], &actions, NULL, argv,
		                     environ);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

static int wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Run `argv`, and append what it writes to `fd`, its standard output or error.
 * Its exit code; -1 when it did not run or was killed. */
static int run(char **argv, int fd, struct text *answer)
{
	int ends[2], error;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return -1;
	error = spawn(argv, ends[1], fd, &pid);
	close(ends[1]);
	if (error == 0)
		read_descriptor(ends[0], ANSWER_MAX_BYTES, answer);
	close(ends[0]);
	return error == 0 ? wait_for(pid) : -1;
}

enum { ARGUMENTS_MAX = 8 };

/* `systemctl [--user] ARGUMENTS…`, which a NULL ends; it speaks English, and of
 * times in UTC. */
static int systemctl(bool user, const char *const *arguments, int fd,
                     struct text *answer)
{
	char *argv[ARGUMENTS_MAX + 6] = { "env", "LC_ALL=C", "TZ=UTC",
		                          "systemctl" };
	size_t count = 4;

	if (user)
		argv[count++] = "--user";
	for (size_t i = 0; i < ARGUMENTS_MAX && arguments[i] != NULL; i++)
		argv[count++] = (char *)arguments[i];
	return run(argv, fd, answer);
}

/* The same, of which only failure is of interest. */
static bool tell(bool user, const char *const *arguments, struct text *message)
{
	struct text errors;
	bool done;

	text_init(&errors);
	done = systemctl(user, arguments, STDERR_FILENO, &errors) == 0;
	if (errors.len == 0)
		text_append_string(&errors, "failed");
	if (!done)
		text_printf(message, "systemctl %s%s: %.*s",
		            user ? "--user " : "", arguments[0],
		            (int)strcspn(errors.data, "\n"), errors.data);
	text_release(&errors);
	return done;
}

/* Anyone may read it.  The draft is no unit to systemd. */
static bool write_unit(const struct text *path, const struct text *text,
                       struct text *message)
{
	struct iovec part = { text->data, text->len };
	struct text draft;
	int code = ENOMEM;

	text_init(&draft);
	text_printf(&draft, "%s.%ld", path->data, (long)getpid());
	if (!draft.failed && !text->failed)
		code = make_folders(path->data);
	if (code == 0)
		code = replace_file(path->data, draft.data, 0644, &part, 1);
	text_release(&draft);
	return code == 0 || fail(message, path->data, code);
}

static bool write_units(const struct unit_plan *plan, struct unit_pair *pair,
                        struct text *message)
{
	struct text service, timer;
	bool written = false;

	text_init(&service);
	text_init(&timer);
	units_service(plan, &service);
	if (!units_timer(plan, &timer))
		text_printf(message, "%s: no schedule", plan->schedule);
	else
		written = write_unit(&pair->service, &service, message) &&
		          write_unit(&pair->timer, &timer, message);
	text_release(&timer);
	text_release(&service);
	return written;
}

static bool is_in(const char *path, const char *folder)
{
	size_t len = strlen(folder);

	return strncmp(path, folder, len) == 0 &&
	       (path[len] == '/' || path[len] == '\0');
}

/* By PrivateTmp=. */
static bool is_hidden(const char *path)
{
	return is_in(path, "/tmp") || is_in(path, "/var/tmp");
}

static bool check_path(const struct unit_plan *plan, const char *path,
                       struct text *message)
{
	if (access(path, F_OK) != 0)
		return fail(message, path, errno);
	if (plan->user || !is_hidden(path))
		return true;
	text_printf(message,
	            "%s: a service of the system has a /tmp of its "
	            "own; put this elsewhere",
	            path);
	return false;
}

/* systemd starts no service with one of these missing. */
static bool check_paths(const struct unit_plan *plan, struct text *message)
{
	for (size_t i = 0; i < plan->writable_count; i++)
		if (!check_path(plan, plan->writable[i], message))
			return false;
	return check_path(plan, plan->binary, message) &&
	       check_path(plan, plan->profile, message);
}

/* Restarted: one that runs goes by the old schedule. */
static bool start_timer(bool user, const char *timer, struct text *message)
{
	return tell(user, (const char *[]){ "daemon-reload", NULL }, message) &&
	       tell(user, (const char *[]){ "enable", timer, NULL }, message) &&
	       tell(user, (const char *[]){ "restart", timer, NULL }, message);
}

static void say_unminded(bool user, const char *timer, struct text *message)
{
	const char *manager = user ? "systemctl --user" : "systemctl";

	text_printf(message,
	            "no systemd runs here that would mind it%s; where one "
	            "does: %s daemon-reload && %s enable --now %s; or let cron "
	            "do it: --cron",
	            user ? " for you" : "", manager, manager, timer);
}

enum unit_outcome unit_files_install(const struct unit_plan *plan,
                                     struct text *message)
{
	enum unit_outcome outcome = UNITS_FAILED;
	struct unit_pair pair;

	if (!find(&pair, plan->name, plan->user, message) ||
	    !check_paths(plan, message) || !write_units(plan, &pair, message))
		goto done;
	if (!is_minded(plan->user)) {
		say_unminded(plan->user, pair.timer_name.data, message);
		outcome = UNITS_UNMINDED;
	} else if (start_timer(plan->user, pair.timer_name.data, message)) {
		outcome = UNITS_DONE;
	}
done:
	release(&pair);
	return outcome;
}

/* False also when it was not there, with nothing in `message`. */
static bool remove_file(const char *path, struct text *message)
{
	if (unlink(path) == 0)
		return true;
	if (errno != ENOENT)
		fail(message, path, errno);
	return false;
}

/* What `systemctl enable` made, where nobody runs who would take it away. */
static void remove_link(const struct unit_pair *pair, struct text *message)
{
	struct text link;

	text_init(&link);
	text_printf(&link, "%s/timers.target.wants/%s", pair->folder.data,
	            pair->timer_name.data);
	if (!link.failed)
		remove_file(link.data, message);
	text_release(&link);
}

static enum unit_outcome remove_units(const struct unit_pair *pair, bool user,
                                      struct text *message)
{
	bool minded = is_minded(user), removed;

	if (minded && !tell(user,
	                    (const char *[]){ "disable", "--now",
	                                      pair->timer_name.data, NULL },
	                    message))
		return UNITS_FAILED;
	if (!minded)
		remove_link(pair, message);
	removed = remove_file(pair->timer.data, message);
	removed |= remove_file(pair->service.data, message);
	if (message->len > 0 ||
	    (minded &&
	     !tell(user, (const char *[]){ "daemon-reload", NULL }, message)))
		return UNITS_FAILED;
	return removed ? UNITS_DONE : UNITS_NONE;
}

enum unit_outcome unit_files_remove(const char *name, bool user,
                                    struct text *message)
{
	enum unit_outcome outcome = UNITS_FAILED;
	struct unit_pair pair;

	if (!find(&pair, name, user, message))
		goto done;
	if (access(pair.timer.data, F_OK) != 0 &&
	    access(pair.service.data, F_OK) != 0)
		outcome = UNITS_NONE;
	else
		outcome = remove_units(&pair, user, message);
done:
	release(&pair);
	return outcome;
}

/* "NextElapseUSecRealtime=Thu 2026-11-26 02:00:42 UTC"; 0: it is none. */
static time_t read_next(const char *answer)
{
	const char *value = strchr(answer, '=');
	struct tm next = { 0 };

	if (value == NULL ||
	    strptime(value + 1, "%a %Y-%m-%d %H:%M:%S UTC", &next) == NULL)
		return 0;
	return timegm(&next);
}

/* When its timer is due; false when systemd does not say. */
static bool ask_next(const char *timer, bool user, time_t *next)
{
	struct text answer;
	bool told;

	text_init(&answer);
	told = systemctl(user,
	                 (const char *[]){ "show", "-p",
	                                   "NextElapseUSecRealtime", timer,
	                                   NULL },
	                 STDOUT_FILENO, &answer) == 0;
	if (told)
		*next = read_next(answer.data);
	text_release(&answer);
	return told;
}

/* When it would be due, if anyone minded it. */
static time_t compute_next(const char *words, time_t now)
{
	struct schedule schedule;
	struct text error;
	time_t next = -1;

	text_init(&error);
	if (schedule_parse(words, &schedule, &error))
		next = schedule_next(&schedule, now);
	text_release(&error);
	return next > 0 ? next : 0;
}

bool unit_files_times(const char *name, bool user, time_t now,
                      struct unit_times *times)
{
	struct unit_pair pair;
	struct text timer, message;
	bool there = false;

	*times = (struct unit_times){ 0 };
	text_init(&times->schedule);
	text_init(&timer);
	text_init(&message);
	if (find(&pair, name, user, &message) &&
	    read_file(pair.timer.data, UNIT_MAX_BYTES, &timer) == 0) {
		there = true;
		units_schedule_of(&timer, &times->schedule);
		times->minded =
			is_minded(user) &&
			ask_next(pair.timer_name.data, user, &times->next);
		if (!times->minded)
			times->next = compute_next(times->schedule.data, now);
	}
	release(&pair);
	text_release(&message);
	text_release(&timer);
	return there;
}

void unit_times_release(struct unit_times *times)
{
	text_release(&times->schedule);
}
