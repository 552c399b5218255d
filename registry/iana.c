// SPDX-License-Identifier: Apache-2.0
#include "registry/iana.h"

#include "base/count.h"
#include "registry/csv.h"
#include "registry/plain_text.h"
#include "registry/summary.h"
#include "registry/table.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The columns that are read, wherever the header has them. */
enum column {
	NAME,
	PORT,
	PROTOCOL,
	DESCRIPTION,
	ASSIGNEE,
	REGISTERED,
	MODIFIED,
	REFERENCE,
	UNAUTHORISED,
	NOTES,
	COLUMN_COUNT,
};

static const char *const titles[COLUMN_COUNT] = {
	[NAME] = "Service Name",
	[PORT] = "Port Number",
	[PROTOCOL] = "Transport Protocol",
	[DESCRIPTION] = "Description",
	[ASSIGNEE] = "Assignee",
	[REGISTERED] = "Registration Date",
	[MODIFIED] = "Modification Date",
	[REFERENCE] = "Reference",
	[UNAUTHORISED] = "Unauthorized Use Reported",
	[NOTES] = "Assignment Notes",
};

/*
 * What a row says of its ports.  Where several rows speak of one, the greatest
 * is heard, and the first of those: a named row stands inside an unassigned
 * range, and a historic alias may come before the name that replaced it.
 */
enum claim {
	CLAIM_NONE,
	CLAIM_UNASSIGNED,
	CLAIM_RESERVED,
	CLAIM_USE, /* assigned, but to no name: "any private mail system" */
	CLAIM_ALIAS,
	CLAIM_NAME,
};

/* How the description of a nameless row begins when it is not a use. */
static const struct {
	const char *start;
	enum claim claim;
} spellings[] = {
	{ "unassigned", CLAIM_UNASSIGNED },
	{ "(unassigned)", CLAIM_UNASSIGNED },
	{ "reserved", CLAIM_RESERVED },
	{ "de-registered", CLAIM_UNASSIGNED },
	{ "deregistered", CLAIM_UNASSIGNED },
	{ "de-assigned", CLAIM_UNASSIGNED },
	{ "removed", CLAIM_UNASSIGNED },
	{ "deprecated", CLAIM_UNASSIGNED },
	{ "decommissioned", CLAIM_UNASSIGNED },
	{ "decomissioned", CLAIM_UNASSIGNED },
	{ "de-commissioned", CLAIM_UNASSIGNED },
};

/* IANA lists 49151 itself; a file that ends this far below is cut short. */
enum { LAST_PORT_AT_LEAST = 49000 };

/* Each may become a row of the table, which has room for 65,535. */
enum { MAX_ROWS = 60000 };

struct range {
	uint16_t first, last;
};

struct reader {
	struct csv csv;
	size_t width;                 /* of the header, and so of every row */
	size_t columns[COLUMN_COUNT]; /* where each stands */
	unsigned rows;
	struct table_builder *builder;
	uint8_t claims[PROTOCOL_COUNT][TABLE_PORTS]; /* enum claim */
	uint16_t last_port;              /* the greatest that a row speaks of */
	char date[sizeof("YYYY-MM-DD")]; /* the newest */
	struct text note;                /* scratch */
	struct text *why;
};

/* Say why, and on which line unless that is 0.  Always false. */
__attribute__((format(printf, 3, 4))) static bool
refuse(struct reader *reader, size_t line, const char *format, ...)
{
	va_list args;

	if (line > 0)
		text_printf(reader->why, "line %zu: ", line);
	va_start(args, format);
	text_vprintf(reader->why, format, args);
	va_end(args);
	return false;
}

static bool is_full_date(const char *field)
{
	static const char shape[] = "dddd-dd-dd";

	for (size_t i = 0; i < sizeof(shape); i++) {
		bool digit = field[i] >= '0' && field[i] <= '9';

		if (shape[i] == 'd' ? !digit : field[i] != shape[i])
			return false;
	}
	return true;
}

/* Dates of this shape sort as text. */
static void take_date(struct reader *reader, const char *field)
{
	if (is_full_date(field) && strcmp(field, reader->date) > 0)
		memcpy(reader->date, field, sizeof(reader->date));
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Make one line of a field that may hold several. */
static char *fold(char *field)
{
	char *to = field;

	for (const char *p = field; *p != '\0'; p++) {
		bool space = is_space(*p);

		if (space && (to == field || to[-1] == ' '))
			continue;
		*to++ = space ? ' ' : *p;
	}
	if (to > field && to[-1] == ' ')
		to--;
	*to = '\0';
	return field;
}

/* Read one port at `*p` and step past it. */
static bool read_port(const char **p, uint16_t *port)
{
	const char *start = *p;
	uint32_t value = 0;

	for (; **p >= '0' && **p <= '9'; ++*p) {
		value = value * 10 + (uint32_t)(**p - '0');
		if (value > UINT16_MAX)
			return false;
	}
	*port = (uint16_t)value;
	return *p != start;
}

/* "80" or "6000-6063". */
static bool read_range(const char *field, struct range *range)
{
	if (!read_port(&field, &range->first))
		return false;
	range->last = range->first;
	if (*field == '-') {
		field++;
		if (!read_port(&field, &range->last))
			return false;
	}
	return *field == '\0' && range->first <= range->last;
}

static enum claim claim_of(const char *const *fields)
{
	const char *description = fields[DESCRIPTION];

	if (fields[NAME][0] != '\0')
		return strstr(fields[NOTES], "This entry is an alias to")
		               ? CLAIM_ALIAS
		               : CLAIM_NAME;
	for (size_t i = 0; i < COUNT(spellings); i++) {
		const char *start = spellings[i].start;

		if (strncasecmp(description, start, strlen(start)) == 0)
			return spellings[i].claim;
	}
	return description[0] == '\0' ? CLAIM_UNASSIGNED : CLAIM_USE;
}

static enum registry_status status_of(enum claim claim)
{
	switch (claim) {
	case CLAIM_NONE:
	case CLAIM_UNASSIGNED: return REGISTRY_UNASSIGNED;
	case CLAIM_RESERVED: return REGISTRY_RESERVED;
	case CLAIM_USE:
	case CLAIM_ALIAS:
	case CLAIM_NAME: return REGISTRY_ASSIGNED;
	}
	return REGISTRY_UNASSIGNED;
}

/* What a row without an assignment says beyond the bare status. */
static const char *note_of(struct reader *reader, const char *const *fields,
                           enum registry_status status)
{
	const char *description = fields[DESCRIPTION];

	text_clear(&reader->note);
	if (strcasecmp(description, registry_status_name(status)) != 0)
		text_append_string(&reader->note, description);
	if (reader->note.len > 0 && fields[NOTES][0] != '\0')
		text_append_string(&reader->note, "; ");
	text_append_string(&reader->note, fields[NOTES]);
	return reader->note.data;
}

static uint16_t add_row(struct reader *reader, const char *const *fields,
                        enum claim claim)
{
	struct registry_entry entry = { .status = status_of(claim) };
	struct registry_details details = {
		.assignee = fields[ASSIGNEE],
		.registered = fields[REGISTERED],
		.modified = fields[MODIFIED],
		.reference = fields[REFERENCE],
		.unauthorised = fields[UNAUTHORISED],
	};

	if (entry.status == REGISTRY_ASSIGNED) {
		entry.name = fields[NAME];
		entry.description = fields[DESCRIPTION];
	} else {
		entry.note = note_of(reader, fields, entry.status);
	}
	return table_builder_add(reader->builder, &entry, &details);
}

static void claim_port(struct reader *reader, enum protocol protocol,
                       uint16_t port, enum claim claim, uint16_t row)
{
	enum claim before = (enum claim)reader->claims[protocol][port];
	uint16_t loser = row;

	if (before < claim) {
		loser = table_builder_get(reader->builder, protocol, port);
		table_builder_set(reader->builder, protocol, port, port, row);
		reader->claims[protocol][port] = (uint8_t)claim;
	}
	if (before >= CLAIM_ALIAS && claim >= CLAIM_ALIAS)
		table_builder_also(reader->builder, protocol, port, loser);
}

static void claim_ports(struct reader *reader, enum protocol protocol,
                        struct range range, enum claim claim, uint16_t row)
{
	for (uint32_t port = range.first;
	     port <= range.last && port < TABLE_PORTS; port++)
		claim_port(reader, protocol, (uint16_t)port, claim, row);
}

/* A row without a protocol speaks of every one. */
static bool speaks_of(const char *const *fields, enum protocol protocol)
{
	return fields[PROTOCOL][0] == '\0' ||
	       strcasecmp(fields[PROTOCOL], protocol_name(protocol)) == 0;
}

static void take_ports(struct reader *reader, const char *const *fields,
                       struct range range)
{
	enum claim claim = claim_of(fields);
	uint16_t row;

	if (!speaks_of(fields, PROTOCOL_TCP) &&
	    !speaks_of(fields, PROTOCOL_UDP))
		return;
	row = add_row(reader, fields, claim);
	if (speaks_of(fields, PROTOCOL_TCP))
		claim_ports(reader, PROTOCOL_TCP, range, claim, row);
	if (speaks_of(fields, PROTOCOL_UDP))
		claim_ports(reader, PROTOCOL_UDP, range, claim, row);
	if (range.last > reader->last_port)
		reader->last_port = range.last;
}

static bool take_row(struct reader *reader, const struct csv_row *row)
{
	const char *fields[COLUMN_COUNT];
	struct range range;

	for (size_t i = 0; i < COLUMN_COUNT; i++)
		fields[i] = fold(row->fields[reader->columns[i]]);
	take_date(reader, fields[REGISTERED]);
	take_date(reader, fields[MODIFIED]);
	if (fields[PORT][0] == '\0')
		return true; /* a name that needs no port */
	if (!read_range(fields[PORT], &range))
		return refuse(reader, row->line,
		              "\"%.20s\" is not a port number or a range",
		              fields[PORT]);
	take_ports(reader, fields, range);
	return true;
}

static bool read_header(struct reader *reader)
{
	struct csv_row row;

	if (csv_next(&reader->csv, &row) != CSV_OK)
		row.count = 0;
	reader->width = row.count;
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		size_t at = 0;

		while (at < row.count && strcmp(row.fields[at], titles[i]) != 0)
			at++;
		if (at == row.count)
			return refuse(reader, 1,
			              "not the header of IANA's port registry");
		reader->columns[i] = at;
	}
	return true;
}

static bool read_rows(struct reader *reader)
{
	enum csv_result result;
	struct csv_row row;

	while ((result = csv_next(&reader->csv, &row)) == CSV_OK) {
		if (row.count != reader->width)
			return refuse(reader, row.line,
			              "%zu of %zu columns: cut short or "
			              "damaged",
			              row.count, reader->width);
		if (++reader->rows > MAX_ROWS)
			return refuse(reader, row.line, "too many rows");
		if (!take_row(reader, &row))
			return false;
	}
	if (result != CSV_END)
		return refuse(reader, row.line, "%s", csv_strerror(result));
	return true;
}

/* What can be told before the bytes are cut up. */
static bool check_bytes(struct reader *reader, const struct text *csv)
{
	size_t plain = plain_text_span(csv->data, csv->len);
	size_t line = 1;

	if (csv->len == 0)
		return refuse(reader, 0, "empty");
	if (csv->len > REGISTRY_MAX_BYTES)
		return refuse(reader, 0, "too large to be the port registry");
	if (plain == csv->len)
		return true;
	for (size_t i = 0; i < plain; i++)
		line += csv->data[i] == '\n';
	return refuse(reader, line, "byte 0x%02x is not text",
	              (unsigned char)csv->data[plain]);
}

/* A file that was cut between two rows, or in the last field of one. */
static bool check_end(struct reader *reader, bool line_ended)
{
	if (reader->last_port < LAST_PORT_AT_LEAST)
		return refuse(reader, 0,
		              "cut short: nothing is said of ports above %u",
		              reader->last_port);
	if (!line_ended)
		return refuse(reader, 0, "cut short: its last line has no end");
	return true;
}

static bool read_all(struct reader *reader, struct text *csv)
{
	bool line_ended = csv->len > 0 && csv->data[csv->len - 1] == '\n';

	if (!check_bytes(reader, csv))
		return false;
	csv_init(&reader->csv, csv->data, csv->len);
	return read_header(reader) && read_rows(reader) &&
	       check_end(reader, line_ended);
}

static struct registry *finish(struct reader *reader, const char *origin,
                               const char *sha256)
{
	struct registry_source source = { origin, reader->date, sha256 };
	struct registry *registry = NULL;

	if (!reader->note.failed)
		registry = table_builder_finish(reader->builder, &source);
	if (registry == NULL)
		refuse(reader, 0, "out of memory");
	return registry;
}

struct registry *iana_read(struct text *csv, const char *origin,
                           const char *sha256, struct text *why)
{
	struct reader *reader = calloc(1, sizeof(*reader));
	struct registry *registry = NULL;

	if (reader == NULL) {
		text_append_string(why, "out of memory");
		return NULL;
	}
	reader->why = why;
	reader->builder = table_builder_create();
	text_init(&reader->note);
	if (reader->builder == NULL)
		refuse(reader, 0, "out of memory");
	else if (read_all(reader, csv))
		registry = finish(reader, origin, sha256);
	text_release(&reader->note);
	table_builder_free(reader->builder);
	free(reader);
	return registry;
}

/* On both protocols; a dormant number is an assigned one. */
static unsigned count_assigned(const struct registry *registry)
{
	struct registry_summary summary = registry_summarise(registry);
	unsigned count = 0;

	for (int protocol = 0; protocol < PROTOCOL_COUNT; protocol++)
		count += summary.ports[protocol][REGISTRY_ASSIGNED] +
		         summary.ports[protocol][REGISTRY_DORMANT];
	return count;
}

bool iana_may_replace(const struct registry *table,
                      const struct registry *in_use, struct text *why)
{
	unsigned after = count_assigned(table);
	unsigned before = count_assigned(in_use);

	if (after >= before / 2)
		return true;
	text_printf(why,
	            "damaged: %u ports assigned, where the table in use has %u",
	            after, before);
	return false;
}
