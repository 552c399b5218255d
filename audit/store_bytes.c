// SPDX-License-Identifier: Apache-2.0
#include "audit/store_query.h"
#include "registry/digest.h"

#include <stdlib.h>
#include <string.h>

/*
 * By what bytes are looked up: the first 63 bits of their SHA-256.  What is
 * found is compared, so that it does not matter when two have the same.
 */
static bool place_of(const void *bytes, size_t len, int64_t *place)
{
	char hex[DIGEST_HEX_SIZE];

	if (!digest_sha256(bytes, len, hex))
		return false;
	hex[16] = '\0';
	*place = (int64_t)(strtoull(hex, NULL, 16) >> 1);
	return true;
}

static bool find(struct store *store, int64_t place, const void *bytes,
                 size_t len, int64_t *id, struct text *error)
{
	struct query query;

	*id = 0;
	query_open(&query, store,
	           "SELECT id FROM bytes"
	           " WHERE place = ? AND unpack(size, content) = ?",
	           error);
	query_give_int(&query, place);
	query_give_bytes(&query, bytes, len);
	if (query_next(&query))
		*id = query_take_int(&query, 1, INT64_MAX);
	return query_close(&query);
}

bool store_put_bytes(struct store *store, const void *bytes, size_t len,
                     int64_t *id, struct text *error)
{
	struct query query;
	int64_t place;

	if (!place_of(bytes, len, &place)) {
		text_printf(error, "%s: out of memory", store->path);
		return false;
	}
	if (!find(store, place, bytes, len, id, error))
		return false;
	if (*id != 0)
		return true;
	query_open(&query, store,
	           "INSERT INTO bytes (place, size, content)"
	           " VALUES (?1, length(?2), pack(?2))",
	           error);
	query_give_int(&query, place);
	query_give_bytes(&query, bytes, len);
	query_run(&query);
	*id = sqlite3_last_insert_rowid(store->db);
	return query_close(&query);
}

bool store_put_string(struct store *store, const char *string, int64_t *id,
                      struct text *error)
{
	return store_put_bytes(store, string, strlen(string), id, error);
}
