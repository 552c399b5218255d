// SPDX-License-Identifier: Apache-2.0
#include "audit/port_record.h"

#include "audit/outcome_words.h"
#include "audit/record_time.h"
#include "audit/string_pool.h"
#include "report/escape.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A record as it is read; strings wait in the pool until the sighting, which
 * borrows them, is copied. */
struct reading {
	struct text *error;
	struct string_pool *strings;
	struct sighting sighting;
};

static bool fail(struct reading *reading, const char *what)
{
	text_append_string(reading->error, what);
	return false;
}

/* What a string that comes from a file holds is nothing to print as it is. */
static bool fail_with(struct reading *reading, const char *what,
                      const char *word)
{
	text_append_string(reading->error, what);
	text_append_string(reading->error, ": ");
	escape_terminal(reading->error, word, strnlen(word, 64));
	return false;
}

static bool keep(struct reading *reading, const char *bytes, size_t len,
                 const char **kept)
{
	*kept = string_pool_add(&reading->strings, bytes, len);
	return *kept != NULL || fail(reading, "out of memory");
}

/* Null and missing are unknown. */
static bool read_string(struct reading *reading, const json_t *object,
                        const char *key, const char **kept)
{
	const json_t *value = json_object_get(object, key);

	*kept = "";
	if (value == NULL || json_is_null(value))
		return true;
	if (!json_is_string(value)) {
		text_printf(reading->error, "%s is not a string", key);
		return false;
	}
	return keep(reading, json_string_value(value),
	            json_string_length(value), kept);
}

/* A member that there has to be. */
static bool read_word(struct reading *reading, const json_t *object,
                      const char *key, const char **kept)
{
	if (!read_string(reading, object, key, kept))
		return false;
	if (**kept != '\0')
		return true;
	text_printf(reading->error, "%s is missing", key);
	return false;
}

static bool read_port(struct reading *reading, const json_t *record)
{
	const json_t *port = json_object_get(record, "port");
	json_int_t number = json_integer_value(port);

	if (!json_is_integer(port) || number < 0 || number > UINT16_MAX)
		return fail(reading, "port is not a number from 0 to 65535");
	reading->sighting.port = (uint16_t)number;
	return true;
}

/* Which question it is. */
static bool read_question(struct reading *reading, const json_t *record)
{
	struct sighting *sighting = &reading->sighting;
	const char *address, *protocol;

	if (!read_word(reading, record, "address", &address) ||
	    !read_word(reading, record, "protocol", &protocol) ||
	    !read_port(reading, record))
		return false;
	if (!address_parse(address, &sighting->address))
		return fail_with(reading, "not an address", address);
	if (!outcome_words_protocol(protocol, &sighting->protocol))
		return fail_with(reading, "protocol is not known", protocol);
	return true;
}

static bool read_outcome(struct reading *reading, const json_t *record)
{
	struct outcome *outcome = &reading->sighting.outcome;
	const char *state, *reason;

	if (!read_word(reading, record, "state", &state) ||
	    !read_word(reading, record, "reason", &reason))
		return false;
	if (!outcome_words_state(state, &outcome->state))
		return fail_with(reading, "state is not known", state);
	if (!outcome_words_reason(reason, &outcome->reason))
		return fail_with(reading, "reason is not known", reason);
	return true;
}

static bool read_time(struct reading *reading, const json_t *record)
{
	const char *time;

	if (!read_string(reading, record, "time", &time))
		return false;
	if (*time == '\0' ||
	    record_time_parse(time, &reading->sighting.time_us))
		return true;
	return fail_with(reading, "not a time", time);
}

/* A member that is an object; `*object` is NULL where it is null or missing. */
static bool read_object(struct reading *reading, const json_t *record,
                        const char *key, const json_t **object)
{
	*object = json_object_get(record, key);
	if (json_is_null(*object))
		*object = NULL;
	if (*object == NULL || json_is_object(*object))
		return true;
	text_printf(reading->error, "%s is not an object", key);
	return false;
}

static int compare_strings(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The strings of an array, `sorted` or as they stand, with `separator`
 * between. */
static bool read_list(struct reading *reading, const json_t *object,
                      const char *key, bool sorted, const char *separator,
                      const char **kept)
{
	const json_t *array = json_object_get(object, key);
	size_t count = json_array_size(array);
	const char **items;
	struct text list;
	bool good = true;

	*kept = "";
	if (array == NULL || json_is_null(array))
		return true;
	if (!json_is_array(array)) {
		text_printf(reading->error, "%s is not an array", key);
		return false;
	}
	if (count == 0)
		return true;
	items = calloc(count, sizeof(*items));
	if (items == NULL)
		return fail(reading, "out of memory");
	for (size_t i = 0; i < count && good; i++) {
		const json_t *item = json_array_get(array, i);

		good = json_is_string(item)
		               ? keep(reading, json_string_value(item),
		                      json_string_length(item), &items[i])
		               : fail(reading,
		                      "a list holds what is no string");
	}
	text_init(&list);
	if (good && sorted)
		qsort(items, count, sizeof(*items), compare_strings);
	for (size_t i = 0; i < count && good; i++)
		text_printf(&list, "%s%s", i > 0 ? separator : "", items[i]);
	if (good)
		good = list.failed ? fail(reading, "out of memory")
		                   : keep(reading, list.data, list.len, kept);
	text_release(&list);
	free(items);
	return good;
}

static bool read_registry(struct reading *reading, const json_t *record)
{
	struct sighting *sighting = &reading->sighting;
	const json_t *registry;

	return read_object(reading, record, "registry", &registry) &&
	       read_string(reading, registry, "status",
	                   &sighting->registry_status) &&
	       read_string(reading, registry, "name", &sighting->registry_name);
}

static bool read_service(struct reading *reading, const json_t *record)
{
	struct sighting *sighting = &reading->sighting;
	const json_t *service;

	return read_object(reading, record, "service", &service) &&
	       read_string(reading, service, "name", &sighting->service) &&
	       read_string(reading, service, "product", &sighting->product) &&
	       read_string(reading, service, "version", &sighting->version);
}

static bool read_keys(struct reading *reading, const json_t *record)
{
	struct sighting *sighting = &reading->sighting;
	const json_t *tls, *ssh;

	return read_object(reading, record, "tls", &tls) &&
	       read_string(reading, tls, "sha256", &sighting->certificate) &&
	       read_object(reading, record, "ssh", &ssh) &&
	       read_list(reading, ssh, "host_keys", true, ", ",
	                 &sighting->host_keys);
}

static bool read_rest(struct reading *reading, const json_t *record)
{
	struct sighting *sighting = &reading->sighting;

	return read_time(reading, record) &&
	       read_string(reading, record, "hostname", &sighting->hostname) &&
	       read_registry(reading, record) &&
	       read_service(reading, record) && read_keys(reading, record) &&
	       read_string(reading, record, "banner", &sighting->banner) &&
	       read_string(reading, record, "verdict", &sighting->verdict) &&
	       read_list(reading, record, "why", false, ";", &sighting->why);
}

/* Fifteen digits give every number back as it was written, and 0.31 as 0.31. */
static bool read_record(struct reading *reading, const json_t *record)
{
	char *line = json_dumps(record, JSON_COMPACT | JSON_REAL_PRECISION(15));
	bool good;

	if (line == NULL)
		return fail(reading, "out of memory");
	good = keep(reading, line, strlen(line), &reading->sighting.record);
	free(line);
	return good;
}

static bool add(struct reading *reading, struct snapshot *snapshot,
                const json_t *record)
{
	const struct sighting *sighting = &reading->sighting;

	if (!json_is_object(record))
		return fail(reading, "not an object");
	if (!read_question(reading, record) || !read_outcome(reading, record))
		return false;
	if (sighting->outcome.state == PORT_OPEN) {
		if (!read_rest(reading, record) ||
		    !read_record(reading, record))
			return false;
		if (!snapshot_add(snapshot, sighting))
			return fail(reading, "out of memory");
	}
	coverage_add(snapshot->coverage, &sighting->address, sighting->protocol,
	             sighting->port, sighting->outcome);
	return true;
}

bool port_record_add(struct snapshot *snapshot, const json_t *record,
                     struct text *error)
{
	struct reading reading = { .error = error };
	bool good = add(&reading, snapshot, record);

	string_pool_free(reading.strings);
	return good;
}
