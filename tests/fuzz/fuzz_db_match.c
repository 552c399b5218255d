// SPDX-License-Identifier: Apache-2.0
/* A service database, a NUL, and what a service said: it is told the same with
 * the index as without, in printable words. */
#include "identify/service_db.h"
#include "tests/fuzz/check_service.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* So that what is slow without an end is not met again and again. */
enum { TEXT_MAX = 1024, SAID_MAX = 64 };

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_matches(const struct service_db *db, struct bytes said)
{
	struct db_matcher *quick = db_matcher_create(db);
	struct db_matcher *thorough = db_matcher_create(db);

	db_matcher_try_everything(thorough);
	for (size_t i = 0; i < service_db_probe_count(db); i++) {
		const struct db_probe *probe = service_db_probe(db, i);
		struct identity one = { 0 }, other = { 0 };
		enum db_match match = db_match(quick, probe, 0, said, &one);

		require(db_match(thorough, probe, 0, said, &other) == match);
		require(memcmp(&one, &other, sizeof(one)) == 0);
		require((match != DB_NO_MATCH) == (one.service.name[0] != 0));
		check_service(&one.service);
	}
	db_matcher_free(quick);
	db_matcher_free(thorough);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size > 0 ? memchr(data, '\0', size) : NULL;
	struct bytes all = { data, size }, said;
	struct service_db_error error;
	struct service_db *db;
	size_t len;

	if (end == NULL || end - data > TEXT_MAX)
		return 0;
	len = (size_t)(end - data);
	said = bytes_first(bytes_from(all, len + 1), SAID_MAX);
	db = service_db_create();
	if (service_db_add(db, (const char *)data, len, false, &error) &&
	    service_db_finish(db))
		check_matches(db, said);
	service_db_free(db);
	return 0;
}
