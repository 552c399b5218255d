// SPDX-License-Identifier: Apache-2.0
#include "audit/portscan_json.h"

#include "audit/port_record.h"
#include "audit/recorded_coverage.h"
#include "report/escape.h"

#include <string.h>

static bool fail(struct text *error, const char *what)
{
	text_append_string(error, what);
	return false;
}

static bool add_ports(const json_t *ports, struct snapshot *snapshot,
                      struct text *error)
{
	for (size_t i = 0; i < json_array_size(ports); i++) {
		struct text why;
		bool good;

		text_init(&why);
		good = port_record_add(snapshot, json_array_get(ports, i),
		                       &why);
		if (!good)
			text_printf(error, "ports[%zu]: %s", i, why.data);
		text_release(&why);
		if (!good)
			return false;
	}
	return true;
}

bool portscan_json_read_document(const json_t *document,
                                 struct snapshot *snapshot, struct text *error)
{
	const json_t *ports = json_object_get(document, "ports");
	const json_t *hosts = json_object_get(document, "hosts");
	struct recorded_coverage recorded;
	bool good = true;

	if (!json_is_array(ports) || !json_is_array(hosts))
		return fail(error, "has no list of ports, or of hosts");
	recorded_coverage_init(&recorded);
	good = recorded_coverage_scan(
		&recorded, json_object_get(document, "scan"), snapshot, error);
	for (size_t i = 0; i < json_array_size(hosts) && good; i++)
		good = recorded_coverage_host(&recorded,
		                              json_array_get(hosts, i), error);
	recorded_coverage_summary(&recorded,
	                          json_object_get(document, "summary"));
	good = good && recorded_coverage_apply(&recorded, snapshot, error) &&
	       add_ports(ports, snapshot, error);
	recorded_coverage_release(&recorded);
	return good;
}

/* The lines of a file, one at a time. */
struct lines {
	const char *at, *end;
	size_t number; /* of the one that was read last */
};

/* The record of the next line.  NULL at the end, or with `error`. */
static json_t *next_record(struct lines *lines, struct text *error)
{
	const char *line = lines->at, *feed;
	json_error_t where;
	json_t *record;

	if (line == lines->end)
		return NULL;
	feed = memchr(line, '\n', (size_t)(lines->end - line));
	lines->at = feed != NULL ? feed + 1 : lines->end;
	lines->number++;
	record = json_loadb(line,
	                    (size_t)((feed != NULL ? feed : lines->end) - line),
	                    JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &where);
	if (record != NULL || feed == NULL)
		return record;
	text_append_string(error, "not JSON: ");
	escape_terminal(error, where.text, strlen(where.text));
	return NULL;
}

typedef bool (*record_cb)(void *arg, const json_t *record, const char *type,
                          struct text *error);

static bool call_for_each(struct lines lines, record_cb call, void *arg,
                          struct text *error)
{
	struct text why;
	json_t *record;
	bool good = true;

	text_init(&why);
	while (good && (record = next_record(&lines, &why)) != NULL) {
		const char *type =
			json_string_value(json_object_get(record, "record"));

		good = type != NULL ? call(arg, record, type, &why)
		                    : fail(&why, "not a record");
		json_decref(record);
	}
	good = good && why.len == 0;
	if (!good)
		text_printf(error, "line %zu: %s", lines.number, why.data);
	text_release(&why);
	return good;
}

/* All but the ports come first: what is not listed rests on them. */
struct frame {
	struct recorded_coverage recorded;
	struct snapshot *snapshot;
	bool has_scan;
};

static bool read_frame(void *arg, const json_t *record, const char *type,
                       struct text *error)
{
	struct frame *frame = arg;

	if (strcmp(type, "scan") == 0) {
		if (frame->has_scan)
			return fail(error, "a second scan begins");
		frame->has_scan = true;
		return recorded_coverage_scan(&frame->recorded, record,
		                              frame->snapshot, error);
	}
	if (strcmp(type, "host") == 0)
		return recorded_coverage_host(&frame->recorded, record, error);
	if (strcmp(type, "summary") == 0)
		recorded_coverage_summary(&frame->recorded, record);
	return true;
}

static bool read_port(void *arg, const json_t *record, const char *type,
                      struct text *error)
{
	if (strcmp(type, "port") != 0)
		return true;
	return port_record_add(arg, record, error);
}

bool portscan_json_read_lines(const char *bytes, size_t len,
                              struct snapshot *snapshot, struct text *error)
{
	const struct lines lines = { bytes, bytes + len, 0 };
	struct frame frame = { .snapshot = snapshot };
	bool good;

	recorded_coverage_init(&frame.recorded);
	good = call_for_each(lines, read_frame, &frame, error);
	if (good && !frame.has_scan)
		good = fail(error, "has no scan record, the first line of "
		                   "portscan --jsonl");
	good = good &&
	       recorded_coverage_apply(&frame.recorded, snapshot, error) &&
	       call_for_each(lines, read_port, snapshot, error);
	recorded_coverage_release(&frame.recorded);
	return good;
}
