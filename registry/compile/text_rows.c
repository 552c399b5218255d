// SPDX-License-Identifier: Apache-2.0
#include "registry/compile/text_rows.h"

#include <stdlib.h>
#include <string.h>

void text_rows_init(struct text_rows *rows, char *text)
{
	*rows = (struct text_rows){ .at = text };
}

/* The next line that is neither empty nor a comment; NULL at the end. */
static char *next_line(struct text_rows *rows)
{
	char *line;

	do {
		line = strsep(&rows->at, "\n");
		rows->line++;
	} while (line != NULL && (line[0] == '\0' || line[0] == '#'));
	return line;
}

static bool parse_port(const char *text, char **end, uint16_t *port)
{
	unsigned long number;

	if (*text < '0' || *text > '9')
		return false;
	number = strtoul(text, end, 10);
	*port = (uint16_t)number;
	return number <= UINT16_MAX;
}

static bool parse_ports(const char *text, struct text_row *row)
{
	char *end;

	if (!parse_port(text, &end, &row->first))
		return false;
	row->last = row->first;
	if (*end == '-' && !parse_port(end + 1, &end, &row->last))
		return false;
	return *end == '\0' && row->first <= row->last;
}

static bool parse_protocols(const char *text, struct text_row *row)
{
	row->of[PROTOCOL_TCP] = strncmp(text, "tcp", 3) == 0;
	row->of[PROTOCOL_UDP] =
		strcmp(text, "udp") == 0 || strcmp(text, "tcp,udp") == 0;
	return strcmp(text, "tcp") == 0 || row->of[PROTOCOL_UDP];
}

static const char *split(char *line, char *fields[TEXT_ROW_FIELDS])
{
	memset(fields, 0, TEXT_ROW_FIELDS * sizeof(fields[0]));
	for (size_t i = 0; line != NULL; i++) {
		char *field = strsep(&line, "\t");

		if (i == TEXT_ROW_FIELDS)
			return "too many columns";
		if (field[0] == '\0')
			return "empty column: write - or leave it out";
		fields[i] = strcmp(field, "-") == 0 ? NULL : field;
	}
	return NULL;
}

static const char *parse(char *line, struct text_row *row)
{
	char *ports = strsep(&line, "\t");
	char *protocols = strsep(&line, "\t");

	*row = (struct text_row){ 0 };
	if (!parse_ports(ports, row))
		return "not a port or a range of ports";
	if (protocols == NULL || !parse_protocols(protocols, row))
		return "protocols are tcp, udp or tcp,udp";
	return split(line, row->fields);
}

bool text_rows_next(struct text_rows *rows, struct text_row *row)
{
	char *line = next_line(rows);

	if (line == NULL)
		return false;
	rows->error = parse(line, row);
	return rows->error == NULL;
}

bool text_rows_next_fields(struct text_rows *rows,
                           char *fields[TEXT_ROW_FIELDS])
{
	char *line = next_line(rows);

	if (line == NULL)
		return false;
	rows->error = split(line, fields);
	return rows->error == NULL;
}
