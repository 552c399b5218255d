// SPDX-License-Identifier: Apache-2.0
#include "identify/db_store.h"

#include "base/count.h"
#include "base/grow.h"
#include "identify/db_ports.h"
#include "identify/db_words.h"
#include "identify/version_info.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WAIT_MAX_MS = 300000 };

struct reading {
	struct service_db *db;
	size_t first_probe;     /* of this file */
	struct db_entry *probe; /* that lines are about; NULL: none yet */
	size_t line;
	bool trusted;
	struct service_db_error *error;
};

/* Bytes of the file as an argument for "%.*s": not too many of them. */
#define QUOTE(bytes)                                                           \
	(int)((bytes).len < 40 ? (bytes).len : 40), (const char *)(bytes).data

/* Always false, and says so to whoever checks the code. */
#define fail(reading, ...) (complain((reading), __VA_ARGS__), false)

__attribute__((format(printf, 2, 3))) static void
complain(struct reading *reading, const char *format, ...)
{
	char *why = reading->error->why;
	va_list args;

	va_start(args, format);
	vsnprintf(why, sizeof(reading->error->why), format, args);
	va_end(args);
	for (; *why != '\0'; why++)
		if (*why < ' ' || *why > '~')
			*why = '?';
	reading->error->line = reading->line;
}

static bool out_of_memory(struct reading *reading)
{
	return fail(reading, "out of memory");
}

/* "Exclude 53,T:9100,U:30000-40000" */
static bool take_exclude(struct reading *reading, struct bytes list)
{
	struct service_db *db = reading->db;
	bool of[PROTOCOL_COUNT] = { true, true };

	if (reading->probe != NULL)
		return fail(reading, "Exclude stands above every Probe");
	if (db->has_exclude)
		return fail(reading, "a second Exclude");
	db->has_exclude = true;
	do {
		struct db_range range;

		if (bytes_have(list, 0, "T:") || bytes_have(list, 0, "U:")) {
			of[PROTOCOL_TCP] = list.data[0] == 'T';
			of[PROTOCOL_UDP] = list.data[0] == 'U';
			list = bytes_from(list, 2);
		}
		if (!db_ports_take(&list, &range))
			return fail(reading, "not ports: %.*s", QUOTE(list));
		for (int i = 0; i < PROTOCOL_COUNT; i++)
			if (of[i] && !db_ports_add(&db->excluded[i], range))
				return out_of_memory(reading);
	} while (list.len > 0);
	return true;
}

/* "Probe TCP name q|payload| no-payload", apart. */
struct probe_line {
	enum protocol protocol;
	struct bytes name;
	struct bytes payload; /* escaped */
};

static bool split_probe(struct reading *reading, struct bytes line,
                        struct probe_line *probe)
{
	struct bytes protocol = db_take_word(&line);

	if (db_bytes_are(protocol, "TCP"))
		probe->protocol = PROTOCOL_TCP;
	else if (db_bytes_are(protocol, "UDP"))
		probe->protocol = PROTOCOL_UDP;
	else
		return fail(reading, "a probe is TCP or UDP, not %.*s",
		            QUOTE(protocol));
	probe->name = db_take_word(&line);
	if (probe->name.len == 0)
		return fail(reading, "a probe has a name");
	if (!db_take_byte(&line, 'q') ||
	    !db_take_delimited(&line, &probe->payload))
		return fail(reading, "a payload is q|bytes|");
	line = db_without_blanks(line);
	if (line.len > 0 && !db_bytes_are(line, "no-payload"))
		return fail(reading, "unknown behind the payload: %.*s",
		            QUOTE(line));
	return true;
}

static bool is_text(struct bytes bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		if (bytes.data[i] <= ' ' || bytes.data[i] > '~')
			return false;
	return true;
}

static bool copy_probe(struct reading *reading, const struct probe_line *line,
                       struct db_probe *probe)
{
	uint8_t *payload = malloc(line->payload.len + 1);

	probe->name = strndup((const char *)line->name.data, line->name.len);
	probe->payload.data = payload;
	if (payload == NULL || probe->name == NULL)
		return out_of_memory(reading);
	if (!db_unescape(line->payload, payload, &probe->payload.len))
		return fail(reading, "escapes of a payload are \\0 \\a \\b \\f "
		                     "\\n \\r \\t \\v \\\\ and \\xHH");
	return true;
}

static bool take_probe(struct reading *reading, struct bytes line)
{
	struct service_db *db = reading->db;
	struct probe_line probe;
	struct db_entry *probes, *entry;

	if (!split_probe(reading, line, &probe))
		return false;
	if (!is_text(probe.name))
		return fail(reading, "odd bytes in the name of a probe");
	if (db_find_in_file(db, probe.protocol, probe.name,
	                    db->file_count - 1) != NULL)
		return fail(reading, "a second probe %.*s", QUOTE(probe.name));
	if (db->probe_count == DB_PROBES_MAX)
		return fail(reading, "too many probes");
	probes = grow(db->probes, &db->probe_room, db->probe_count,
	              sizeof(*probes));
	if (probes == NULL)
		return out_of_memory(reading);
	db->probes = probes;
	entry = &probes[db->probe_count];
	*entry = (struct db_entry){ .first_pattern = db->pattern_count };
	entry->probe.protocol = probe.protocol;
	entry->probe.index = db->probe_count++;
	entry->probe.file = db->file_count - 1;
	reading->probe = entry;
	return copy_probe(reading, &probe, &entry->probe);
}

/* "m|regex|flags" */
static bool take_regex(struct reading *reading, struct bytes *line,
                       struct regex *regex)
{
	struct bytes flags;

	if (!db_take_byte(line, 'm') ||
	    !db_take_delimited(line, &regex->source))
		return fail(reading, "a pattern is m|regex|");
	flags = db_take_word(line);
	for (size_t i = 0; i < flags.len; i++)
		if (flags.data[i] == 'i')
			regex->caseless = true;
		else if (flags.data[i] == 's')
			regex->dotall = true;
		else
			return fail(reading, "flags of a pattern are i and s");
	return true;
}

static bool compile_now(struct reading *reading, struct regex *regex,
                        uint32_t highest_group)
{
	char why[128];
	size_t at;

	if (!regex_compile(regex, why, sizeof(why), &at))
		return fail(reading, "pattern: %s, at its byte %zu", why,
		            at + 1);
	if (highest_group > regex_group_count(regex))
		return fail(reading, "$%u of a pattern with %u groups",
		            (unsigned)highest_group,
		            (unsigned)regex_group_count(regex));
	return true;
}

static bool read_pattern(struct reading *reading, struct bytes line,
                         struct db_pattern *pattern)
{
	const char *error;
	uint32_t highest = 0;

	pattern->service = db_take_word(&line);
	pattern->tls = db_take_string(&pattern->service, "ssl/");
	if (pattern->service.len == 0 || !is_text(pattern->service))
		return fail(reading, "a match names a service");
	if (pattern->service.len >= sizeof(((struct service *)NULL)->name))
		return fail(reading, "a long name for a service: %.*s",
		            QUOTE(pattern->service));
	if (!take_regex(reading, &line, &pattern->regex))
		return false;
	pattern->info = line;
	error = version_info_check(pattern->info, &highest);
	if (error != NULL)
		return fail(reading, "%s", error);
	return reading->trusted ||
	       compile_now(reading, &pattern->regex, highest);
}

static bool add_pattern(struct reading *reading, struct bytes line, bool soft)
{
	struct service_db *db = reading->db;
	struct db_pattern *patterns, *pattern;

	patterns = grow(db->patterns, &db->pattern_room, db->pattern_count,
	                sizeof(*patterns));
	if (patterns == NULL)
		return out_of_memory(reading);
	db->patterns = patterns;
	pattern = &patterns[db->pattern_count++];
	*pattern = (struct db_pattern){ .soft = soft };
	reading->probe->pattern_count++;
	return read_pattern(reading, line, pattern);
}

static bool take_match(struct reading *reading, struct bytes line)
{
	return add_pattern(reading, line, false);
}

static bool take_softmatch(struct reading *reading, struct bytes line)
{
	return add_pattern(reading, line, true);
}

static bool take_port_list(struct reading *reading, struct bytes list,
                           struct db_ports *ports)
{
	do {
		struct db_range range;

		if (!db_ports_take(&list, &range))
			return fail(reading, "not ports: %.*s", QUOTE(list));
		if (!db_ports_add(ports, range))
			return out_of_memory(reading);
	} while (list.len > 0);
	return true;
}

static bool take_ports(struct reading *reading, struct bytes list)
{
	if (reading->probe->probe.ports.count > 0)
		return fail(reading, "a second list of ports");
	return take_port_list(reading, list, &reading->probe->probe.ports);
}

static bool take_sslports(struct reading *reading, struct bytes list)
{
	if (reading->probe->probe.tls_ports.count > 0)
		return fail(reading, "a second list of sslports");
	return take_port_list(reading, list, &reading->probe->probe.tls_ports);
}

/* A number alone, from 1. */
static bool take_count(struct reading *reading, struct bytes line, uint32_t max,
                       uint32_t *number)
{
	struct bytes rest = line;

	if (!db_take_number(&rest, max, number) || rest.len > 0 || *number == 0)
		return fail(reading, "not a number from 1 to %u: %.*s",
		            (unsigned)max, QUOTE(line));
	return true;
}

static bool take_rarity(struct reading *reading, struct bytes line)
{
	struct db_probe *probe = &reading->probe->probe;
	uint32_t rarity;

	if (probe->rarity > 0)
		return fail(reading, "a second rarity");
	if (!take_count(reading, line, 9, &rarity))
		return false;
	probe->rarity = (uint8_t)rarity;
	return true;
}

static bool take_totalwaitms(struct reading *reading, struct bytes line)
{
	struct db_probe *probe = &reading->probe->probe;

	if (probe->total_wait_ms > 0)
		return fail(reading, "a second totalwaitms");
	return take_count(reading, line, WAIT_MAX_MS, &probe->total_wait_ms);
}

/* What is wrapped is told without it. */
static bool take_tcpwrappedms(struct reading *reading, struct bytes line)
{
	uint32_t wait_ms;

	return take_count(reading, line, WAIT_MAX_MS, &wait_ms);
}

static bool take_fallback(struct reading *reading, struct bytes line)
{
	if (reading->probe->fallback_line > 0)
		return fail(reading, "a second fallback");
	reading->probe->fallback_names = line;
	reading->probe->fallback_line = reading->line;
	return true;
}

static const struct directive {
	const char *word;
	bool about_probe;
	bool (*take)(struct reading *reading, struct bytes line);
} directives[] = {
	{ "match", true, take_match },
	{ "softmatch", true, take_softmatch },
	{ "Probe", false, take_probe },
	{ "ports", true, take_ports },
	{ "sslports", true, take_sslports },
	{ "rarity", true, take_rarity },
	{ "fallback", true, take_fallback },
	{ "totalwaitms", true, take_totalwaitms },
	{ "tcpwrappedms", true, take_tcpwrappedms },
	{ "Exclude", false, take_exclude },
};

static bool read_line(struct reading *reading, struct bytes line)
{
	struct bytes word;

	line = db_without_blanks(line);
	if (line.len == 0 || line.data[0] == '#')
		return true;
	word = db_take_word(&line);
	for (size_t i = 0; i < COUNT(directives); i++) {
		if (!db_bytes_are(word, directives[i].word))
			continue;
		if (directives[i].about_probe && reading->probe == NULL)
			return fail(reading, "%s stands below a Probe",
			            directives[i].word);
		return directives[i].take(reading, line);
	}
	return fail(reading, "unknown directive: %.*s", QUOTE(word));
}

/* Names are of the probe's own protocol, or of the other's if it has none. */
static const struct db_entry *find_fallback(const struct service_db *db,
                                            const struct db_probe *probe,
                                            struct bytes name)
{
	const struct db_entry *entry =
		db_find_in_file(db, probe->protocol, name, probe->file);
	enum protocol other =
		probe->protocol == PROTOCOL_TCP ? PROTOCOL_UDP : PROTOCOL_TCP;

	return entry != NULL ? entry
	                     : db_find_in_file(db, other, name, probe->file);
}

static struct bytes take_list_item(struct bytes *list)
{
	struct bytes item;
	size_t len = 0;

	while (len < list->len && list->data[len] != ',')
		len++;
	item = bytes_first(*list, len);
	*list = bytes_from(*list, len + 1);
	return item;
}

static bool resolve_fallbacks(struct reading *reading, struct db_entry *entry)
{
	struct bytes names = entry->fallback_names;

	reading->line = entry->fallback_line;
	if (entry->fallback_line > 0 && names.len == 0)
		return fail(reading, "a fallback names a probe");
	while (names.len > 0) {
		struct bytes name = db_without_blanks(take_list_item(&names));
		const struct db_entry *found =
			find_fallback(reading->db, &entry->probe, name);

		if (found == NULL)
			return fail(reading, "no probe %.*s to fall back to",
			            QUOTE(name));
		if (entry->fallback_count == DB_FALLBACKS_MAX)
			return fail(reading, "more than %d fallbacks",
			            DB_FALLBACKS_MAX);
		entry->fallbacks[entry->fallback_count++] = found->probe.index;
	}
	return true;
}

/* What has to wait until all of the file was read. */
static bool settle(struct reading *reading)
{
	struct service_db *db = reading->db;

	for (size_t i = reading->first_probe; i < db->probe_count; i++) {
		db_ports_settle(&db->probes[i].probe.ports);
		db_ports_settle(&db->probes[i].probe.tls_ports);
		if (!resolve_fallbacks(reading, &db->probes[i]))
			return false;
	}
	for (int i = 0; i < PROTOCOL_COUNT; i++)
		db_ports_settle(&db->excluded[i]);
	return true;
}

bool db_read(struct service_db *db, struct bytes text, bool trusted,
             struct service_db_error *error)
{
	struct reading reading = {
		.db = db,
		.first_probe = db->probe_count,
		.trusted = trusted,
		.error = error,
	};
	struct bytes line;

	db->has_exclude = false;
	while (db_take_line(&text, &line)) {
		reading.line++;
		if (!read_line(&reading, line))
			return false;
	}
	return settle(&reading);
}
