// SPDX-License-Identifier: Apache-2.0
#include "audit/places.h"

#include "base/grow.h"
#include "base/make_folders.h"
#include "base/read_file.h"
#include "base/replace_file.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PROFILE_ENDING ".ini"
#define POINTER_ENDING ".profile"

enum { NAME_MAX_LEN = 64 };

static const char name_characters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz"
				      "0123456789._-";

static bool no_memory(struct text *error)
{
	text_append_string(error, "out of memory");
	return false;
}

static bool fail(struct text *error, const char *path, int code)
{
	text_printf(error, "%s: %s", path, strerror(code));
	return false;
}

static bool ends_in(const char *string, const char *ending)
{
	size_t len = strlen(string), ending_len = strlen(ending);

	return len >= ending_len &&
	       strcmp(string + len - ending_len, ending) == 0;
}

bool places_name_is_valid(const char *name)
{
	size_t len = strspn(name, name_characters);

	return len > 0 && len <= NAME_MAX_LEN && name[len] == '\0' &&
	       name[0] != '.' && name[0] != '-';
}

static bool check_name(const char *name, struct text *error)
{
	if (places_name_is_valid(name))
		return true;
	text_printf(error,
	            "%s: no name for an audit: up to %d letters, digits, "
	            "dots, dashes and underscores, and no dot or dash first",
	            name, NAME_MAX_LEN);
	return false;
}

/* XDG Base Directory Specification: a path that is not absolute is ignored. */
static bool append_data_home(struct text *path)
{
	const char *data = getenv("XDG_DATA_HOME");
	const char *home = getenv("HOME");

	if (data != NULL && data[0] == '/')
		text_append_string(path, data);
	else if (geteuid() == 0)
		text_append_string(path, "/var/lib");
	else if (home != NULL && home[0] == '/')
		text_printf(path, "%s/.local/share", home);
	else
		return false;
	return true;
}

/* Where in the data folder the file NAME`ending` of an audit is. */
static bool find_data(const char *name, const char *ending, struct text *path,
                      struct text *error)
{
	text_clear(path);
	if (!append_data_home(path)) {
		text_append_string(error, "no place to keep audits: HOME is "
		                          "not set");
		return false;
	}
	text_printf(path, "/portscan/%s%s", name, ending);
	return !path->failed || no_memory(error);
}

bool places_database(const char *name, struct text *path, struct text *error)
{
	return check_name(name, error) && find_data(name, ".db", path, error);
}

/* The profile that the file at `path` points to. */
static int read_pointer(const char *path, struct text *profile)
{
	int error;

	text_clear(profile);
	error = read_file(path, PATH_MAX, profile);
	if (error != 0)
		return error;
	if (profile->len < 2 || profile->data[0] != '/' ||
	    memchr(profile->data, '\n', profile->len) !=
	            profile->data + profile->len - 1)
		return EINVAL;
	profile->data[--profile->len] = '\0';
	return 0;
}

bool places_name(const char *word, struct text *name, struct text *error)
{
	const char *slash = strrchr(word, '/');
	const char *file = slash != NULL ? slash + 1 : word;
	size_t len = strlen(file);

	if (ends_in(file, PROFILE_ENDING))
		len -= strlen(PROFILE_ENDING);
	text_clear(name);
	text_append(name, file, len);
	if (name->failed)
		return no_memory(error);
	return check_name(name->data, error);
}

/* Make the path of a file that is there absolute; its folder's links are
 * resolved, its own are not: what it is called counts. */
static bool make_absolute(const char *file, struct text *path,
                          struct text *error)
{
	const char *slash = strrchr(file, '/');
	char *folder = slash == NULL
	                       ? strdup(".")
	                       : strndup(file, (size_t)(slash + 1 - file));
	char *resolved = folder != NULL ? realpath(folder, NULL) : NULL;
	bool found = resolved != NULL && access(file, F_OK) == 0;

	text_clear(path);
	if (!found)
		fail(error, file, errno);
	else
		text_printf(path, "%s/%s",
		            strcmp(resolved, "/") == 0 ? "" : resolved,
		            slash == NULL ? file : slash + 1);
	free(resolved);
	free(folder);
	return found && (!path->failed || no_memory(error));
}

/* A profile that is remembered under `name`. */
static bool find_known(const char *name, struct text *path, struct text *error)
{
	struct text pointer;
	int code = ENOENT;
	bool found = false;

	text_init(&pointer);
	if (!find_data(name, POINTER_ENDING, &pointer, error))
		goto done;
	code = read_pointer(pointer.data, path);
	if (code == ENOENT)
		text_printf(error,
		            "%s: no such audit, neither here (./%s%s) nor "
		            "among those known: portscan audit list",
		            name, name, PROFILE_ENDING);
	else if (code != 0)
		fail(error, pointer.data, code);
	else if (access(path->data, F_OK) != 0)
		text_printf(error, "%s: its profile is gone: %s: %s", name,
		            path->data, strerror(errno));
	else
		found = true;
done:
	text_release(&pointer);
	return found;
}

/* Here, or else a known one. */
static bool find_by_name(const char *name, struct text *path,
                         struct text *error)
{
	struct text here;
	bool found;

	text_init(&here);
	text_printf(&here, "%s%s", name, PROFILE_ENDING);
	if (here.failed)
		found = no_memory(error);
	else if (access(here.data, F_OK) == 0)
		found = make_absolute(here.data, path, error);
	else
		found = find_known(name, path, error);
	text_release(&here);
	return found;
}

bool places_find_profile(const char *word, struct text *path, struct text *name,
                         struct text *error)
{
	if (!places_name(word, name, error))
		return false;
	if (strchr(word, '/') != NULL || ends_in(word, PROFILE_ENDING))
		return make_absolute(word, path, error);
	return find_by_name(word, path, error);
}

/* Is `name` free for `profile`? */
static bool may_point(const char *name, const char *pointer,
                      const char *profile, struct text *error)
{
	struct text other;
	bool may = true;

	text_init(&other);
	if (read_pointer(pointer, &other) == 0 &&
	    strcmp(other.data, profile) != 0 && access(other.data, F_OK) == 0) {
		text_printf(error,
		            "%s: there is an audit of that name, of the "
		            "profile %s: rename one of them",
		            name, other.data);
		may = false;
	}
	text_release(&other);
	return may;
}

static bool write_pointer(char *pointer, const char *profile,
                          struct text *error)
{
	struct text line, draft;
	int code = ENOMEM;

	text_init(&line);
	text_init(&draft);
	text_printf(&line, "%s\n", profile);
	text_printf(&draft, "%s.%ld", pointer, (long)getpid());
	if (!line.failed && !draft.failed)
		code = make_folders(pointer);
	if (code == 0) {
		struct iovec part = { line.data, line.len };

		code = replace_file(pointer, draft.data, 0600, &part, 1);
	}
	text_release(&draft);
	text_release(&line);
	return code == 0 || fail(error, pointer, code);
}

bool places_remember(const char *name, const char *profile, struct text *error)
{
	struct text pointer;
	bool remembered;

	text_init(&pointer);
	remembered = check_name(name, error) &&
	             find_data(name, POINTER_ENDING, &pointer, error) &&
	             may_point(name, pointer.data, profile, error) &&
	             write_pointer(pointer.data, profile, error);
	text_release(&pointer);
	return remembered;
}

static int compare(const void *a, const void *b)
{
	const struct place *one = a, *other = b;

	return strcmp(one->name, other->name);
}

static bool add_place(struct place_list *places, size_t *room, const char *name,
                      const char *profile)
{
	struct place *items =
		grow(places->items, room, places->count, sizeof(*items));
	struct place place;

	if (items == NULL)
		return false;
	places->items = items;
	place.name = strdup(name);
	place.profile = strdup(profile);
	if (place.name == NULL || place.profile == NULL) {
		free(place.name);
		free(place.profile);
		return false;
	}
	items[places->count++] = place;
	return true;
}

/* Add what the file `file` of the data folder points to; false when out of
 * memory.  Other files are of no interest. */
static bool add_file(struct place_list *places, size_t *room,
                     const struct text *folder, const char *file)
{
	struct text path, name, profile;
	bool added = true;

	if (!ends_in(file, POINTER_ENDING))
		return true;
	text_init(&path);
	text_init(&name);
	text_init(&profile);
	text_printf(&path, "%s%s", folder->data, file);
	text_append(&name, file, strlen(file) - strlen(POINTER_ENDING));
	if (path.failed || name.failed)
		added = false;
	else if (places_name_is_valid(name.data) &&
	         read_pointer(path.data, &profile) == 0)
		added = add_place(places, room, name.data, profile.data);
	text_release(&profile);
	text_release(&name);
	text_release(&path);
	return added;
}

static bool list_folder(struct place_list *places, const struct text *folder,
                        struct text *error)
{
	DIR *listing = opendir(folder->data);
	struct dirent *entry;
	size_t room = 0;
	bool listed = true;

	if (listing == NULL)
		return errno == ENOENT || fail(error, folder->data, errno);
	while (listed && (entry = readdir(listing)) != NULL)
		listed = add_file(places, &room, folder, entry->d_name);
	closedir(listing);
	return listed || no_memory(error);
}

bool places_list(struct place_list *places, struct text *error)
{
	struct text folder;
	bool listed;

	*places = (struct place_list){ 0 };
	text_init(&folder);
	listed = find_data("", "", &folder, error) &&
	         list_folder(places, &folder, error);
	text_release(&folder);
	if (!listed)
		place_list_release(places);
	if (places->count > 1)
		qsort(places->items, places->count, sizeof(*places->items),
		      compare);
	return listed;
}

void place_list_release(struct place_list *places)
{
	for (size_t i = 0; i < places->count; i++) {
		free(places->items[i].name);
		free(places->items[i].profile);
	}
	free(places->items);
	*places = (struct place_list){ 0 };
}
