// SPDX-License-Identifier: Apache-2.0
#include "registry/store.h"

#include "base/make_folders.h"
#include "base/read_file.h"
#include "base/replace_file.h"
#include "registry/digest.h"
#include "registry/iana.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FOLDER "/portscan"
#define FILE_NAME "/service-names-port-numbers.csv"

/* XDG Base Directory Specification: a path that is not absolute is ignored. */
static bool append_data_home(struct text *path)
{
	const char *data = getenv("XDG_DATA_HOME");
	const char *home = getenv("HOME");

	if (data != NULL && data[0] == '/')
		text_append_string(path, data);
	else if (home != NULL && home[0] == '/')
		text_printf(path, "%s/.local/share", home);
	else
		return false;
	return true;
}

/* False when the environment names no place. */
static bool find_file(struct text *path)
{
	text_clear(path);
	if (!append_data_home(path))
		return false;
	text_append_string(path, FOLDER FILE_NAME);
	return !path->failed;
}

bool registry_read_file(const char *path, struct text *csv, struct text *why)
{
	int error;

	text_clear(csv);
	error = read_file(path, REGISTRY_MAX_BYTES, csv);

	if (error != 0)
		text_printf(why, "%s: %s", path, strerror(error));
	return error == 0;
}

/*
 * `csv` is cut up.  `name` is what `why` calls it, `origin` where the table
 * will be from.  `in_use` is NULL when there is none to compare with.
 */
static struct registry *parse(struct text *csv, const char *name,
                              const char *origin, const struct registry *in_use,
                              struct text *why)
{
	char sha256[DIGEST_HEX_SIZE];
	struct registry *registry = NULL;
	struct text reason;

	text_init(&reason);
	if (digest_sha256(csv->data, csv->len, sha256))
		registry = iana_read(csv, origin, sha256, &reason);
	else
		text_append_string(&reason, "out of memory");
	if (registry != NULL && in_use != NULL &&
	    !iana_may_replace(registry, in_use, &reason)) {
		registry_free(registry);
		registry = NULL;
	}
	if (registry == NULL)
		text_printf(why, "%s: %s", name, reason.data);
	text_release(&reason);
	return registry;
}

struct registry *registry_store_load(struct text *why)
{
	struct registry *registry = NULL;
	struct text path, csv;
	int error = ENOENT;

	text_init(&path);
	text_init(&csv);
	if (find_file(&path))
		error = read_file(path.data, REGISTRY_MAX_BYTES, &csv);
	if (error == 0)
		registry = parse(&csv, path.data, path.data, NULL, why);
	else if (error != ENOENT)
		text_printf(why, "%s: %s", path.data, strerror(error));
	text_release(&csv);
	text_release(&path);
	return registry;
}

/* Anyone may read it: the facts are public, and root may have imported them
 * with the HOME of another.  Drafts of two imports at once are two files. */
static int write_file(const char *path, const struct text *bytes)
{
	struct iovec part = { bytes->data, bytes->len };
	struct text draft;
	int error = ENOMEM;

	text_init(&draft);
	text_printf(&draft, "%s.%ld", path, (long)getpid());
	if (!draft.failed)
		error = replace_file(path, draft.data, 0644, &part, 1);
	text_release(&draft);
	return error;
}

static bool keep(const struct text *csv, char *path, struct text *why)
{
	int error = make_folders(path);

	if (error == 0)
		error = write_file(path, csv);
	if (error != 0)
		text_printf(why, "%s: %s", path, strerror(error));
	return error == 0;
}

/* The table in `csv`, when it is fit to replace the one in use. */
static struct registry *check(const struct text *csv, const char *name,
                              const char *origin, const struct registry *in_use,
                              struct text *why)
{
	struct registry *registry = NULL;
	struct text copy;

	text_init(&copy);
	text_append(&copy, csv->data, csv->len);
	if (copy.failed)
		text_printf(why, "%s: out of memory", name);
	else
		registry = parse(&copy, name, origin, in_use, why);
	text_release(&copy);
	return registry;
}

struct registry *registry_store_import(const struct text *csv, const char *name,
                                       const struct registry *in_use,
                                       struct text *why)
{
	struct registry *registry = NULL;
	struct text path;

	text_init(&path);
	if (!find_file(&path))
		text_append_string(why, "no place to keep the registry: HOME "
		                        "is not set");
	else
		registry = check(csv, name, path.data, in_use, why);
	if (registry != NULL && !keep(csv, path.data, why)) {
		registry_free(registry);
		registry = NULL;
	}
	text_release(&path);
	return registry;
}
