// SPDX-License-Identifier: Apache-2.0
#include "probes/known_services.h"

#include "base/read_file.h"

#include <string.h>

static bool add_built_in(struct service_db *db, struct text *why)
{
	struct bytes text = known_services_text();
	struct service_db_error error;

	if (service_db_add(db, (const char *)text.data, text.len, true, &error))
		return true;
	text_printf(why, "services built in: line %zu: %s", error.line,
	            error.why);
	return false;
}

static bool add_file(struct service_db *db, const char *path, struct text *why)
{
	struct service_db_error error;
	struct text text;
	bool added = false;
	int failure;

	text_init(&text);
	failure = read_file(path, KNOWN_SERVICES_MAX_BYTES, &text);
	if (failure != 0)
		text_printf(why, "%s: %s", path, strerror(failure));
	else if (service_db_add(db, text.data, text.len, false, &error))
		added = true;
	else
		text_printf(why, "%s:%zu: %s", path, error.line, error.why);
	text_release(&text);
	return added;
}

struct service_db *known_services_create(const char *path, struct text *why)
{
	struct service_db *db = service_db_create();

	if (db != NULL && add_built_in(db, why) &&
	    (path == NULL || add_file(db, path, why)) && service_db_finish(db))
		return db;
	if (why->len == 0)
		text_append_string(why, "out of memory");
	service_db_free(db);
	return NULL;
}
