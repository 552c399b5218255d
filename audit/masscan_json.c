// SPDX-License-Identifier: Apache-2.0
#include "audit/masscan_json.h"

#include "audit/outcome_words.h"
#include "report/escape.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct reading {
	struct snapshot *snapshot;
	const char *at, *end;
	size_t line;
	size_t objects;
	struct text *error;
};

static bool fail(struct reading *reading, const char *what)
{
	text_printf(reading->error, "line %zu: %s", reading->line, what);
	return false;
}

/* The clock of the host that scanned, in seconds; 0 when it is none. */
static int64_t time_of(const json_t *object)
{
	const json_t *value = json_object_get(object, "timestamp");
	const char *text = json_string_value(value);
	long long seconds = text != NULL ? strtoll(text, NULL, 10)
	                                 : json_integer_value(value);

	if (seconds <= 0 || seconds > INT64_MAX / 1000000)
		return 0;
	return (int64_t)seconds * 1000000;
}

/* What a version has beside the port, another has within `data`. */
static const char *string_of(const json_t *port, const char *key)
{
	const char *string = json_string_value(json_object_get(port, key));

	if (string != NULL)
		return string;
	return json_string_value(
		json_object_get(json_object_get(port, "data"), key));
}

/* Its reason may be any flags of TCP; open is open. */
static bool outcome_of(const json_t *port, enum protocol protocol,
                       struct outcome *outcome)
{
	const char *status = string_of(port, "status");

	if (status == NULL)
		return false; /* a banner of a port that is told of elsewhere */
	if (strcmp(status, "open") == 0) {
		*outcome = outcome_open(protocol);
		return true;
	}
	*outcome = (struct outcome){ PORT_CLOSED,
		                     protocol == PROTOCOL_TCP
		                             ? REASON_CONN_REFUSED
		                             : REASON_PORT_UNREACHABLE };
	return strcmp(status, "closed") == 0;
}

static void note_time(struct snapshot *snapshot, int64_t time_us)
{
	if (time_us > 0 &&
	    (snapshot->time_us == 0 || time_us < snapshot->time_us))
		snapshot->time_us = time_us;
}

/* One port of `address`; what is neither TCP nor UDP is left out. */
static bool read_port(struct reading *reading, const json_t *port,
                      const struct address *address, int64_t time_us)
{
	const json_t *number = json_object_get(port, "port");
	const char *word = json_string_value(json_object_get(port, "proto"));
	struct sighting sighting = { .address = *address, .time_us = time_us };

	if (!json_is_integer(number) || json_integer_value(number) < 0 ||
	    json_integer_value(number) > UINT16_MAX || word == NULL)
		return fail(reading, "its port is none");
	sighting.port = (uint16_t)json_integer_value(number);
	if (!outcome_words_protocol(word, &sighting.protocol) ||
	    !outcome_of(port, sighting.protocol, &sighting.outcome))
		return true;
	note_time(reading->snapshot, time_us);
	coverage_add(reading->snapshot->coverage, address, sighting.protocol,
	             sighting.port, sighting.outcome);
	if (sighting.outcome.state == PORT_OPEN &&
	    !snapshot_add(reading->snapshot, &sighting))
		return fail(reading, "out of memory");
	return true;
}

static bool read_host(struct reading *reading, const json_t *object)
{
	const char *ip = json_string_value(json_object_get(object, "ip"));
	const json_t *ports = json_object_get(object, "ports");
	struct address address;

	if (json_object_get(object, "finished") != NULL)
		return true;
	if (ip == NULL || !address_parse(ip, &address))
		return fail(reading, "not an object of masscan: it has no ip");
	if (ports == NULL)
		return read_port(reading, object, &address, time_of(object));
	for (size_t i = 0; i < json_array_size(ports); i++)
		if (!read_port(reading, json_array_get(ports, i), &address,
		               time_of(object)))
			return false;
	return true;
}

/* The line that some versions end with, `{finished: 1}`. */
static bool skip_finished(struct reading *reading)
{
	static const char start[] = "{finished:";
	size_t left = (size_t)(reading->end - reading->at);
	const char *close;

	if (left < strlen(start) ||
	    memcmp(reading->at, start, strlen(start)) != 0)
		return false;
	close = memchr(reading->at, '}', left);
	reading->at = close != NULL ? close + 1 : reading->end;
	return true;
}

static bool read_object(struct reading *reading)
{
	json_error_t where;
	json_t *object;
	bool good;

	if (skip_finished(reading))
		return true;
	object = json_loadb(reading->at, (size_t)(reading->end - reading->at),
	                    JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL |
	                            JSON_DISABLE_EOF_CHECK,
	                    &where);
	if (object == NULL) {
		reading->line += (size_t)(where.line > 0 ? where.line - 1 : 0);
		fail(reading, "not JSON: ");
		escape_terminal(reading->error, where.text, strlen(where.text));
		return false;
	}
	good = read_host(reading, object);
	json_decref(object);
	for (int i = 0; i < where.position; i++)
		reading->line += reading->at[i] == '\n';
	reading->at += where.position;
	reading->objects++;
	return good;
}

/* Between the objects. */
static bool skip(struct reading *reading)
{
	switch (*reading->at) {
	case '\n': reading->line++; break;
	case ' ':
	case '\t':
	case '\r':
	case ',':
	case '[':
	case ']': break;
	default: return fail(reading, "not JSON as masscan writes it");
	}
	reading->at++;
	return true;
}

bool masscan_json_read(const char *bytes, size_t len, struct snapshot *snapshot,
                       struct text *error)
{
	struct reading reading = { .snapshot = snapshot,
		                   .at = bytes,
		                   .end = bytes + len,
		                   .line = 1,
		                   .error = error };

	snapshot->foreign = true;
	coverage_set_unknown(snapshot->coverage);
	while (reading.at < reading.end)
		if (!(*reading.at == '{' ? read_object(&reading)
		                         : skip(&reading)))
			return false;
	return true;
}
