// SPDX-License-Identifier: Apache-2.0
#include "audit/snapshot.h"

#include "audit/port_record.h"
#include "audit/string_pool.h"
#include "base/count.h"
#include "report/escape.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define STRING(member) offsetof(struct sighting, member)

/* Every string of a sighting; those that tell who answers come first. */
static const size_t strings[] = {
	STRING(service),         STRING(product),
	STRING(version),         STRING(certificate),
	STRING(host_keys),       STRING(hostname),
	STRING(verdict),         STRING(why),
	STRING(banner),          STRING(record),
	STRING(registry_status), STRING(registry_name),
};

enum { TELLING_STRINGS = 8 };

static const char **string_of(struct sighting *sighting, size_t i)
{
	return (const char **)((char *)sighting + strings[i]);
}

static const char *string_in(const struct sighting *sighting, size_t i)
{
	return *(const char *const *)((const char *)sighting + strings[i]);
}

void snapshot_release(struct snapshot *snapshot)
{
	free(snapshot->sightings);
	coverage_free(snapshot->coverage);
	string_pool_free(snapshot->strings);
	*snapshot = (struct snapshot){ 0 };
}

/* Room for one more: it doubles whenever the count is a power of two. */
static bool make_room(struct snapshot *snapshot)
{
	size_t count = snapshot->count;
	struct sighting *larger;

	if (count > 0 && (count & (count - 1)) != 0)
		return true;
	larger = reallocarray(snapshot->sightings, count > 0 ? 2 * count : 1,
	                      sizeof(*larger));
	if (larger == NULL)
		return false;
	snapshot->sightings = larger;
	return true;
}

bool snapshot_add(struct snapshot *snapshot, const struct sighting *sighting)
{
	struct sighting copy = *sighting;

	if (!make_room(snapshot))
		return false;
	for (size_t i = 0; i < COUNT(strings); i++) {
		const char *string = string_in(sighting, i);

		if (string == NULL)
			string = "";
		string = string_pool_add(&snapshot->strings, string,
		                         strlen(string));
		if (string == NULL)
			return false;
		*string_of(&copy, i) = string;
	}
	copy.order = snapshot->count;
	snapshot->sightings[snapshot->count++] = copy;
	return true;
}

int sighting_compare(const struct sighting *a, const struct sighting *b)
{
	int order = address_compare(&a->address, &b->address);

	if (order != 0)
		return order;
	if (a->protocol != b->protocol)
		return (int)a->protocol - (int)b->protocol;
	return (int)a->port - (int)b->port;
}

/* Of one port the newest comes first. */
static int compare_with_order(const void *a, const void *b)
{
	const struct sighting *left = a, *right = b;
	int order = sighting_compare(left, right);

	if (order != 0)
		return order;
	return (left->order < right->order) - (left->order > right->order);
}

void snapshot_sort(struct snapshot *snapshot)
{
	struct sighting *items = snapshot->sightings;
	size_t kept = 0;

	if (snapshot->count == 0)
		return;
	qsort(items, snapshot->count, sizeof(*items), compare_with_order);
	for (size_t i = 0; i < snapshot->count; i++) {
		if (kept > 0 &&
		    sighting_compare(&items[kept - 1], &items[i]) == 0)
			continue;
		items[kept] = items[i];
		items[kept].order = kept;
		kept++;
	}
	snapshot->count = kept;
}

static int compare_sightings(const void *a, const void *b)
{
	return sighting_compare(a, b);
}

const struct sighting *snapshot_find(const struct snapshot *snapshot,
                                     const struct address *address,
                                     enum protocol protocol, uint16_t port)
{
	struct sighting key = { .address = *address,
		                .protocol = protocol,
		                .port = port };

	if (snapshot->count == 0)
		return NULL;
	return bsearch(&key, snapshot->sightings, snapshot->count, sizeof(key),
	               compare_sightings);
}

bool sighting_is_alike(const struct sighting *a, const struct sighting *b)
{
	for (size_t i = 0; i < TELLING_STRINGS; i++)
		if (strcmp(string_in(a, i), string_in(b, i)) != 0)
			return false;
	return true;
}

bool snapshot_add_record(struct snapshot *snapshot, const char *json,
                         size_t len, struct text *error)
{
	json_error_t where;
	json_t *record = json_loadb(
		json, len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &where);
	bool added;

	if (record == NULL) {
		text_append_string(error, "not JSON: ");
		escape_terminal(error, where.text, strlen(where.text));
		return false;
	}
	if (snapshot->coverage == NULL)
		snapshot->coverage = coverage_create();
	if (snapshot->coverage == NULL) {
		text_append_string(error, "out of memory");
		json_decref(record);
		return false;
	}
	added = port_record_add(snapshot, record, error);
	json_decref(record);
	return added;
}
