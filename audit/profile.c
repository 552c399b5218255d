// SPDX-License-Identifier: Apache-2.0
#include "audit/profile.h"

#include "audit/profile_keys.h"
#include "base/count.h"
#include "base/read_file.h"

#include <errno.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>

enum {
	PROFILE_MAX_BYTES = 1 << 20,
	LINE_MAX_BYTES = 4096, /* inih's usual 200 hold no webhook's URL */
	SETTINGS_MAX = 10000,
};

static const char scan_section[] = "scan";
static const char *const sections[] = { scan_section, "audit", "notify" };

/* What is being read.  After a failure nothing more is. */
struct reading {
	const char *rest, *end; /* of the text */
	unsigned line;          /* the one that inih was given last */
	struct profile *profile;
	bool seen[PROFILE_KEY_COUNT];
	struct text why; /* and `line` is where; "" as long as all is well */
};

static bool failed(const struct reading *reading)
{
	return reading->why.len > 0 || reading->why.failed;
}

static bool is_known_section(const char *name, size_t len)
{
	for (size_t i = 0; i < COUNT(sections); i++)
		if (strlen(sections[i]) == len &&
		    memcmp(sections[i], name, len) == 0)
			return true;
	return false;
}

/* inih tells of a section only with a key in it, and cuts its name. */
static void check_section(struct reading *reading, const char *line, size_t len)
{
	const char *bracket = memchr(line, ']', len);
	size_t name_len = bracket != NULL ? (size_t)(bracket - line) - 1 : 0;

	if (bracket != NULL && !is_known_section(line + 1, name_len))
		text_printf(&reading->why, "%.*s]: no section of a profile",
		            (int)name_len + 1, line);
}

static bool holds_control(const char *line, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (((unsigned char)line[i] < ' ' && line[i] != '\t') ||
		    line[i] == 0x7f)
			return true;
	return false;
}

/* May inih, which takes `room` bytes and cuts what is longer, have it? */
static bool check_line(struct reading *reading, const char *line, size_t len,
                       size_t room)
{
	if (len + 2 > room)
		text_printf(&reading->why, "longer than %zu bytes", room - 2);
	else if (holds_control(line, len))
		text_append_string(&reading->why, "holds a control character");
	else if (len > 0 && line[0] == '[')
		check_section(reading, line, len);
	return !failed(reading);
}

/* Hand over one line as fgets() would, but for its indentation, by which inih
 * would take it for more of the line before. */
static char *next_line(char *buffer, int room, void *arg)
{
	struct reading *reading = arg;
	const char *line = reading->rest, *feed;
	size_t len;

	if (line == reading->end || failed(reading))
		return NULL;
	reading->line++;
	len = (size_t)(reading->end - line);
	feed = memchr(line, '\n', len);
	if (feed != NULL)
		len = (size_t)(feed - line);
	reading->rest = feed != NULL ? feed + 1 : reading->end;
	while (len > 0 && (*line == ' ' || *line == '\t')) {
		line++;
		len--;
	}
	if (len > 0 && line[len - 1] == '\r')
		len--;
	if (!check_line(reading, line, len, (size_t)room))
		return NULL;
	memcpy(buffer, line, len);
	memcpy(buffer + len, "\n", 2);
	return buffer;
}

static bool add_setting(struct reading *reading, const char *key,
                        const char *value)
{
	struct profile *profile = reading->profile;
	struct profile_setting setting = { .line = reading->line };
	struct profile_setting *scan;

	if (profile->scan_count == SETTINGS_MAX) {
		text_append_string(&reading->why, "too many settings");
		return true;
	}
	scan = reallocarray(profile->scan, profile->scan_count + 1,
	                    sizeof(*scan));
	if (scan == NULL)
		return false;
	profile->scan = scan;
	setting.key = strdup(key);
	setting.value = strdup(value);
	scan[profile->scan_count++] = setting;
	return setting.key != NULL && setting.value != NULL;
}

/* A key of [audit] or [notify]. */
static void set_key(struct reading *reading, const char *section,
                    const char *key, const char *value)
{
	size_t i = profile_key_find(section, key);
	struct text what;

	if (i == PROFILE_KEY_COUNT) {
		text_printf(&reading->why, "%s: no key of [%s]", key, section);
		return;
	}
	if (reading->seen[i] && !profile_keys[i].repeats) {
		text_printf(&reading->why, "%s: is there twice", key);
		return;
	}
	reading->seen[i] = true;
	text_init(&what);
	if (!profile_keys[i].set(reading->profile, value, &what))
		text_printf(&reading->why, "%s: %s", key, what.data);
	text_release(&what);
}

/* What inih calls for each key.  1: go on; failures are in `reading`. */
static int on_key(void *arg, const char *section, const char *key,
                  const char *value)
{
	struct reading *reading = arg;

	if (failed(reading))
		return 1;
	if (*section == '\0')
		text_printf(&reading->why, "%s: stands before any [section]",
		            key);
	else if (*key == '\0')
		text_append_string(&reading->why, "a value without a key");
	else if (*value == '\0')
		text_printf(&reading->why, "%s: no value", key);
	else if (strcmp(section, scan_section) != 0)
		set_key(reading, section, key, value);
	else if (!add_setting(reading, key, value))
		text_append_string(&reading->why, "out of memory");
	return 1;
}

static bool read_lines(struct reading *reading, struct text *error)
{
	const char *path = reading->profile->path;
	int wrong;

	ini_max_line = LINE_MAX_BYTES;
	wrong = ini_parse_stream(next_line, reading, on_key, reading);
	/* inih goes on after a line that is neither, and tells of the first. */
	if (wrong > 0)
		text_printf(error, "%s:%d: neither KEY = VALUE nor [SECTION]",
		            path, wrong);
	else if (failed(reading))
		text_printf(error, "%s:%u: %s", path, reading->line,
		            reading->why.data);
	return wrong == 0 && !failed(reading);
}

/* Nothing but where it is, and what is usual. */
static bool init(struct profile *profile, const char *path)
{
	const char *slash = strrchr(path, '/');

	*profile = (struct profile){
		.path = strdup(path),
		.folder = slash == NULL
		                  ? strdup(".")
		                  : strndup(path,
		                            slash == path
		                                    ? 1
		                                    : (size_t)(slash - path)),
		.recheck_delay_ms = 30000,
		.keep_runs = 1000,
	};
	return profile->path != NULL && profile->folder != NULL;
}

bool profile_parse(const char *text, size_t len, const char *path,
                   struct profile *profile, struct text *error)
{
	struct reading reading = {
		.rest = text,
		.end = text + len,
		.profile = profile,
	};
	bool read;

	text_init(&reading.why);
	read = init(profile, path);
	if (!read)
		text_printf(error, "%s: out of memory", path);
	else
		read = read_lines(&reading, error);
	text_release(&reading.why);
	if (!read)
		profile_release(profile);
	return read;
}

bool profile_read(const char *path, struct profile *profile, struct text *error)
{
	struct text text;
	bool read = false;
	int code;

	*profile = (struct profile){ 0 };
	text_init(&text);
	code = read_file(path, PROFILE_MAX_BYTES, &text);
	if (code != 0)
		text_printf(error, "%s: %s", path, strerror(code));
	else
		read = profile_parse(text.data, text.len, path, profile, error);
	text_release(&text);
	return read;
}

static void free_strings(char **strings)
{
	for (size_t i = 0; strings != NULL && strings[i] != NULL; i++)
		free(strings[i]);
	free(strings);
}

static void release_notify(struct profile_notify *notify)
{
	free_strings(notify->webhooks);
	free(notify->webhook_secret_file);
	free_strings(notify->command);
	free(notify->mail_to);
	free(notify->mail_from);
	free(notify->metrics);
}

void profile_release(struct profile *profile)
{
	for (size_t i = 0; i < profile->scan_count; i++) {
		free(profile->scan[i].key);
		free(profile->scan[i].value);
	}
	free(profile->scan);
	free(profile->path);
	free(profile->folder);
	free(profile->database);
	free(profile->policy);
	free(profile->blackouts);
	release_notify(&profile->notify);
	*profile = (struct profile){ 0 };
}
